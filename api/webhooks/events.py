"""The messages recruiters' systems get, by the Standard Webhooks convention: ``{type, timestamp, data}``.

They name what changed and hold nothing about the candidate: the address they go to is outside Ponte, may be a
queue or a log of a third party, and cannot be emptied when the candidate erases their data. Who may know more
reads ``GET /v1/referrals/{referral_id}`` with a key, and is asked at that moment whether they still may.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.referrals.announcements import Announcement
from api.referrals.statuses import Status

EventType = Announcement
TEST = "webhook.test"


class DeliveryState(StrEnum):
    """Whether a message still is to arrive, has arrived, or will not unless it is sent again."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class ReferralChange(BaseModel):
    """What happened to which referral.

    `status` and `version` are those right after the event. Messages may overtake each other: the higher
    `version` is the later one.
    """

    model_config = ConfigDict(extra="ignore")

    referral_id: str = Field(examples=["ref_9f2c01d4a7b3e58866d0c2aa"])
    reference: str = Field(examples=["P-7K4M-2XQD"])
    opportunity_id: str
    status: Status = Field(examples=["interview_booked"])
    version: int
    event: str = Field(examples=["interview_booked"])


class InterviewChange(ReferralChange):
    """What happened to which guaranteed interview, and the day by which the employer answers."""

    respond_by: date


class ReferralMessage(BaseModel):
    """A referral was sent to you, changed, or was withdrawn."""

    type: Literal["referral.sent", "referral.updated", "referral.withdrawn"]
    timestamp: datetime
    data: ReferralChange


class InterviewMessage(BaseModel):
    """A guaranteed interview was granted, must be answered soon, or should have been answered."""

    type: Literal[
        "guaranteed_interview.granted", "guaranteed_interview.due_soon", "guaranteed_interview.overdue"
    ]
    timestamp: datetime
    data: InterviewChange


class WebhookTestMessage(BaseModel):
    """You asked for this to see whether it arrives."""

    type: Literal["webhook.test"] = "webhook.test"
    timestamp: datetime
    data: dict[str, str] = Field(examples=[{"webhook_id": "whe_3b1f00c29d7e44a1b6a8f1d2"}])


def body_of(told: dict[str, object]) -> str:
    """The text of the message about something announced (`api.referrals.announcements`)."""
    content = {"type": told["type"], "timestamp": told["at"], "data": told}
    interview = str(told["type"]).startswith("guaranteed_interview.")
    return (InterviewMessage if interview else ReferralMessage).model_validate(content).model_dump_json()
