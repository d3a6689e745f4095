"""What goes over the wire about a review."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.referrals.schemas import ReferralOut, referral_out
from api.referrals.views import ReferralView
from api.reviews.reasons import OverturnReason, StopReason, UpholdReason


class LogEntryOut(BaseModel):
    """One line of a referral's log."""

    model_config = ConfigDict(from_attributes=True)

    type: str
    reason_code: str | None
    note: str | None
    actor: str
    at: datetime


class ReviewItemOut(BaseModel):
    """A referral as a coordinator reads it.

    `attention` says what calls for an eye: `interview_refused`, `answer_overdue`, `contested`,
    `hired_elsewhere`. `candidate_id` is null once the candidate erased their data.
    """

    referral: ReferralOut
    candidate_id: str | None
    needs_coordinator: bool
    attention: list[str]
    log: list[LogEntryOut]


class ReviewQueueOut(BaseModel):
    """What waits for a coordinator, most urgent first."""

    items: list[ReviewItemOut]


class StopIn(BaseModel):
    """Why a referral is stopped."""

    model_config = ConfigDict(extra="forbid")

    reason_code: Annotated[
        str | None, Field(max_length=60, json_schema_extra={"examples": [str(code) for code in StopReason]})
    ] = None
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None


class RulingIn(BaseModel):
    """Whether the refusal of a guaranteed interview stands, and why."""

    model_config = ConfigDict(extra="forbid")

    ruling: Literal["upheld", "overturned"]
    reason_code: Annotated[
        str | None,
        Field(
            max_length=60,
            json_schema_extra={"examples": [*map(str, UpholdReason), *map(str, OverturnReason)]},
        ),
    ] = None
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None


def review_item(view: ReferralView) -> ReviewItemOut:
    """The wire form of a view, for coordinators."""
    return ReviewItemOut(
        referral=referral_out(view),
        candidate_id=view.candidate_id,
        needs_coordinator=view.needs_coordinator,
        attention=list(view.attention),
        log=[LogEntryOut.model_validate(entry) for entry in view.log],
    )
