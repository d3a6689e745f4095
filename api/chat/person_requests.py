"""Candidates who asked for a person: who waits, and noting that somebody has spoken to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.chat.models import ChatSession, PersonRequest


@dataclass(frozen=True)
class Waiting:
    """Someone who wants to speak to a person. Name and contact are null when they gave none."""

    id: str
    language: str
    requested_at: datetime
    first_name: str | None
    phone: str | None
    email: str | None


def waiting(session: Session) -> list[Waiting]:
    """Who waits, the longest first; one query."""
    query = (
        select(PersonRequest, Candidate)
        .join(ChatSession, ChatSession.id == PersonRequest.session_id)
        .outerjoin(Candidate, Candidate.id == ChatSession.candidate_id)
        .where(PersonRequest.closed_at.is_(None))
        .order_by(PersonRequest.requested_at, PersonRequest.id)
    )
    return [
        Waiting(
            id=request.id,
            language=request.language,
            requested_at=request.requested_at,
            first_name=candidate.first_name if candidate else None,
            phone=candidate.phone if candidate else None,
            email=candidate.email if candidate else None,
        )
        for request, candidate in session.execute(query)
    ]


def close(session: Session, request_id: str, now: datetime) -> None:
    """Somebody has spoken to the candidate. A request that is closed or erased already stays so."""
    request = session.get(PersonRequest, request_id)
    if request is not None and request.closed_at is None:
        request.closed_at = now
