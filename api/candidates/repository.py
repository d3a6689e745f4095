"""Queries about candidates."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from api.candidates.models import Candidate


def candidate(session: Session, candidate_id: str) -> Candidate | None:
    """The candidate with their skills."""
    query = select(Candidate).options(selectinload(Candidate.skills)).where(Candidate.id == candidate_id)
    return session.scalars(query).one_or_none()
