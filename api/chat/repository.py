"""Queries of the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from api.chat.models import ChatSession, IncomingMessage, OutgoingMessage, PersonRequest


def lock(session: Session, session_id: str) -> ChatSession | None:
    """The conversation, locked until the transaction ends."""
    query = select(ChatSession).where(ChatSession.id == session_id).with_for_update()
    return session.scalars(query).one_or_none()


def with_key(session: Session, session_id: str, key: str) -> IncomingMessage | None:
    """The message a client sent under this idempotency key."""
    query = select(IncomingMessage).where(
        IncomingMessage.session_id == session_id, IncomingMessage.idempotency_key == key
    )
    return session.scalars(query).one_or_none()


def oldest_waiting(session: Session, session_id: str) -> IncomingMessage | None:
    """The next message to answer."""
    query = (
        select(IncomingMessage)
        .where(IncomingMessage.session_id == session_id, IncomingMessage.answered_at.is_(None))
        .order_by(IncomingMessage.seq)
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def waiting_count(session: Session, session_id: str) -> int:
    """How many messages wait for an answer."""
    query = select(func.count()).where(
        IncomingMessage.session_id == session_id, IncomingMessage.answered_at.is_(None)
    )
    return session.scalars(query).one()


def sessions_waiting(session: Session, received_before: datetime, limit: int = 50) -> Sequence[str]:
    """Conversations with a message that has waited since before a moment, longest first."""
    query = (
        select(IncomingMessage.session_id)
        .where(IncomingMessage.answered_at.is_(None), IncomingMessage.received_at < received_before)
        .group_by(IncomingMessage.session_id)
        .order_by(func.min(IncomingMessage.received_at))
        .limit(limit)
    )
    return session.scalars(query).all()


def answers_to(session: Session, session_id: str, seq: int) -> Sequence[OutgoingMessage]:
    """What the bot said to one message, in order."""
    query = (
        select(OutgoingMessage)
        .where(OutgoingMessage.session_id == session_id, OutgoingMessage.in_reply_to == seq)
        .order_by(OutgoingMessage.position)
    )
    return session.scalars(query).all()


def transcript(
    session: Session, session_id: str
) -> tuple[Sequence[IncomingMessage], Sequence[OutgoingMessage]]:
    """Everything said, each side in order."""
    said = select(IncomingMessage).where(IncomingMessage.session_id == session_id)
    heard = select(OutgoingMessage).where(OutgoingMessage.session_id == session_id)
    return (
        session.scalars(said.order_by(IncomingMessage.seq)).all(),
        session.scalars(heard.order_by(OutgoingMessage.in_reply_to, OutgoingMessage.position)).all(),
    )


def take_lease(session: Session, session_id: str, owner: str, now: datetime, until: datetime) -> bool:
    """Become the only process that answers this conversation; false when another is."""
    free = or_(
        ChatSession.lease_until.is_(None), ChatSession.lease_until < now, ChatSession.lease_owner == owner
    )
    result = session.execute(
        update(ChatSession)
        .where(ChatSession.id == session_id, free)
        .values(lease_owner=owner, lease_until=until)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))


def open_person_request(session: Session, session_id: str) -> PersonRequest | None:
    """The wish for a person that is still open, the oldest first."""
    query = (
        select(PersonRequest)
        .where(PersonRequest.session_id == session_id, PersonRequest.closed_at.is_(None))
        .order_by(PersonRequest.requested_at)
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def taken_person_request(session: Session, session_id: str) -> PersonRequest | None:
    """The request of a candidate who speaks to a person at the moment."""
    request = open_person_request(session, session_id)
    return request if request is not None and request.taken_by is not None else None


def forgotten_person_requests(session: Session, written_before: datetime) -> Sequence[PersonRequest]:
    """Requests in which the candidate's last words, from before a moment, got no answer by the person."""
    heard = (
        select(func.max(IncomingMessage.received_at))
        .where(IncomingMessage.session_id == PersonRequest.session_id)
        .scalar_subquery()
    )
    answered = (
        select(func.max(OutgoingMessage.sent_at))
        .where(OutgoingMessage.session_id == PersonRequest.session_id, OutgoingMessage.author.is_not(None))
        .scalar_subquery()
    )
    query = select(PersonRequest).where(
        PersonRequest.closed_at.is_(None),
        PersonRequest.taken_by.is_not(None),
        heard < written_before,
        heard > answered,
    )
    return session.scalars(query).all()


def last_offered(session: Session, session_id: str, before_seq: int) -> list[dict[str, str]]:
    """The buttons under the last words the candidate read before sending message `before_seq`."""
    last = (
        select(func.max(OutgoingMessage.in_reply_to))
        .where(OutgoingMessage.session_id == session_id, OutgoingMessage.in_reply_to < before_seq)
        .scalar_subquery()
    )
    query = (
        select(OutgoingMessage)
        .where(OutgoingMessage.session_id == session_id, OutgoingMessage.in_reply_to == last)
        .order_by(OutgoingMessage.position.desc())
    )
    for row in session.scalars(query):
        if row.body.get("quick_replies"):
            return list(row.body["quick_replies"])
    return []
