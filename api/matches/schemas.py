"""Matches over the wire."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel


class ReasonView(BaseModel):
    """A reason or a gap: its code and its sentence."""

    code: str
    text: str
    values: dict[str, Any] = {}


class StepView(BaseModel):
    """One step of a pathway; an interview is promised after it where `guaranteed_interview` says so."""

    opportunity_id: str
    type: str
    starts_on: date | None
    ends_on: date | None
    places_left: int | None
    guaranteed_interview: bool = False


class MatchView(BaseModel):
    """One ranked opportunity."""

    opportunity_id: str
    rank: int
    status: Literal["ready", "ready_after", "needs_answer"]
    score: float
    reasons: list[ReasonView]
    gaps: list[ReasonView]
    pathway: list[StepView]
    guaranteed_interview: bool


class MatchList(BaseModel):
    """Up to five matches, best first."""

    items: list[MatchView]
