"""What goes over the wire about routes, promises and completed courses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.entitlements.completions import Kind
from api.entitlements.routes import Need, route_codes

Id = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
Evidence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00]*$"),
]


class RouteOut(BaseModel):
    """A rule that grants guaranteed interviews, with its source and its days."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    version: str
    needs: Need
    types: list[str]
    completions: list[str]
    valid_for_days: int | None
    minimum_criteria: list[str]
    source: str
    effective_from: date
    effective_to: date | None


class RouteList(BaseModel):
    """All rules, the one that is looked at first in front."""

    items: list[RouteOut]


class CompletionIn(BaseModel):
    """A course a candidate completed, and how that is known. No health data, no document numbers."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    completed_on: date
    evidence: Annotated[Evidence, Field(examples=["List of the college, 3 June"])]


class CompletionOut(BaseModel):
    """A completed course as it is recorded."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: Kind
    completed_on: date
    evidence: str
    recorded_by: str
    recorded_at: datetime


class CompletionList(BaseModel):
    """Completed courses, the latest first."""

    items: list[CompletionOut]


class SignupIn(BaseModel):
    """An employer's promise. `event_id` belongs to the route `redundancy_event` and to no other."""

    model_config = ConfigDict(extra="forbid")

    employer_id: Id
    route: Annotated[Id, Field(examples=list(route_codes()))]
    event_id: Id | None = None
    valid_from: date
    valid_to: date
    respond_within_working_days: Annotated[int, Field(ge=1, le=30)]
    limit_number: Annotated[int | None, Field(ge=1, le=10_000)] = None
    limit_days: Annotated[int | None, Field(ge=1, le=366)] = None
    evidence: Evidence


class SignupOut(BaseModel):
    """A promise, and how many interviews were granted under it so far."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    employer_id: str
    route: str
    event_id: str | None
    valid_from: date
    valid_to: date
    respond_within_working_days: int
    limit_number: int | None
    limit_days: int | None
    evidence: str
    granted: int
    demo: bool


class SignupList(BaseModel):
    """Promises by employer."""

    items: list[SignupOut]
