"""What goes over the wire about an opportunity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from api.opportunities.checks import CheckKind, checks_for
from api.opportunities.models import Opportunity

Level = Literal["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
Kind = Literal[
    "job",
    "bank",
    "swap",
    "prepare_to_care",
    "esol",
    "apprenticeship",
    "placement",
    "volunteering",
    "vaccinator_training",
]


class InterviewRoute(BaseModel):
    """A way to a guaranteed interview here; by `redundancy_event`, for those affected by `event_id`."""

    model_config = ConfigDict(frozen=True)

    route: str
    event_id: str | None = None


class HoursOut(BaseModel):
    """Hours a week."""

    min: float
    max: float


class EnglishOut(BaseModel):
    """The level the tasks need (CEFR); null where they need none."""

    speaking: Level | None
    reading: Level | None
    writing: Level | None


class OpportunityCheckOut(BaseModel):
    """A check before the first day, and who pays for it; null where there is nothing to pay."""

    model_config = ConfigDict(from_attributes=True)

    kind: CheckKind
    level: str | None
    paid_by: Literal["employer", "candidate"] | None


class OpportunityOut(BaseModel):
    """An opportunity as anyone may read it. Pay is in pounds an hour.

    `inferred` names what the employer did not say: it follows from the advert's words or from the role.
    """

    id: str
    type: Kind
    role: str
    title: str
    description: str
    employer: str
    employer_id: str
    place: str
    outward_code: str
    hours: HoursOut | None
    shifts: list[str]
    pay_hourly_min: float | None
    band: str | None
    dbs: Literal["none", "basic", "standard", "enhanced", "enhanced_barred"]
    driving: Literal["required", "desirable", "none"]
    english: EnglishOut
    closes_on: date | None
    starts_on: date | None
    ends_on: date | None
    places_left: int
    status: Literal["open", "closed", "withdrawn"]
    guaranteed_interview_routes: list[InterviewRoute]
    checks: list[OpportunityCheckOut]
    inferred: list[str] = []
    demo: bool


class OpportunityPage(BaseModel):
    """One page of opportunities, newest first."""

    items: list[OpportunityOut]
    next_cursor: str | None


class IntakeOut(BaseModel):
    """A dated intake of a programme, with its places."""

    opportunity: OpportunityOut
    programme_id: str
    places: int
    places_taken: int


class IntakeList(BaseModel):
    """Intakes, the next to start first."""

    items: list[IntakeOut]


def places_left(row: Opportunity) -> int:
    """Free places, never below 0."""
    return max(0, row.places - row.places_taken)


def opportunity_out(row: Opportunity, routes: Sequence[InterviewRoute] = ()) -> OpportunityOut:
    """The public view of a row (its employer loaded) with the routes that hold for it today."""
    hours = None
    if row.hours_min is not None and row.hours_max is not None:
        hours = HoursOut(min=row.hours_min, max=row.hours_max)
    return OpportunityOut.model_validate(
        {
            "id": row.id,
            "type": row.type,
            "role": row.role,
            "title": row.title,
            "description": row.description,
            "employer": row.employer.name,
            "employer_id": row.employer_id,
            "place": row.place,
            "outward_code": row.outward_code,
            "hours": hours,
            "shifts": row.shifts,
            "pay_hourly_min": None if row.pay_hourly_min is None else float(row.pay_hourly_min),
            "band": row.band,
            "dbs": row.dbs,
            "driving": row.driving,
            "english": {
                "speaking": row.english_speaking,
                "reading": row.english_reading,
                "writing": row.english_writing,
            },
            "closes_on": row.closes_on,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "places_left": places_left(row),
            "status": row.status,
            "guaranteed_interview_routes": list(routes),
            "checks": [OpportunityCheckOut.model_validate(check) for check in checks_for(row)],
            "inferred": row.inferred,
            "demo": row.demo,
        }
    )
