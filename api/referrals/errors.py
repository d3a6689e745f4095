"""What can be refused about a referral."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class ReferralUnknown(DomainError):
    """There is no such referral for the one who asks; another employer's looks the same."""

    code = "referral.unknown"
    status = 404
    sentence = N_("We do not know this referral.")


class OpportunityClosed(DomainError):
    """The opportunity takes nobody any more."""

    code = "referral.opportunity_closed"
    status = 409
    sentence = N_("This opportunity is closed or full.")


class IllegalMove(DomainError):
    """The event cannot follow the status; `allowed` in the answer lists those that can."""

    code = "referral.illegal_move"
    status = 409
    sentence = N_("This step is not possible now. Look at the referral's status and try another step.")


class ChangedMeanwhile(DomainError):
    """Someone else changed the referral since it was read."""

    code = "referral.changed_meanwhile"
    status = 409
    sentence = N_("Someone else has just changed this referral. Load it again before you go on.")


class ReasonNeeded(DomainError):
    """Declining needs a coded reason; `allowed` in the answer lists them."""

    code = "referral.reason_needed"
    status = 422
    sentence = N_("Please say why, with one of the listed reasons.")


class ReasonUnknown(DomainError):
    """The reason is not one of the listed; `allowed` in the answer lists them."""

    code = "referral.reason_unknown"
    status = 422
    sentence = N_("This reason is not one of the listed reasons.")


class ReasonNotExpected(DomainError):
    """Only declining and withdrawing take a reason."""

    code = "referral.reason_not_expected"
    status = 422
    sentence = N_("This step takes no reason.")


class NoteNeeded(DomainError):
    """The reason “other” says nothing without a note."""

    code = "referral.note_needed"
    status = 422
    sentence = N_("Please explain this reason in a note.")
