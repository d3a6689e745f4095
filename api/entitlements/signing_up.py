"""Employers' promises: coordinators record and end them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.ids import new_id
from api.entitlements import repository
from api.entitlements.errors import SignupDoesNotFit, SignupExists, SignupUnknown
from api.entitlements.models import InterviewSignup
from api.entitlements.routes import every_route
from api.programmes.models import RedundancyEvent
from api.staff.models import Employer


@dataclass(frozen=True)
class Promise:
    """What an employer signs up for. The limit is so many interviews in any so many days, or none."""

    employer_id: str
    route: str
    event_id: str | None
    valid_from: date
    valid_to: date
    respond_within_working_days: int
    limit_number: int | None
    limit_days: int | None
    evidence: str


def sign_up(session: Session, promise: Promise) -> InterviewSignup:
    """Record an employer's promise.

    Raises
    ------
    SignupDoesNotFit
        Employer, route or event is unknown, an event is missing or does not belong to the route, the
        days are in the wrong order, or one half of the limit is missing.
    SignupExists
        The employer has made the same promise for some of these days.
    """
    problem = _problem(session, promise)
    if problem is not None:
        raise SignupDoesNotFit(extra={"problem": problem})
    same = select(InterviewSignup.id).where(
        InterviewSignup.employer_id == promise.employer_id,
        InterviewSignup.route == promise.route,
        InterviewSignup.event_id == promise.event_id
        if promise.event_id is not None
        else InterviewSignup.event_id.is_(None),
        InterviewSignup.valid_from <= promise.valid_to,
        InterviewSignup.valid_to >= promise.valid_from,
    )
    if session.scalars(same.limit(1)).first() is not None:
        raise SignupExists
    row = InterviewSignup(
        id=new_id("sgn"),
        **{name: getattr(promise, name) for name in Promise.__dataclass_fields__},
    )
    session.add(row)
    session.flush()
    return row


def _problem(session: Session, promise: Promise) -> str | None:
    """The name of the first field that does not fit; null when all do."""
    needs = {route.code: route.needs for route in every_route()}
    by_event = needs.get(promise.route) == "redundancy_event"
    checks = {
        "employer_id": session.get(Employer, promise.employer_id) is not None,
        "route": promise.route in needs,
        "event_id": (promise.event_id is not None) is by_event
        and (promise.event_id is None or session.get(RedundancyEvent, promise.event_id) is not None),
        "valid_to": promise.valid_from <= promise.valid_to,
        "limit_days": (promise.limit_number is None) is (promise.limit_days is None),
    }
    return next((name for name, fits in checks.items() if not fits), None)


def end(session: Session, signup_id: str, today: date) -> InterviewSignup:
    """End a promise: today is its last day, or the day before where it has not begun. What was granted stays.

    Raises
    ------
    SignupUnknown
        There is no such promise.
    """
    row = session.get(InterviewSignup, signup_id)
    if row is None:
        raise SignupUnknown
    if row.valid_from > today:
        row.valid_to = row.valid_from - timedelta(days=1)
    else:
        row.valid_to = min(row.valid_to, today)
    session.flush()
    return row


def every_signup(session: Session) -> list[tuple[InterviewSignup, int]]:
    """All promises by employer, each with how many interviews were granted under it."""
    rows = repository.signups(session)
    granted = repository.granted_under(session, [row.id for row in rows])
    return [(row, granted[row.id]) for row in rows]
