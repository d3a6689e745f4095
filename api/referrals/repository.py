"""Queries about referrals. The tenant filter lives here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from api.core.paging import decode_moment_cursor, encode_cursor
from api.opportunities.models import Opportunity
from api.referrals.models import Referral, ReferralEvent
from api.referrals.statuses import FINAL, HIDDEN_FROM_RECRUITERS, Status
from api.staff.models import Employer
from api.staff.service import Principal


def _loaded() -> Select[Referral]:
    """Referrals with all that a view shows, in one statement."""
    employer = aliased(Employer)
    return (
        select(Referral)
        .join(Referral.opportunity)
        .join(employer, Opportunity.employer)
        .options(
            contains_eager(Referral.opportunity).contains_eager(Opportunity.employer.of_type(employer)),
            joinedload(Referral.guaranteed_interview),
        )
    )


def _visible_to(principal: Principal) -> ColumnElement[bool]:
    """Recruiters see what was sent to their employer or one that recruits through it; coordinators all."""
    if principal.role == "coordinator":
        return Referral.id.is_not(None)
    return and_(
        Referral.status.not_in(HIDDEN_FROM_RECRUITERS),
        Opportunity.employer_id.in_(
            select(Employer.id).where(
                or_(
                    Employer.id == principal.employer_id,
                    Employer.recruits_through_id == principal.employer_id,
                )
            )
        ),
    )


def find(session: Session, principal: Principal, referral_id: str) -> Referral | None:
    """The referral, if the principal may see it."""
    query = _loaded().where(Referral.id == referral_id, _visible_to(principal))
    return session.scalars(query).one_or_none()


def page(
    session: Session,
    principal: Principal,
    *,
    status: Status | None,
    updated_since: datetime | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[Referral], str | None]:
    """A page of what the principal may see, the longest unchanged first, and the cursor of the next page.

    A referral that changes while pages are read moves to the end and is seen again, never missed.

    Raises
    ------
    InvalidCursor
        The cursor was not made here.
    """
    query = _loaded().where(_visible_to(principal))
    if status is not None:
        query = query.where(Referral.status == status)
    if updated_since is not None:
        query = query.where(Referral.updated_at >= updated_since)
    if cursor is not None:
        moment, last_id = decode_moment_cursor(cursor)
        query = query.where(
            or_(
                Referral.updated_at > moment,
                and_(Referral.updated_at == moment, Referral.id > last_id),
            )
        )
    query = query.order_by(Referral.updated_at, Referral.id).limit(limit + 1)
    rows = list(session.scalars(query))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], encode_cursor(last.updated_at, last.id)


def all_visible(session: Session, principal: Principal, status: Status | None) -> list[Referral]:
    """All the principal may see, the newest first."""
    query = _loaded().where(_visible_to(principal))
    if status is not None:
        query = query.where(Referral.status == status)
    return list(session.scalars(query.order_by(Referral.created_at.desc(), Referral.id)))


def awaiting_coordinator(session: Session) -> list[Referral]:
    """Referrals nobody has reviewed yet, and refused guaranteed interviews."""
    query = _loaded().where(
        or_(
            Referral.needs_coordinator.is_(True),
            and_(Referral.reviewed_at.is_(None), Referral.status.not_in(FINAL)),
        )
    )
    return list(session.scalars(query.order_by(Referral.created_at, Referral.id)))


def of_candidate(session: Session, candidate_id: str, opportunity_id: str | None = None) -> list[Referral]:
    """Every referral of a candidate, or those for one opportunity, the newest first."""
    query = _loaded().where(Referral.candidate_id == candidate_id)
    if opportunity_id is not None:
        query = query.where(Referral.opportunity_id == opportunity_id)
    return list(session.scalars(query.order_by(Referral.created_at.desc(), Referral.id)))


def log_of(session: Session, referral_ids: Collection[str]) -> dict[str, list[ReferralEvent]]:
    """The log of each referral in its order, in one query."""
    query = (
        select(ReferralEvent)
        .where(ReferralEvent.referral_id.in_(referral_ids))
        .order_by(ReferralEvent.referral_id, ReferralEvent.position)
    )
    log: dict[str, list[ReferralEvent]] = {}
    for event in session.scalars(query):
        log.setdefault(event.referral_id, []).append(event)
    return log


def empty_notes(session: Session, candidate_id: str) -> None:
    """Erase what was written by hand in the log of a candidate's referrals."""
    of = select(Referral.id).where(Referral.candidate_id == candidate_id)
    session.execute(update(ReferralEvent).where(ReferralEvent.referral_id.in_(of)).values(note=None))
