"""The conversation's refusals."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class SessionUnknown(DomainError):
    """No such conversation."""

    code = "chat.session_unknown"
    status = 404
    sentence = N_("I can't find this chat. Please start a new one.")


class SessionErased(DomainError):
    """The candidate deleted this conversation."""

    code = "chat.session_erased"
    status = 410
    sentence = N_("This chat was deleted, as you asked. You can start a new one.")


class TokenMissing(DomainError):
    """The conversation's token was not sent."""

    code = "auth.missing"
    status = 401
    sentence = N_("Please send the token of this chat.")


class TokenWrong(DomainError):
    """The token belongs to another conversation or to none."""

    code = "auth.invalid"
    status = 401
    sentence = N_("This token doesn't belong to this chat.")


class MessageTooLong(DomainError):
    """More text than anyone types."""

    code = "chat.message_too_long"
    status = 413
    sentence = N_("That message is very long. Please send it in smaller parts.")


class TooManyWaiting(DomainError):
    """Too many messages wait for an answer in this conversation."""

    code = "chat.too_many_waiting"
    status = 429
    sentence = N_("That was a lot at once. Please wait for my answer first.")


class LanguageNotOffered(DomainError):
    """The language is not one Ponte speaks."""

    code = "chat.language_not_offered"
    status = 422
    sentence = N_("I don't speak that language yet. I speak: {languages}.")
    sample = {"languages": "English, Português"}  # noqa: RUF012


class KeyReused(DomainError):
    """An idempotency key came back with other content."""

    code = "chat.idempotency_key_reused"
    status = 422
    sentence = N_("This key was already used for another message.")


class CodeUnknown(DomainError):
    """The code to go on elsewhere is wrong, used or too old."""

    code = "chat.code_unknown"
    status = 404
    sentence = N_("This code doesn't work. Please ask for a new one where you were before.")


class PersonRequestUnknown(DomainError):
    """No such wish for a person, or the candidate deleted their data."""

    code = "chat.person_request_unknown"
    status = 404
    sentence = N_("This request is not there any more: the person may have deleted their data.")


class PersonRequestClosed(DomainError):
    """The hand-over has ended."""

    code = "chat.person_request_closed"
    status = 409
    sentence = N_("This conversation has ended: the candidate is back with Ponte.")


class ReplyEmpty(DomainError):
    """There is nothing to send."""

    code = "chat.reply_empty"
    status = 422
    sentence = N_("Please write something, or choose a sentence.")


class ReplyTooLong(DomainError):
    """The reply is longer than a chat message may be."""

    code = "chat.reply_too_long"
    status = 422
    sentence = N_("That is too long. Please write at most 1,000 characters.")


# What every address of a conversation can refuse.
REFUSED_BY_SCHEME = {"Chat token": (TokenMissing, TokenWrong, SessionUnknown, SessionErased)}
