"""Queries about interviews."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.interviews.models import Interview, InterviewSlot
from api.opportunities.models import Opportunity
from api.referrals.models import Referral

OPEN = ("offered", "times_refused", "booked")


def open_of(session: Session, referral_id: str) -> Interview | None:
    """The interview of a referral that has not ended, locked until the transaction ends."""
    query = (
        select(Interview)
        .where(Interview.referral_id == referral_id, Interview.state.in_(OPEN))
        .order_by(Interview.offered_at.desc(), Interview.id)
        .limit(1)
        .with_for_update()
    )
    return session.scalars(query).one_or_none()


def slot_of(session: Session, slot_id: str) -> tuple[InterviewSlot, Interview] | None:
    """A time and its interview, locked until the transaction ends."""
    query = (
        select(InterviewSlot, Interview)
        .join(Interview, Interview.id == InterviewSlot.interview_id)
        .where(InterviewSlot.id == slot_id)
        .with_for_update(of=Interview)
    )
    found = session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def find(session: Session, interview_id: str) -> Interview | None:
    """An interview, locked until the transaction ends."""
    return session.scalars(
        select(Interview).where(Interview.id == interview_id).with_for_update()
    ).one_or_none()


def by_calendar_token(session: Session, token: str) -> Interview | None:
    """The interview at a calendar file's address."""
    return session.scalars(select(Interview).where(Interview.calendar_token == token)).one_or_none()


def referral_of(session: Session, interview: Interview) -> Referral:
    """The interview's referral with its opportunity and employer."""
    return referral_with_id(session, interview.referral_id)


def referral_with_id(session: Session, referral_id: str) -> Referral:
    """A referral with its opportunity and employer."""
    query = (
        select(Referral)
        .where(Referral.id == referral_id)
        .options(
            joinedload(Referral.opportunity).joinedload(Opportunity.employer),
            joinedload(Referral.guaranteed_interview),
        )
    )
    return session.scalars(query).one()


def to_remind(session: Session, after: datetime, before: datetime) -> list[Interview]:
    """Booked interviews that begin in a stretch of time and whose candidate was not reminded yet."""
    query = (
        select(Interview)
        .where(
            Interview.state == "booked",
            Interview.reminded_at.is_(None),
            Interview.starts_at >= after,
            Interview.starts_at < before,
        )
        .order_by(Interview.starts_at, Interview.id)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))
