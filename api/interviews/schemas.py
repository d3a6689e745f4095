"""What goes over the wire about an interview."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from api.core.clock import LOCAL_ZONE
from api.interviews.models import Interview

_EXAMPLE: JsonDict = {
    "times": ["2026-12-07T10:30:00+00:00", "2026-12-08T14:00:00+00:00"],
    "minutes": 30,
    "place": "Musgrove Park Hospital, main entrance, Taunton TA1 5DA",
}


_OUT: JsonDict = {
    "id": "int_4d6b0f2a9c1e4873b5a7d8e0",
    "state": "offered",
    "times": ["2026-12-07T10:30:00+00:00", "2026-12-08T14:00:00+00:00"],
    "starts_at": None,
    "minutes": 30,
    "place": "Musgrove Park Hospital, main entrance, Taunton TA1 5DA",
    "confirmed_at": None,
    "calendar_url": "https://ponte.example.org/v1/interviews/cal_8sJ2vQ.ics",
}


class InterviewOffer(BaseModel):
    """Times to choose from. Each carries its offset, so that it is right on both sides of a clock change."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    times: Annotated[list[AwareDatetime], Field(min_length=1, max_length=10)]
    minutes: Annotated[int, Field(ge=10, le=480)]
    place: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)]


class InterviewOut(BaseModel):
    """An interview. Times are British local time with their offset; `starts_at` is null until one is chosen."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OUT]})

    id: str
    state: Literal["offered", "times_refused", "booked", "cancelled"]
    times: list[datetime]
    starts_at: datetime | None
    minutes: int
    place: str
    confirmed_at: datetime | None
    calendar_url: str


def interview_out(interview: Interview, base_url: str) -> InterviewOut:
    """The wire form of an interview."""
    starts_at = interview.starts_at
    return InterviewOut.model_validate(
        {
            "id": interview.id,
            "state": interview.state,
            "times": [slot.starts_at.astimezone(LOCAL_ZONE) for slot in interview.slots],
            "starts_at": starts_at and starts_at.astimezone(LOCAL_ZONE),
            "minutes": interview.minutes,
            "place": interview.place,
            "confirmed_at": interview.confirmed_at,
            "calendar_url": calendar_url(interview, base_url),
        }
    )


def calendar_url(interview: Interview, base_url: str) -> str:
    """Where the interview's calendar file is."""
    return f"{base_url}/v1/interviews/{interview.calendar_token}.ics"
