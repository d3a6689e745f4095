"""Equality monitoring leaves no trace in the conversation.

What is answered there is kept apart (`api.equality`). In the conversation the answer is forgotten as soon as the bot
has it, and each question goes when the next one comes: which one is asked tells what was answered before.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.models import IncomingMessage, OutgoingMessage

FORGOTTEN = "/equality"
"""What stands in a conversation in the place of an answer."""


def is_private(payload: str | None) -> bool:
    """Whether a message belongs to equality monitoring."""
    return payload is not None and payload.startswith(FORGOTTEN)


def forget(session: Session, message: IncomingMessage) -> None:
    """Forget what a message answered, and the questions before it."""
    message.text, message.is_payload = FORGOTTEN, True
    earlier = select(OutgoingMessage).where(
        OutgoingMessage.session_id == message.session_id, OutgoingMessage.in_reply_to < message.seq
    )
    for row in session.scalars(earlier.order_by(OutgoingMessage.in_reply_to.desc()).limit(10)):
        if row.body.get("private"):
            session.delete(row)
