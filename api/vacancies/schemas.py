"""The one form in which a vacancy comes in: the body of the inbound API, and what every file is turned into."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from api.core.words import ROLES
from api.opportunities.schemas import Level, OpportunityOut
from api.vacancies import examples
from matcher.records import Dbs, Driving, Shift

# What an employer advertises. Intakes of programmes (academies, courses) are made by coordinators.
VacancyType = Literal["job", "bank", "apprenticeship", "placement", "volunteering"]
PayUnit = Literal["hour", "day", "week", "month", "year"]
LONGEST_DESCRIPTION = 20_000
# Below, a figure is no pay for an hour's work but a slip; above, none for entry work.
LEAST_HOURLY, MOST_HOURLY = Decimal(3), Decimal(250)

# Control characters, which PostgreSQL or a page would refuse, and halves of a character.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _seen(value: object) -> object:
    return _UNSEEN.sub("", value).strip() if isinstance(value, str) else value


def _a_role(value: str) -> str:
    if value not in ROLES:
        raise ValueError("unknown role")
    return value


def _a_calendar_day(value: date) -> date:
    if not 2000 <= value.year <= 2100:
        raise ValueError("not a day of a vacancy")
    return value


_Cleaned = BeforeValidator(_seen)
Line = Annotated[str, _Cleaned, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n]*$")]
Prose = Annotated[str, _Cleaned, StringConstraints(max_length=LONGEST_DESCRIPTION)]
Day = Annotated[date, AfterValidator(_a_calendar_day), Field(examples=["2026-09-01"])]
Role = Annotated[str, AfterValidator(_a_role), Field(json_schema_extra={"enum": sorted(ROLES)})]
Number = Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HoursIn(_Body):
    """Hours a week, 0 to 60."""

    min: Number
    max: Number

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.max < self.min:
            raise ValueError("max is less than min")
        return self


class PayIn(_Body):
    """What is paid, in pounds before tax. `hours_a_week` are those a week, month or year is paid for."""

    min: Annotated[Decimal, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
    max: Annotated[Decimal, Field(gt=0, le=1_000_000, allow_inf_nan=False)] | None = None
    unit: PayUnit = "hour"
    hours_a_week: Annotated[Decimal, Field(gt=0, le=60, allow_inf_nan=False)] | None = None


class EnglishIn(_Body):
    """The level each task needs (CEFR); null where a task needs none."""

    speaking: Level | None = None
    reading: Level | None = None
    writing: Level | None = None


class VacancyIn(_Body):
    """A vacancy. What is null or left out is inferred where it can be, and then named in `inferred`.

    `postcode` may be a whole one: only its first half is kept. A vacancy is open through `closes_on`.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.VACANCY]})

    title: Line
    description: Prose = ""
    type: VacancyType = "job"
    role: Role | None = None
    place: Line | None = None
    postcode: Annotated[str, _Cleaned, StringConstraints(max_length=12)] | None = None
    lat: Annotated[float, Field(ge=49, le=61.5, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-9, le=2.5, allow_inf_nan=False)] | None = None
    hours: HoursIn | None = None
    shifts: Annotated[tuple[Shift, ...], Field(max_length=5)] | None = None
    first_shift_start: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    pay: PayIn | None = None
    band: Annotated[str, Field(pattern=r"^[1-9][a-d]?$")] | None = None
    dbs: Dbs | None = None
    driving: Driving | None = None
    english: EnglishIn | None = None
    skills_wanted: (
        Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")], ...], Field(max_length=20)]
        | None
    ) = None
    experience_required: bool = False
    posted_on: Day | None = None
    closes_on: Day | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    places: Annotated[int, Field(ge=1, le=10_000)] = 1
    minimum_age: Annotated[int, Field(ge=14, le=25)] = 16
    checks_paid_by: Literal["employer", "candidate", "none"] = "employer"

    @model_validator(mode="after")
    def _a_point_has_two(self) -> Self:
        if (self.lat is None) is not (self.lon is None):
            raise ValueError("lat and lon belong together")
        return self


Result = Literal["created", "changed", "unchanged"]


class VacancyStored(BaseModel):
    """What became of a vacancy that was sent.

    `changed` names the fields that are other than before; `inferred` those that were not said and are
    now what the advert's words or its role suggest.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.STORED]})

    result: Result
    changed: list[str]
    inferred: list[str]
    opportunity: OpportunityOut
