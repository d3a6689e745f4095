"""What goes over the wire about a review."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.referrals.schemas import ReferralOut, referral_out
from api.referrals.views import ReferralView
from api.reviews.reasons import StopReason


class LogEntryOut(BaseModel):
    """One line of a referral's log."""

    model_config = ConfigDict(from_attributes=True)

    type: str
    reason_code: str | None
    note: str | None
    actor: str
    at: datetime


class ReviewItemOut(BaseModel):
    """A referral as a coordinator reads it."""

    referral: ReferralOut
    needs_coordinator: bool
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


def review_item(view: ReferralView) -> ReviewItemOut:
    """The wire form of a view, for coordinators."""
    return ReviewItemOut(
        referral=referral_out(view),
        needs_coordinator=view.needs_coordinator,
        log=[LogEntryOut.model_validate(entry) for entry in view.log],
    )
