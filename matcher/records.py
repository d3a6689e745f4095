"""The two inputs of the matcher, frozen and typed: a candidate and an opportunity.

A candidate's record holds no name, nationality, health, sex or chat language, and of the age only
which legal minimum is reached: what is not there cannot be matched on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import IntEnum
from typing import Literal


class Cefr(IntEnum):
    """Levels of the Common European Framework of Reference; A0 is "none yet"."""

    A0 = 0
    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


Shift = Literal["early", "day", "late", "night", "weekend"]
TravelMode = Literal["walk", "cycle", "bus", "train", "car", "lift"]
OpportunityType = Literal[
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
Driving = Literal["required", "desirable", "none"]
# Legal minimums only: 16 is the school leaving age, 18 that of many care roles and of most academies.
AgeBand = Literal["under_16", "16_17", "18_plus"]
Dbs = Literal["none", "basic", "standard", "enhanced", "enhanced_barred"]


@dataclass(frozen=True, slots=True)
class Place:
    """A named point: latitude and longitude in degrees (WGS 84)."""

    name: str
    outward_code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class English:
    """English per task; None is "not known" for a candidate and "not needed" for an opportunity."""

    speaking: Cefr | None = None
    reading: Cefr | None = None
    writing: Cefr | None = None


@dataclass(frozen=True, slots=True)
class HoursRange:
    """Hours a week."""

    min: float
    max: float


@dataclass(frozen=True, slots=True)
class LinkedSkill:
    """A skill of the lexicon, how sure the link is (0 to 1), and the words it came from."""

    skill_id: str
    confidence: float
    source_text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a candidate said that bears on the match. None is "not answered", never "no"."""

    home: Place | None = None
    skills: tuple[LinkedSkill, ...] = ()
    english: English = field(default_factory=English)
    right_to_work: Literal["yes", "no", "unsure"] | None = None
    hours: HoursRange | None = None
    shifts: frozenset[Shift] | None = None
    can_drive: bool | None = None
    travel_modes: frozenset[TravelMode] | None = None
    max_minutes: int | None = None
    age_band: AgeBand | None = None
    work_benefit: Literal["yes", "no", "unsure"] | None = None


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A vacancy, an intake, a course or a placement, and what its tasks need.

    ``minimum_age`` is in years; ``benefit_required`` says that only people on a work benefit can join.
    """

    id: str
    type: OpportunityType
    role: str
    title: str
    employer_id: str
    place: Place
    hours: HoursRange | None
    shifts: frozenset[Shift]
    first_shift_start: time | None
    pay_hourly_min: Decimal | None
    band: str | None
    dbs: Dbs
    driving: Driving
    english: English
    skills_wanted: tuple[str, ...]
    experience_required: bool
    closes_on: date | None
    starts_on: date | None
    ends_on: date | None
    places_left: int | None
    status: Literal["open", "closed", "withdrawn"] = "open"
    leads_to_roles: tuple[str, ...] = ()
    esol_level: Cefr | None = None
    minimum_age: int = 16
    benefit_required: bool = False
