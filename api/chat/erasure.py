"""Deleting conversations: at the candidate's word, and when the time to keep them is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.chat.models import (
    ChannelContact,
    ChatSession,
    IncomingMessage,
    MoveCode,
    OutgoingMessage,
    PersonRequest,
)
from api.core import outbox
from api.core.ids import new_reference
from api.privacy import service as privacy

# UK GDPR art. 5(1)(e), storage limitation: without consent there is no reason to keep a
# conversation past the day; with it, a year without a word is taken as the end.
KEEP_WITHOUT_CONSENT = timedelta(days=1)
KEEP_AFTER_LAST_MESSAGE = timedelta(days=365)


def erase(session: Session, session_id: str, now: datetime) -> str:
    """Erase a conversation and all that is stored about its candidate. Returns the receipt's number."""
    candidate_id = session.scalars(
        select(ChatSession.candidate_id).where(ChatSession.id == session_id)
    ).one_or_none()
    sessions = [session_id]
    if candidate_id:
        query = select(ChatSession.id).where(ChatSession.candidate_id == candidate_id)
        sessions = list(session.scalars(query))
    for model in (IncomingMessage, OutgoingMessage, PersonRequest, MoveCode, ChannelContact):
        session.execute(delete(model).where(model.session_id.in_(sessions)))
    outbox.forget(session, sessions)
    session.execute(
        update(ChatSession)
        .where(ChatSession.id.in_(sessions))
        .values(erased_at=now, candidate_id=None, bot_state=None, expects=None, lease_until=None)
    )
    if candidate_id:
        privacy.erase_candidate(session, candidate_id, now)
    return new_reference().replace("P-", "D-", 1)


def erase_expired(session: Session, now: datetime, limit: int = 100) -> int:
    """Erase conversations whose time is over. Returns how many."""
    unconsented = select(ChatSession.id).where(
        ChatSession.candidate_id.is_(None),
        ChatSession.erased_at.is_(None),
        ChatSession.last_message_at < now - KEEP_WITHOUT_CONSENT,
    )
    silent = select(ChatSession.id).where(
        ChatSession.erased_at.is_(None), ChatSession.last_message_at < now - KEEP_AFTER_LAST_MESSAGE
    )
    expired = list(session.scalars(unconsented.union(silent).limit(limit)))
    for session_id in expired:
        erase(session, session_id, now)
    return len(expired)
