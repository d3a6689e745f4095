"""Bring stored vacancies in line with what a source says: created, changed or left as they are, and closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from api.core.ids import new_id
from api.opportunities.models import Opportunity
from api.vacancies.completing import Completed
from api.vacancies.schemas import Result

# The source of what an employer sends by itself. It speaks for its own vacancies: no feed overwrites it.
EMPLOYER = "employer"
AT_ONCE = 1_000

# What a field of the inbound API is called that is stored under other names.
_SAID_AS = {
    "outward_code": "postcode",
    "lat": "place",
    "lon": "place",
    "hours_min": "hours",
    "hours_max": "hours",
    "pay_hourly_min": "pay",
    "english_speaking": "english",
    "english_reading": "english",
    "english_writing": "english",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A vacancy as its employer's record should read."""

    employer_id: str
    vacancy: Completed

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by."""
        return self.employer_id, self.vacancy.reference


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of it.

    ``kept``: nothing was written, because the employer itself has spoken of it. ``ended``: nothing was
    written, because a feed told of it first when it was over.
    """

    opportunity_id: str
    result: Result | Literal["kept", "ended"]
    changed: tuple[str, ...] = ()


def find(session: Session, employer_id: str, reference: str) -> Opportunity | None:
    """The vacancy with an employer's reference."""
    return _existing(session, [(employer_id, reference)]).get((employer_id, reference))


def _existing(session: Session, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Opportunity]:
    query = select(Opportunity).where(
        Opportunity.employer_id.in_({employer for employer, _ in keys}),
        Opportunity.reference.in_({reference for _, reference in keys}),
    )
    found = {(row.employer_id, row.reference or ""): row for row in session.scalars(query)}
    return {key: row for key, row in found.items() if key in keys}


def store(session: Session, wanted: Sequence[Wanted], source: str, today: date) -> list[Stored]:
    """Write vacancies of one source, each known by employer and reference and there once.

    A vacancy past its closing day is stored as closed. What a coordinator has withdrawn stays so.
    """
    existing = _existing(session, {one.key for one in wanted})
    new: list[dict[str, Any]] = []
    results: list[Stored] = []
    for one in wanted:
        row = existing.get(one.key)
        if (
            row is None
            and source != EMPLOYER
            and _status(one.vacancy.columns["closes_on"], today) == "closed"
        ):
            results.append(Stored("", "ended"))
        elif row is None:
            new.append(_new_row(one, source, today))
            results.append(Stored(new[-1]["id"], "created"))
        elif row.source == EMPLOYER != source:
            results.append(Stored(row.id, "kept"))
        else:
            changed = _bring_in_line(row, one.vacancy, source, today)
            results.append(Stored(row.id, "changed" if changed else "unchanged", changed))
    if new:
        # Into the table: through the class, rows that differ in what is null go one by one.
        session.execute(insert(cast(Table, Opportunity.__table__)), new)
    session.flush()
    return results


def _status(closes_on: date | None, today: date) -> str:
    return "closed" if closes_on is not None and closes_on < today else "open"


def _new_row(one: Wanted, source: str, today: date) -> dict[str, Any]:
    columns = dict(one.vacancy.columns)
    return {
        **columns,
        "id": new_id("opp"),
        "employer_id": one.employer_id,
        "reference": one.vacancy.reference,
        "source": source,
        "inferred": list(one.vacancy.inferred),
        "posted_on": columns["posted_on"] or today,
        "status": _status(columns["closes_on"], today),
        "programme_id": None,
        "places_taken": 0,
        "leads_to_roles": [],
        "esol_level": None,
        "benefit_required": False,
        # Nobody is paid for volunteering, so a coordinator looks first at what is asked (demo region's rule).
        "review_mode": "before" if columns["type"] == "volunteering" else "after",
        "demo": False,
        "revision": 1,
    }


def _bring_in_line(row: Opportunity, vacancy: Completed, source: str, today: date) -> tuple[str, ...]:
    wanted = {**vacancy.columns, "inferred": list(vacancy.inferred), "source": source}
    if wanted["posted_on"] is None:
        del wanted["posted_on"]  # the day it was first seen
    if row.status != "withdrawn":
        wanted["status"] = _status(vacancy.columns["closes_on"], today)
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return tuple(dict.fromkeys(_SAID_AS.get(name, name) for name in changed))


def end(row: Opportunity) -> None:
    """End a vacancy by its employer's word, whoever wrote it; a feed does not open it again."""
    row.source = EMPLOYER
    if row.status == "open":
        row.status = "closed"


@dataclass(frozen=True, slots=True)
class Open:
    """An open vacancy of a source."""

    opportunity_id: str
    employer_id: str
    reference: str
    closes_on: date | None


def open_of_source(session: Session, source: str, after_id: str) -> list[Open]:
    """The next open vacancies of a source by id, at most a thousand."""
    query = (
        select(Opportunity.id, Opportunity.employer_id, Opportunity.reference, Opportunity.closes_on)
        .where(Opportunity.source == source, Opportunity.status == "open", Opportunity.id > after_id)
        .order_by(Opportunity.id)
        .limit(AT_ONCE)
    )
    return [Open(row[0], row[1], row[2] or "", row[3]) for row in session.execute(query)]


def close_many(session: Session, opportunity_ids: Sequence[str]) -> None:
    """Close these, at most a thousand; the matcher sees the change by their revision."""
    session.execute(
        update(Opportunity)
        .where(Opportunity.id.in_(opportunity_ids), Opportunity.status == "open")
        .values(status="closed", revision=Opportunity.revision + 1)
        .execution_options(synchronize_session=False)
    )
