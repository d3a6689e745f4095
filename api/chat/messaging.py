"""Conversations in messaging apps: what is said in them leaves by the outbox, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.chat.models import ChatSession
from api.core import outbox

MESSAGING = frozenset({"sms", "whatsapp", "telegram"})
# Apps in which buttons may stand as a numbered list.
NUMBERED = frozenset({"sms", "whatsapp"})


def letter(
    body: dict[str, Any],
    language: str | None,
    *,
    message_id: str | None = None,
    author: str | None = None,
    expects: dict[str, Any] | None = None,
    to: str | None = None,
) -> dict[str, Any]:
    """What the outbox keeps of a message.

    Parameters
    ----------
    message_id
        The stored message, for buttons whose payload is too long for the app.
    author
        The person of the team who writes; null for Ponte itself.
    expects
        The open question.
    to
        The address, where it is not the one the conversation has when the message leaves.
    """
    return {
        "body": body,
        "language": language or "en",
        "message_id": message_id,
        "author": author,
        "expects": expects,
        "to": to,
    }


def several_of(expects: dict[str, Any] | None) -> str | None:
    """The slot of the open question if it takes several answers."""
    return str(expects["slot"]) if expects and expects.get("kind") == "multi" else None


def say_last_words(
    session: Session, chat: ChatSession, address: str, bodies: list[dict[str, Any]], now: datetime
) -> None:
    """Answer someone whose conversation has just been deleted: nothing but this row knows the address."""
    for body in bodies:
        outbox.put(session, chat.channel, chat.id, letter(body, chat.language, to=address), now)
