"""What can be refused about the entitlement."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class CandidateUnknown(DomainError):
    """There is no such candidate (any more)."""

    code = "candidate.unknown"
    status = 404
    sentence = N_("We do not know this candidate.")


class CompletionUnknown(DomainError):
    """The candidate has no such completed course."""

    code = "entitlement.completion_unknown"
    status = 404
    sentence = N_("This completed course is not recorded.")


class CompletedInFuture(DomainError):
    """A course is completed when it is over."""

    code = "entitlement.completed_in_future"
    status = 422
    sentence = N_("The day on which the course was completed lies in the future.")


class SignupDoesNotFit(DomainError):
    """The parts of a sign-up contradict each other; `problem` in the answer names the field."""

    code = "entitlement.signup_does_not_fit"
    status = 422
    sentence = N_("The parts of this promise do not fit together. Please check the field that is named.")


class SignupUnknown(DomainError):
    """There is no such sign-up."""

    code = "entitlement.signup_unknown"
    status = 404
    sentence = N_("This promise is not recorded.")


class SignupExists(DomainError):
    """The employer has a promise by this route (and event) that is valid in that time."""

    code = "entitlement.signup_exists"
    status = 409
    sentence = N_("This employer has made this promise already. End the one before first.")
