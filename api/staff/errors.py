"""What can be refused about accounts."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class NoAccount(DomainError):
    """Somebody else vouches for this e-mail address, but no account has it."""

    code = "staff.no_account"
    status = 403
    sentence = N_("There is no account for you here. Ask a manager of your organisation to add you.")


class ReadOnly(DomainError):
    """A viewer tried to change something."""

    code = "staff.read_only"
    status = 403
    sentence = N_("You may read here, and change nothing. Ask a manager of your organisation.")


class ProviderFailed(DomainError):
    """The provider did not answer, refused, or sent something that is not to be believed."""

    code = "staff.provider_failed"
    status = 502
    sentence = N_("Your organisation's sign-in did not work. Please try again, or use your password.")


class EmailNotVerified(DomainError):
    """The provider names no e-mail address, or does not say that it has verified it."""

    code = "staff.email_not_verified"
    status = 403
    sentence = N_("Your organisation's sign-in did not confirm your e-mail address. Please ask your IT team.")


class NotAManager(DomainError):
    """Only a manager decides who works for an employer."""

    code = "staff.not_a_manager"
    status = 403
    sentence = N_("Only a manager of your organisation can do this.")


class ColleagueUnknown(DomainError):
    """No account of the manager's employer has this identity."""

    code = "staff.colleague_unknown"
    status = 404
    sentence = N_("We do not know this colleague.")


class EmailInvalid(DomainError):
    """The text is no e-mail address."""

    code = "staff.email_invalid"
    status = 422
    sentence = N_("Please write an e-mail address, such as name@example.org.")


class EmailTaken(DomainError):
    """An account has this address already, here or elsewhere."""

    code = "staff.email_taken"
    status = 409
    sentence = N_("There is an account with this e-mail address already.")


class NameNeeded(DomainError):
    """An account needs a name, which colleagues read beside notes."""

    code = "staff.name_needed"
    status = 422
    sentence = N_("Please write the person's name.")


class NotYourself(DomainError):
    """A manager cannot deactivate their own account."""

    code = "staff.not_yourself"
    status = 409
    sentence = N_("You cannot deactivate your own account. Ask another manager.")


class InvitationOver(DomainError):
    """The invitation is unknown, used, or older than seven days."""

    code = "staff.invitation_over"
    status = 404
    sentence = N_("This invitation is not valid any more. Ask for a new one.")


class PasswordTooShort(DomainError):
    """A password of fewer than 12 characters."""

    code = "staff.password_too_short"
    status = 422
    sentence = N_("Please choose a password of at least 12 characters. Three random words are good.")
