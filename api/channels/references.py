"""What a button carries: its payload, or, where that is too long for the app, where the payload is kept."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.models import OutgoingMessage

_SHAPE = re.compile(r"@(?P<message>out_[0-9a-f]{24})\.(?P<place>\d{1,3})")


def carried(payload: str, limit_bytes: int, message_id: str | None, place: int) -> str | None:
    """The payload, or a reference to it; null when neither can be carried."""
    if len(payload.encode()) <= limit_bytes:
        return payload
    reference = f"@{message_id}.{place}" if message_id else None
    return reference if reference and len(reference) <= limit_bytes else None


def resolve(session: Session, data: str, session_id: str) -> str | None:
    """The payload behind what a button carried; null when the message is not of this conversation."""
    match = _SHAPE.fullmatch(data)
    if match is None:
        return data
    query = select(OutgoingMessage).where(
        OutgoingMessage.id == match["message"], OutgoingMessage.session_id == session_id
    )
    message = session.scalars(query).one_or_none()
    offered = message.body.get("quick_replies") or [] if message else []
    place = int(match["place"])
    return str(offered[place]["payload"]) if place < len(offered) else None
