"""Putting what is said to a candidate into the conversation: the one place where it is stored.

In a messaging app it also goes to the outbox, so that what is stored is what will be sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.messaging import MESSAGING, letter
from api.chat.models import ChatSession, OutgoingMessage
from api.core import outbox
from api.core.ids import new_id


def body(text: str, quick_replies: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """A message of words, perhaps with buttons (``{title, payload}``)."""
    return {"text": text, "quick_replies": list(quick_replies), "cards": [], "links": []}


def say(
    session: Session,
    chat: ChatSession,
    bodies: Sequence[dict[str, Any]],
    now: datetime,
    *,
    in_reply_to: int | None = None,
    author: str | None = None,
) -> list[OutgoingMessage]:
    """Add messages to a conversation, after those that are there.

    Parameters
    ----------
    in_reply_to
        Number of the message answered; by default the last one the candidate sent.
    author
        The first name of the person who writes; null for Ponte itself.
    """
    seq = chat.last_seq if in_reply_to is None else in_reply_to
    last = session.scalars(
        select(func.max(OutgoingMessage.position)).where(
            OutgoingMessage.session_id == chat.id, OutgoingMessage.in_reply_to == seq
        )
    ).one()
    rows = [
        OutgoingMessage(
            id=new_id("out"),
            session_id=chat.id,
            in_reply_to=seq,
            position=position,
            body=one,
            language=chat.language,
            author=author,
            sent_at=now,
        )
        for position, one in enumerate(bodies, start=0 if last is None else last + 1)
    ]
    session.add_all(rows)
    if chat.channel in MESSAGING:
        for row in rows:
            kept = letter(row.body, chat.language, message_id=row.id, author=author, expects=chat.expects)
            outbox.put(session, chat.channel, chat.id, kept, now)
    return rows
