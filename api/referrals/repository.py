"""Queries about referrals. The tenant filter lives here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from api.core.paging import decode_moment_cursor, encode_cursor
from api.entitlements.models import GuaranteedInterview
from api.opportunities.models import Opportunity
from api.referrals.models import Referral, ReferralCheck, ReferralEvent
from api.referrals.statuses import FINAL, HIDDEN_FROM_RECRUITERS, Status
from api.staff.models import Employer
from api.staff.service import Principal


def loaded() -> Select[Referral]:
    """Referrals with all that a view shows, in one statement."""
    return with_opportunity().options(joinedload(Referral.guaranteed_interview))


def with_opportunity() -> Select[Referral]:
    """Referrals with their opportunity and its employer; the guaranteed interview is still to be joined."""
    employer = aliased(Employer)
    return (
        select(Referral)
        .join(Referral.opportunity)
        .join(employer, Opportunity.employer)
        .options(contains_eager(Referral.opportunity).contains_eager(Opportunity.employer.of_type(employer)))
    )


def visible_to(principal: Principal) -> ColumnElement[bool]:
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
    query = loaded().where(Referral.id == referral_id, visible_to(principal))
    return session.scalars(query).one_or_none()


def by_reference(session: Session, reference: str) -> Referral | None:
    """The referral with this reference, for coordinators; letters in any case."""
    return session.scalars(loaded().where(Referral.reference == reference.strip().upper())).one_or_none()


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
    query = loaded().where(visible_to(principal))
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


def awaiting_coordinator(session: Session) -> list[Referral]:
    """Referrals nobody has reviewed yet, and those with something else to look at."""
    query = loaded().where(
        or_(
            Referral.needs_coordinator.is_(True),
            and_(Referral.reviewed_at.is_(None), Referral.status.not_in(FINAL)),
        )
    )
    return list(session.scalars(query.order_by(Referral.created_at, Referral.id)))


def of_candidate(session: Session, candidate_id: str, opportunity_id: str | None = None) -> list[Referral]:
    """Every referral of a candidate, or those for one opportunity, the newest first."""
    query = loaded().where(Referral.candidate_id == candidate_id)
    if opportunity_id is not None:
        query = query.where(Referral.opportunity_id == opportunity_id)
    return list(session.scalars(query.order_by(Referral.created_at.desc(), Referral.id)))


def open_of_candidate_held(session: Session, candidate_id: str, but: str) -> list[Referral]:
    """A candidate's referrals under way but for one, as they stand now; nobody else changes them meanwhile."""
    query = (
        loaded()
        .where(Referral.candidate_id == candidate_id, Referral.id != but, Referral.status.not_in(FINAL))
        .order_by(Referral.id)
        .with_for_update(of=Referral)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def clock_has_something_to_say(session: Session, today: date, limit: int) -> list[Referral]:
    """Referrals under way whose clock is due for a look, as they stand now, and held.

    Those that somebody else holds at the moment are left out; they are found at the next look.
    """
    query = (
        loaded()
        .join(GuaranteedInterview, GuaranteedInterview.referral_id == Referral.id)
        .where(
            GuaranteedInterview.next_look_on <= today,
            Referral.status.not_in(FINAL | HIDDEN_FROM_RECRUITERS),
        )
        .order_by(GuaranteedInterview.next_look_on, Referral.id)
        .limit(limit)
        .with_for_update(of=Referral, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def reported_checks(session: Session, referral_ids: Collection[str]) -> dict[str, dict[str, ReferralCheck]]:
    """What was reported of each referral's checks, by referral and kind, in one query."""
    query = select(ReferralCheck).where(ReferralCheck.referral_id.in_(referral_ids))
    found: dict[str, dict[str, ReferralCheck]] = {}
    for row in session.scalars(query):
        found.setdefault(row.referral_id, {})[row.kind] = row
    return found


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
