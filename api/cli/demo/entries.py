"""One record for each kind of entry in a demo region's files. Days count from the day of loading."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matcher.records import Dbs, Driving, OpportunityType, Shift

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Field(min_length=1)]
Level = Literal["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
Role = Literal[
    "activities_coordinator",
    "administrator",
    "call_handler",
    "care_worker",
    "catering_assistant",
    "domestic",
    "driver",
    "estates_assistant",
    "healthcare_assistant",
    "home_care_worker",
    "laundry_assistant",
    "maternity_support",
    "pharmacy_assistant",
    "porter",
    "receptionist",
    "stores_assistant",
    "therapy_support",
    "vaccinator",
    "ward_clerk",
]


class Entry(BaseModel):
    """An entry of a file: a key it does not know is an error, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EmployerEntry(Entry):
    """An organisation; ``recruits_through`` names the one that runs recruitment for it."""

    id: Slug
    name: Text
    kind: Literal[
        "nhs_trust",
        "social_care",
        "care_home",
        "home_care",
        "primary_care",
        "pharmacy",
        "hospice",
        "urgent_care",
        "patient_transport",
        "college",
        "voluntary",
    ]
    recruits_through: Slug | None = None
    disability_confident: bool = False


class EventEntry(Entry):
    """A redundancy event. ``headcount`` is all staff of the site where it is known."""

    id: Slug
    employer_name: Text
    site: Text
    aliases: list[Text] = Field(min_length=1)
    first_in_days: int
    last_in_days: int
    headcount: int | None = Field(default=None, ge=1)
    affected: int = Field(ge=1)
    evidence: Text
    source: Text

    @model_validator(mode="after")
    def _figures_agree(self) -> Self:
        if self.last_in_days < self.first_in_days:
            raise ValueError("last_in_days lies before first_in_days")
        if self.headcount is not None and self.affected > self.headcount:
            raise ValueError("affected is more than headcount")
        return self


class ProgrammeEntry(Entry):
    """A programme; its intakes are opportunities that name it."""

    id: Slug
    name: Text
    kind: OpportunityType | Literal["guaranteed_interview", "checks_paid"]
    provider: Slug
    description: Text
    source: Text


class SignupEntry(Entry):
    """An employer's promise to interview people affected by the named events, or who come by other routes.

    Each event and each route is a promise of its own, with the limit of its own.
    """

    employer: Slug
    events: list[Slug] = []
    routes: list[str] = []
    valid_from_in_days: int
    valid_to_in_days: int
    respond_within_working_days: int = Field(ge=1, le=30)
    limit_number: int | None = Field(default=None, ge=1)
    limit_days: int | None = Field(default=None, ge=1, le=366)
    evidence: Text

    @property
    def id(self) -> str:
        """What an error names the entry by."""
        return self.employer

    @property
    def promises(self) -> list[tuple[str, str | None]]:
        """Route and event of each promise."""
        return [("redundancy_event", event) for event in self.events] + [
            (route, None) for route in self.routes
        ]

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.valid_to_in_days < self.valid_from_in_days:
            raise ValueError("valid_to_in_days lies before valid_from_in_days")
        if (self.limit_number is None) is not (self.limit_days is None):
            raise ValueError("limit_number and limit_days belong together")
        if not self.promises:
            raise ValueError("there is neither an event nor a route")
        return self


class PayFloorEntry(Entry):
    """The least pay an hour in pounds, for a band or (no band) for everyone, from a day on."""

    band: str | None = None
    pay_hourly_min: Decimal = Field(gt=0)
    from_: date = Field(alias="from")
    source: Text

    @property
    def id(self) -> str:
        """What an error names the entry by."""
        return f"band {self.band}" if self.band else "everyone"


class Hours(Entry):
    """Hours a week."""

    min: float = Field(ge=0, le=60)
    max: float = Field(ge=0, le=60)

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.max < self.min:
            raise ValueError("max is less than min")
        return self


class EnglishNeeded(Entry):
    """The CEFR level each task needs; a task that needs none is left out."""

    speaking: Level | None = None
    reading: Level | None = None
    writing: Level | None = None


class Intakes(Entry):
    """A row of intakes, each starting on a Monday.

    The first starts on the first Monday at least ``first_in_days`` from the day of loading, the
    next ``every_weeks`` later. ``taken`` tells for each how many of its ``places`` are gone.
    """

    every_weeks: int = Field(ge=1)
    first_in_days: int
    count: int = Field(ge=1, le=60)
    length_weeks: int = Field(ge=1, le=52)
    closes_days_before: int = Field(ge=0)
    places: int = Field(ge=1)
    taken: list[Annotated[int, Field(ge=0)]]

    @model_validator(mode="after")
    def _one_figure_an_intake(self) -> Self:
        if len(self.taken) != self.count:
            raise ValueError(f"taken has {len(self.taken)} figures for {self.count} intakes")
        if max(self.taken) > self.places:
            raise ValueError("taken is more than places")
        return self


class OpportunityEntry(Entry):
    """A vacancy, or (with ``intakes``) a row of dated intakes."""

    id: Slug
    type: OpportunityType
    role: Role
    title: Text
    description: Text
    employer: Slug
    programme: Slug | None = None
    place: Text
    outward_code: Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{1,2}$")]
    hours: Hours | None = None
    shifts: list[Shift] = Field(min_length=1)
    first_shift_start: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    pay_hourly_min: Decimal | None = Field(default=None, gt=0)
    band: str | None = None
    dbs: Dbs
    driving: Driving
    english: EnglishNeeded = EnglishNeeded()
    skills_wanted: list[Text]
    experience_required: bool = False
    leads_to_roles: list[Role] = []
    esol_level: Level | None = None
    minimum_age: int = Field(default=16, ge=14, le=25)
    benefit_required: bool = False
    checks_paid_by: Literal["employer", "candidate", "none"]
    review_mode: Literal["after", "before"] = "after"
    posted_days_ago: int = Field(ge=0)
    closes_in_days: int | None = None
    starts_in_days: int | None = None
    places: int | None = Field(default=None, ge=1)
    places_taken: int = Field(default=0, ge=0)
    intakes: Intakes | None = None

    @model_validator(mode="after")
    def _dated_one_way(self) -> Self:
        own = (self.places, self.closes_in_days, self.starts_in_days)
        if self.intakes is not None and any(value is not None for value in own):
            raise ValueError("dates and places belong to the intakes, not beside them")
        if self.intakes is None and self.places is None:
            raise ValueError("places is missing")
        if self.places is not None and self.places_taken > self.places:
            raise ValueError("places_taken is more than places")
        if (self.starts_in_days or 0) < (self.closes_in_days or 0) and self.starts_in_days is not None:
            raise ValueError("starts_in_days lies before closes_in_days")
        return self

    @model_validator(mode="after")
    def _what_its_type_needs(self) -> Self:
        if self.type in ("job", "bank", "apprenticeship") and self.pay_hourly_min is None:
            raise ValueError("pay_hourly_min is missing: paid work names its pay")
        if (self.type == "esol") != (self.esol_level is not None):
            raise ValueError("esol_level belongs to English courses, and each of them has one")
        if (self.type == "volunteering") != (self.review_mode == "before"):
            raise ValueError("volunteering, and nothing else, has review_mode before")
        return self
