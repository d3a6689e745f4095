"""What goes over the wire about a candidate."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Level = Literal["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
Shift = Literal["early", "day", "late", "night", "weekend"]
Mode = Literal["walk", "cycle", "bus", "train", "car", "lift"]
Situation = Literal["made_redundant", "redundancy_soon", "unemployed", "working", "other"]
AgeBand = Literal["under_16", "16_17", "18_plus"]
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Short = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]


class Hours(BaseModel):
    """Hours a week."""

    min: float = Field(ge=0, le=168)
    max: float = Field(ge=0, le=168)

    @model_validator(mode="after")
    def _in_order(self) -> Hours:
        if self.min > self.max:
            raise ValueError("min is above max")
        return self


class HomePlace(BaseModel):
    """A town and the first half of its postcode; never a street."""

    place: Short
    outward_code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}[0-9][0-9A-Z]?$")]


class TravelPlan(BaseModel):
    """Ways to get to work and the longest journey, in minutes."""

    modes: list[Mode] = Field(min_length=1, max_length=6)
    max_minutes: int = Field(ge=5, le=180)


class SkillFound(BaseModel):
    """A skill linked from the candidate's words."""

    id: Short
    source_text: Annotated[str, StringConstraints(max_length=500)]
    confidence: float = Field(ge=0, le=1)


class ProfilePatch(BaseModel):
    """Answers to store. A field that is absent stays; one that is null is emptied."""

    model_config = ConfigDict(extra="forbid")

    consent: Literal[True] | None = None
    first_name: Annotated[str, StringConstraints(max_length=60)] | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+[0-9]{7,15}$")] | None = None
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = (
        None
    )
    situation: Situation | None = None
    redundancy_event: Short | None = None
    home: HomePlace | None = None
    add_skills: list[SkillFound] = Field(default_factory=list, max_length=60)
    english_speaking: Level | None = None
    english_reading: Level | None = None
    english_writing: Level | None = None
    right_to_work: Literal["yes", "no", "unsure"] | None = None
    hours: Hours | None = None
    shifts: list[Shift] | None = Field(default=None, min_length=1, max_length=5)
    can_drive: bool | None = None
    travel: TravelPlan | None = None
    age_band: AgeBand | None = None
    work_benefit: Literal["yes", "no", "unsure"] | None = None


class ContactView(BaseModel):
    phone: str | None
    email: str | None


class HomeView(BaseModel):
    outward_code: str | None
    place: str | None


class SkillView(BaseModel):
    id: str
    label: str
    label_en: str
    source_text: str


class EnglishView(BaseModel):
    speaking: Level | None
    reading: Level | None
    writing: Level | None


class HoursView(BaseModel):
    min: float | None
    max: float | None


class TravelView(BaseModel):
    modes: list[Mode]
    max_minutes: int | None


class ProfileView(BaseModel):
    """Everything stored about a candidate, as the candidate may see it."""

    language: str | None
    first_name: str | None
    contact: ContactView
    situation: Situation | None
    redundancy_event: str | None
    home: HomeView
    skills: list[SkillView]
    english: EnglishView
    right_to_work: Literal["yes", "no", "unsure"] | None
    hours: HoursView
    shifts: list[Shift]
    can_drive: bool | None
    travel: TravelView
    age_band: AgeBand | None
    work_benefit: Literal["yes", "no", "unsure"] | None
