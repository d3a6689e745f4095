"""What can be refused about a review."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class AlreadyReviewed(DomainError):
    """Another coordinator was faster."""

    code = "review.already_reviewed"
    status = 409
    sentence = N_("This referral has been reviewed already.")


class CannotStop(DomainError):
    """The referral has ended."""

    code = "review.cannot_stop"
    status = 409
    sentence = N_("This referral has ended, so it cannot be stopped any more.")
