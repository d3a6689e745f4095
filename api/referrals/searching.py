"""A recruiter's inbox: narrowed down, sorted and paged in the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from api.core.clock import local_day
from api.entitlements.models import GuaranteedInterview
from api.opportunities.models import Opportunity
from api.referrals import names
from api.referrals.models import Referral
from api.referrals.repository import visible_to, with_opportunity
from api.referrals.statuses import FINAL, Status
from api.referrals.views import ReferralView, views
from api.staff.service import Principal

PAGE: Final = 25
_AT_ONCE: Final = 500
# Two characters of a reference would be in too many of them.
_SHORTEST_REFERENCE: Final = 3


class Group(StrEnum):
    """Referrals by whether something is still to be done."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


class Sort(StrEnum):
    """In which order referrals are listed."""

    RESPOND_BY = "respond_by"
    NEWEST = "newest"
    LONGEST_WAITING = "longest_waiting"


@dataclass(frozen=True)
class Criteria:
    """What a recruiter looks for. `text` is (part of) a reference, or a first name."""

    status: Group | Status = Group.OPEN
    place: str | None = None
    opportunity_id: str | None = None
    guaranteed: bool = False
    overdue: bool = False
    text: str = ""
    sort: Sort = Sort.RESPOND_BY


@dataclass(frozen=True)
class Counts:
    """How many referrals the principal may see, whatever they look for."""

    by_status: dict[Status, int]
    overdue: int

    @property
    def open(self) -> int:
        """Those under way."""
        return sum(count for status, count in self.by_status.items() if status not in FINAL)

    @property
    def ended(self) -> int:
        """Those that have ended."""
        return sum(count for status, count in self.by_status.items() if status in FINAL)


@dataclass(frozen=True)
class Found:
    """One page of what was looked for. Pages count from 1; there is always a first."""

    items: list[ReferralView]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choice:
    """An opportunity that has referrals."""

    id: str
    title: str
    place: str


def search(session: Session, principal: Principal, criteria: Criteria, *, page: int, now: datetime) -> Found:
    """A page of 25 of what the principal may see and looks for; the last one when `page` lies behind it."""
    today = local_day(now)
    query = _narrowed(with_opportunity(), principal, criteria, today)
    counted = _narrowed(
        select(func.count()).select_from(Referral).join(Referral.opportunity), principal, criteria, today
    )
    total = session.scalar(counted) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = session.scalars(_sorted(query, criteria.sort).offset((page - 1) * PAGE).limit(PAGE))
    return Found(views(session, list(rows), today), total, page, pages)


def each(session: Session, principal: Principal, criteria: Criteria, now: datetime) -> Iterator[ReferralView]:
    """All the principal may see and looks for, in order; never more than 500 of them in memory."""
    today = local_day(now)
    query = _sorted(_narrowed(with_opportunity(), principal, criteria, today), criteria.sort)
    for rows in session.scalars(query, execution_options={"yield_per": _AT_ONCE}).partitions():
        yield from views(session, rows, today)
        session.expunge_all()


def counts(session: Session, principal: Principal, now: datetime) -> Counts:
    """How many referrals the principal may see in each status, and how many answers are overdue."""
    query = (
        select(Referral.status, func.count(), func.count(case((_overdue(local_day(now)), 1))))
        .select_from(Referral)
        .join(Referral.opportunity)
        .outerjoin(Referral.guaranteed_interview)
        .where(visible_to(principal))
        .group_by(Referral.status)
    )
    rows = session.execute(query).all()
    return Counts({Status(status): count for status, count, _ in rows}, sum(late for _, _, late in rows))


def choices(session: Session, principal: Principal) -> list[Choice]:
    """The opportunities that have referrals the principal may see, by title."""
    query = (
        select(Opportunity.id, Opportunity.title, Opportunity.place)
        .where(
            Opportunity.id.in_(
                select(Referral.opportunity_id).join(Referral.opportunity).where(visible_to(principal))
            )
        )
        .order_by(Opportunity.title, Opportunity.place, Opportunity.id)
    )
    return [Choice(*row) for row in session.execute(query)]


def _narrowed(query: Select[Any], principal: Principal, criteria: Criteria, today: date) -> Select[Any]:
    query = query.outerjoin(Referral.guaranteed_interview).where(visible_to(principal))
    if isinstance(criteria.status, Status):
        query = query.where(Referral.status == criteria.status)
    elif criteria.status is not Group.ALL:
        ended = Referral.status.in_(FINAL)
        query = query.where(ended if criteria.status is Group.ENDED else ~ended)
    if criteria.place is not None:
        query = query.where(Opportunity.place == criteria.place)
    if criteria.opportunity_id is not None:
        query = query.where(Referral.opportunity_id == criteria.opportunity_id)
    if criteria.guaranteed:
        query = query.where(GuaranteedInterview.id.is_not(None))
    if criteria.overdue:
        query = query.where(_overdue(today))
    if criteria.text.strip():
        query = query.where(_about(criteria.text))
    return query


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(GuaranteedInterview.outcome.is_(None), GuaranteedInterview.respond_by < today)


def _about(text: str) -> ColumnElement[bool]:
    """Whether a referral carries the text in its reference or the name in its first name."""
    conditions = []
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    if len(letters) >= _SHORTEST_REFERENCE:
        conditions.append(func.replace(Referral.reference, "-", "").contains(letters, autoescape=True))
    name = names.carries(text)
    if name is not None:
        conditions.append(name)
    return or_(*conditions) if conditions else Referral.id.is_(None)


def _sorted(query: Select[Any], sort: Sort) -> Select[Any]:
    query = query.options(contains_eager(Referral.guaranteed_interview))
    match sort:
        case Sort.NEWEST:
            return query.order_by(Referral.created_at.desc(), Referral.id)
        case Sort.LONGEST_WAITING:
            return query.order_by(Referral.created_at, Referral.id)
        case Sort.RESPOND_BY:
            waits = GuaranteedInterview.id.is_not(None) & GuaranteedInterview.outcome.is_(None)
            due = case((waits, GuaranteedInterview.respond_by), else_=date.max)
            return query.order_by(due, Referral.created_at.desc(), Referral.id)
