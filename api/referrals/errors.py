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


class NotSustainedYet(DomainError):
    """The time since the start is not over; `possible_from` in the answer is the first day."""

    code = "referral.not_sustained_yet"
    status = 409
    sentence = N_(
        "It is too early to say so. Please report it when that much time has passed since the start."
    )


class ChangedMeanwhile(DomainError):
    """Someone else changed the referral since it was read."""

    code = "referral.changed_meanwhile"
    status = 409
    sentence = N_("Someone else has just changed this referral. Load it again before you go on.")


class CheckUnknown(DomainError):
    """The opportunity does not ask for this check; `allowed` in the answer lists those it asks for."""

    code = "referral.check_unknown"
    status = 404
    sentence = N_("This opportunity does not ask for this check.")


class CheckTooEarly(DomainError):
    """The law forbids to ask before work is offered."""

    code = "referral.check_too_early"
    status = 409
    sentence = N_("Nobody may ask about health before the job is offered. Please report the offer first.")


class NothingToContest(DomainError):
    """There is no refusal, no late answer and no missing promise that could be contested now."""

    code = "referral.nothing_to_contest"
    status = 409
    sentence = N_("There is nothing to contest here at the moment.")


class ContestDecided(DomainError):
    """A person has decided about the same matter before."""

    code = "referral.contest_decided"
    status = 409
    sentence = N_("A person has looked at this already, and their decision stands.")


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
