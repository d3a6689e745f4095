"""Courses that candidates completed, as coordinators record them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.core.clock import local_day
from api.entitlements.errors import CandidateUnknown, CompletedInFuture, CompletionUnknown
from api.entitlements.models import Completion

Kind = Literal["swap", "prepare_to_care", "pre_employment"]


def of_candidate(session: Session, candidate_id: str) -> list[Completion]:
    """What a candidate completed, the latest first.

    Raises
    ------
    CandidateUnknown
        There is no such candidate.
    """
    _check_candidate(session, candidate_id)
    query = (
        select(Completion)
        .where(Completion.candidate_id == candidate_id)
        .order_by(Completion.completed_on.desc(), Completion.id)
    )
    return list(session.scalars(query))


def record(
    session: Session,
    candidate_id: str,
    *,
    kind: Kind,
    completed_on: date,
    evidence: str,
    actor: str,
    now: datetime,
) -> Completion:
    """Record that a candidate completed a course; the same course and day again is the same record.

    Raises
    ------
    CandidateUnknown
        There is no such candidate.
    CompletedInFuture
        The day has not come yet.
    """
    if completed_on > local_day(now):
        raise CompletedInFuture
    for known in of_candidate(session, candidate_id):
        if (known.kind, known.completed_on) == (kind, completed_on):
            return known
    row = Completion(
        candidate_id=candidate_id,
        kind=kind,
        completed_on=completed_on,
        evidence=evidence,
        recorded_by=actor,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row


def remove(session: Session, candidate_id: str, completion_id: str) -> None:
    """Take out a record that was wrong. Interviews granted by it stay, with the facts they were granted by.

    Raises
    ------
    CompletionUnknown
        The candidate has none of this id.
    """
    row = session.get(Completion, completion_id)
    if row is None or row.candidate_id != candidate_id:
        raise CompletionUnknown
    session.delete(row)
    session.flush()


def forget(session: Session, candidate_id: str) -> None:
    """Delete all that is recorded of a candidate."""
    session.execute(delete(Completion).where(Completion.candidate_id == candidate_id))


def _check_candidate(session: Session, candidate_id: str) -> None:
    if session.get(Candidate, candidate_id) is None:
        raise CandidateUnknown
