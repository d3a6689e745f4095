"""Queries about sign-ups and granted interviews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.core.clock import start_of_day
from api.entitlements.models import GuaranteedInterview, InterviewSignup

# Nobody was interviewed or refused: the place is free for somebody else.
_GIVEN_BACK = ("withdrawn", "stopped", "obsolete")


def valid_signups(session: Session, employer_ids: Collection[str], today: date) -> list[InterviewSignup]:
    """Sign-ups of these employers valid today, the one that ends last first."""
    query = (
        select(InterviewSignup)
        .where(
            InterviewSignup.employer_id.in_(employer_ids),
            InterviewSignup.valid_from <= today,
            InterviewSignup.valid_to >= today,
        )
        .order_by(InterviewSignup.valid_to.desc(), InterviewSignup.id)
    )
    return list(session.scalars(query))


def full_signups(session: Session, signups: Collection[InterviewSignup], today: date) -> frozenset[str]:
    """Which of some sign-ups have no interview left today; one query, none where nothing is limited."""
    limited = {row.id: row for row in signups if row.limit_number is not None}
    if not limited:
        return frozenset()
    longest = max(row.limit_days or 0 for row in limited.values())
    query = select(GuaranteedInterview.signup_id, GuaranteedInterview.granted_at).where(
        GuaranteedInterview.signup_id.in_(limited),
        GuaranteedInterview.granted_at >= _first_moment(today, longest),
        or_(GuaranteedInterview.outcome.is_(None), GuaranteedInterview.outcome.not_in(_GIVEN_BACK)),
    )
    granted = dict.fromkeys(limited, 0)
    for signup_id, granted_at in session.execute(query):
        if granted_at >= _first_moment(today, limited[signup_id].limit_days or 0):
            granted[signup_id] += 1
    return frozenset(one for one, row in limited.items() if granted[one] >= (row.limit_number or 0))


def _first_moment(today: date, days: int) -> datetime:
    """The beginning of a period of so many days that ends today."""
    return start_of_day(today - timedelta(days=max(days, 1) - 1))


def locked_signup(session: Session, signup_id: str) -> InterviewSignup:
    """A sign-up nobody else grants under until this transaction ends."""
    query = select(InterviewSignup).where(InterviewSignup.id == signup_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def signups(session: Session) -> list[InterviewSignup]:
    """All sign-ups by employer, the one that ends last first."""
    query = select(InterviewSignup).order_by(
        InterviewSignup.employer_id, InterviewSignup.valid_to.desc(), InterviewSignup.id
    )
    return list(session.scalars(query))


def unanswered_before(session: Session, today: date) -> list[GuaranteedInterview]:
    """Interviews still owed whose respond-by day lies before `today`, the longest overdue first."""
    query = (
        select(GuaranteedInterview)
        .where(
            GuaranteedInterview.outcome.is_(None),
            GuaranteedInterview.clock_started_on.is_not(None),
            GuaranteedInterview.respond_by < today,
        )
        .order_by(GuaranteedInterview.respond_by, GuaranteedInterview.id)
    )
    return list(session.scalars(query))


def granted_under(session: Session, signup_ids: Collection[str]) -> dict[str, int]:
    """How many interviews were ever granted under each sign-up."""
    query = (
        select(GuaranteedInterview.signup_id, func.count())
        .where(GuaranteedInterview.signup_id.in_(signup_ids))
        .group_by(GuaranteedInterview.signup_id)
    )
    found = dict.fromkeys(signup_ids, 0)
    for signup_id, count in session.execute(query):
        found[signup_id] = count
    return found
