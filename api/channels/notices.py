"""Short sentences of the app itself, which are no part of the conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from api.chat.errors import CodeUnknown
from api.chat.messaging import letter
from api.chat.models import ChannelContact
from api.chat.saying import body
from api.core import outbox
from api.core.i18n import N_, translate

CANNOT_OPEN = N_("I'm sorry, I can't open pictures, recordings or files here. Please write it in words.")
STOPPED = N_("OK. I won't write to you any more. If you want to go on, send me the word {word}.")
BEGUN_AGAIN = N_("Good to have you back. I write to you again.")
MOVED_HERE = N_("Here we are. We go on in this app, and the chat on the other device is closed.")
CODE_UNKNOWN = CodeUnknown.sentence


def tell(
    session: Session, contact: ChannelContact, sentence: str, language: str, now: datetime, **values: object
) -> None:
    """Put a sentence into the outbox for one sender, whatever becomes of their conversation."""
    key = contact.session_id or contact.id
    kept = letter(body(translate(sentence, language, **values)), language, to=contact.address)
    outbox.put(session, contact.channel, key, kept, now)
