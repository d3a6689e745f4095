"""What goes over the wire about redundancy events and programmes."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class RedundancyEventOut(BaseModel):
    """An employer that lets many people go, and when."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    employer_name: str
    site: str
    first_on: date
    last_on: date
    headcount: int | None
    affected: int
    evidence: str
    source: str
    demo: bool


class RedundancyEventList(BaseModel):
    """Redundancy events, the latest first."""

    items: list[RedundancyEventOut]


class ProgrammeOut(BaseModel):
    """A programme; its intakes are opportunities that name it."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    kind: str
    provider_id: str
    description: str
    source: str
    demo: bool


class ProgrammeList(BaseModel):
    """Programmes by name."""

    items: list[ProgrammeOut]
