"""Queries about opportunities, and the record the matcher takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Literal, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from api.core.paging import decode_day_cursor, encode_cursor
from api.opportunities.models import Opportunity
from matcher import records

# Types that run as a group with a first day: nobody joins after it.
_STARTS_TOGETHER = ("swap", "prepare_to_care", "esol", "placement", "vaccinator_training")


def is_open(row: Opportunity, today: date) -> bool:
    """Whether one can still be referred to it: open, not past its closing or first day, a place free."""
    begun = row.type in _STARTS_TOGETHER and row.starts_on is not None and row.starts_on < today
    closed = row.closes_on is not None and row.closes_on < today
    return row.status == "open" and not closed and not begun and row.places_taken < row.places


def _is_open_on(today: date) -> ColumnElement[bool]:
    """`is_open` for the database."""
    return and_(
        Opportunity.status == "open",
        or_(Opportunity.closes_on.is_(None), Opportunity.closes_on >= today),
        or_(
            Opportunity.type.not_in(_STARTS_TOGETHER),
            Opportunity.starts_on.is_(None),
            Opportunity.starts_on >= today,
        ),
        Opportunity.places_taken < Opportunity.places,
    )


def _with_employer() -> Select[Opportunity]:
    return select(Opportunity).options(joinedload(Opportunity.employer))


def find(session: Session, opportunity_id: str) -> Opportunity | None:
    """The opportunity, open or not."""
    return session.scalars(_with_employer().where(Opportunity.id == opportunity_id)).one_or_none()


def find_many(session: Session, opportunity_ids: Sequence[str]) -> dict[str, Opportunity]:
    """Opportunities by id, open or not; unknown ids are left out."""
    rows = session.scalars(_with_employer().where(Opportunity.id.in_(opportunity_ids)))
    return {row.id: row for row in rows}


def open_on(session: Session, today: date) -> list[Opportunity]:
    """All that are open today."""
    return list(session.scalars(_with_employer().where(_is_open_on(today)).order_by(Opportunity.id)))


def count_open(session: Session, today: date) -> int:
    """How many are open today."""
    return session.scalar(select(func.count()).select_from(Opportunity).where(_is_open_on(today))) or 0


def open_ids(session: Session, today: date, start: int, limit: int) -> list[tuple[str, date]]:
    """Ids and posting days of what is open today, by id, from the one at `start` on."""
    query = (
        select(Opportunity.id, Opportunity.posted_on)
        .where(_is_open_on(today))
        .order_by(Opportunity.id)
        .offset(start)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def revision(session: Session) -> tuple[int, int]:
    """A mark that changes with every opportunity that is added, changed or removed."""
    count, total = session.execute(select(func.count(), func.sum(Opportunity.revision))).one()
    return count, total or 0


def open_page(
    session: Session,
    today: date,
    *,
    kind: str | None,
    role: str | None,
    place: str | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[Opportunity], str | None]:
    """A page of what is open today, newest first, and the cursor of the next page.

    `place` is a town or the first half of a postcode, in any case.

    Raises
    ------
    InvalidCursor
        The cursor was not made here.
    """
    query = _with_employer().where(_is_open_on(today))
    if kind is not None:
        query = query.where(Opportunity.type == kind)
    if role is not None:
        query = query.where(Opportunity.role == role)
    if place is not None:
        wanted = place.strip()
        query = query.where(
            or_(
                func.lower(Opportunity.place) == wanted.lower(),
                Opportunity.outward_code == wanted.upper(),
            )
        )
    if cursor is not None:
        day, last_id = decode_day_cursor(cursor)
        query = query.where(
            or_(
                Opportunity.posted_on < day,
                and_(Opportunity.posted_on == day, Opportunity.id > last_id),
            )
        )
    query = query.order_by(Opportunity.posted_on.desc(), Opportunity.id).limit(limit + 1)
    rows = list(session.scalars(query))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], encode_cursor(last.posted_on, last.id)


def centre(session: Session) -> records.Place | None:
    """The middle of all opportunities: where the people who ask are likely to live; null without any."""
    query = select(func.avg(Opportunity.lat), func.avg(Opportunity.lon))
    lat, lon = session.execute(query).one()
    return None if lat is None else records.Place("", "", float(lat), float(lon))


def intakes(session: Session, today: date) -> list[Opportunity]:
    """Intakes of programmes that have not ended, whether or not they are full, the next to start first."""
    query = (
        _with_employer()
        .where(
            Opportunity.programme_id.is_not(None),
            Opportunity.starts_on.is_not(None),
            Opportunity.status != "withdrawn",
            func.coalesce(Opportunity.ends_on, Opportunity.starts_on) >= today,
        )
        .order_by(Opportunity.starts_on, Opportunity.id)
    )
    return list(session.scalars(query))


def _level(code: str | None) -> records.Cefr | None:
    return None if code is None else records.Cefr[code]


def to_record(row: Opportunity) -> records.Opportunity:
    """The facts the matcher may use; no description and no employer's name."""
    hours = None
    if row.hours_min is not None and row.hours_max is not None:
        hours = records.HoursRange(row.hours_min, row.hours_max)
    return records.Opportunity(
        id=row.id,
        type=cast(records.OpportunityType, row.type),
        role=row.role,
        title=row.title,
        employer_id=row.employer_id,
        place=records.Place(row.place, row.outward_code, row.lat, row.lon),
        hours=hours,
        shifts=frozenset(cast("list[records.Shift]", row.shifts)),
        first_shift_start=time.fromisoformat(row.first_shift_start) if row.first_shift_start else None,
        pay_hourly_min=row.pay_hourly_min,
        band=row.band,
        dbs=cast(records.Dbs, row.dbs),
        driving=cast(records.Driving, row.driving),
        english=records.English(
            _level(row.english_speaking), _level(row.english_reading), _level(row.english_writing)
        ),
        skills_wanted=tuple(row.skills_wanted),
        experience_required=row.experience_required,
        closes_on=row.closes_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        places_left=max(0, row.places - row.places_taken),
        status=cast(Literal["open", "closed", "withdrawn"], row.status),
        leads_to_roles=tuple(row.leads_to_roles),
        esol_level=_level(row.esol_level),
        minimum_age=row.minimum_age,
        benefit_required=row.benefit_required,
    )
