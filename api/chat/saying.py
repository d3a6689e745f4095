"""Putting what is said to a candidate into the conversation: the one place where it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.models import ChatSession, OutgoingMessage


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
    return rows
