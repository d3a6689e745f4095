"""What can be refused about a review."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class AlreadyReviewed(DomainError):
    """Another coordinator was faster."""

    code = "review.already_reviewed"
    status = 409
    sentence = N_("This referral has been reviewed already.")


class RulingNeeded(DomainError):
    """A refused guaranteed interview is decided about, not just noted."""

    code = "review.ruling_needed"
    status = 409
    sentence = N_(
        "The employer refused a guaranteed interview. Please decide whether that stands, and say why."
    )


class NothingToRule(DomainError):
    """No guaranteed interview of this referral is refused."""

    code = "review.nothing_to_rule"
    status = 409
    sentence = N_("No guaranteed interview is refused here, so there is nothing to decide.")


class CannotOverturn(DomainError):
    """The employer cannot be asked again for this candidate."""

    code = "review.cannot_overturn"
    status = 409
    sentence = N_(
        "The candidate has deleted their data or asked again, so the employer cannot be asked about this referral."
    )


class NotEntitled(DomainError):
    """No route grants an interview here by the facts that are recorded."""

    code = "review.not_entitled"
    status = 409
    sentence = N_("By the facts we hold, no rule grants an interview here.")


class CannotStop(DomainError):
    """The referral has ended."""

    code = "review.cannot_stop"
    status = 409
    sentence = N_("This referral has ended, so it cannot be stopped any more.")
