"""What goes over the wire about coordinators' measures."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class FunnelStepOut(BaseModel):
    """A step and how many people reached it."""

    code: str
    label: str
    count: int


class FunnelOut(BaseModel):
    """The funnel as it stood at a moment."""

    counted_at: datetime
    steps: list[FunnelStepOut]


class IntervalOut(BaseModel):
    """A value with its 95 % interval; null where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


class GroupRateOut(BaseModel):
    """How one group fares at one stage, beside the largest group."""

    attribute: str = Field(examples=["chat_language"])
    group: str = Field(examples=["pt"])
    stage: str = Field(examples=["referred"])
    people: int | None = Field(description="Null where the group is too small to be shown.")
    rate: float | None
    ratio: IntervalOut | None
    difference: IntervalOut | None
    reference: bool = Field(
        description="Whether this is the largest group, which the others are compared with."
    )


class HonouredOut(BaseModel):
    """What became of the interviews one employer owes by one route."""

    model_config = ConfigDict(from_attributes=True)

    employer_id: str
    employer: str
    route: str = Field(examples=["redundancy_event"])
    granted: int
    not_sent: int
    released: int = Field(description="Withdrawn, stopped or hired elsewhere before an answer.")
    given_in_time: int
    given_late: int
    open: int
    overdue: int
    refused: int
    upheld: int = Field(description="Refusals a coordinator let stand.")
    overturned: int = Field(description="Refusals a coordinator overturned; the employer was asked again.")
    honoured_on_time: float | None = Field(
        description="Given in time, as a share of those given, overdue, and refused but not upheld."
    )


class GuaranteedInterviewsOut(BaseModel):
    """Interviews that were promised, as they stood at a moment; small numbers are for coordinators only."""

    counted_at: datetime
    rows: list[HonouredOut]


class FairnessOut(BaseModel):
    """Rates by group as they stood at a moment."""

    counted_at: datetime
    smallest_group: int = Field(description="Groups of fewer people are not shown.")
    rates: list[GroupRateOut]
