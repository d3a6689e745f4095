"""What goes over the wire about a referral."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.opportunities.checks import CheckKind
from api.opportunities.schemas import EnglishOut, HoursOut, OpportunityOut
from api.referrals import examples
from api.referrals.checks import CheckState
from api.referrals.refusals import DeclineReason, WithdrawReason
from api.referrals.statuses import EventType, Status
from api.referrals.views import InterviewView, ReferralView


class ContactOut(BaseModel):
    """How to reach the candidate."""

    phone: str | None
    email: str | None


class HomeOut(BaseModel):
    """The town and the first half of the postcode; never a street."""

    place: str | None
    outward_code: str


class SkillOut(BaseModel):
    """A skill in English, and the candidate's own words for it."""

    id: str
    label: str
    source_text: str


class TravelOut(BaseModel):
    """Ways to get to work, and the longest journey in minutes."""

    modes: list[str] | None
    max_minutes: int | None


class CandidateOut(BaseModel):
    """What the candidate agreed to share. A field is null when they did not answer.

    `right_to_work` is the candidate's own answer; the employer checks it.
    """

    first_name: str | None
    contact: ContactOut
    language: str
    home: HomeOut | None
    skills: list[SkillOut]
    english: EnglishOut
    right_to_work: Literal["yes", "no", "unsure"] | None
    hours: HoursOut | None
    shifts: list[str] | None
    can_drive: bool | None
    travel: TravelOut


class GuaranteedInterviewOut(BaseModel):
    """Whether the candidate is entitled to an interview, by which rule, and until when to answer.

    `route` and `rule` are null where the candidate did not agree that you learn them.
    """

    entitled: bool
    route: str | None = None
    rule: str | None = None
    granted_at: datetime | None = None
    respond_by: date | None = None
    responded_at: datetime | None = None
    outcome: Literal["interview_offered", "declined", "withdrawn", "stopped", "obsolete"] | None = None
    overdue: bool = False
    ruling: Annotated[
        Literal["upheld", "overturned"] | None,
        Field(description="What a coordinator made of a refusal."),
    ] = None


class ReasonOut(BaseModel):
    """Why the opportunity fits, or what is still missing, in English."""

    model_config = ConfigDict(extra="ignore")

    code: str
    text: str


class ReviewOut(BaseModel):
    """Whether a coordinator has looked at the referral."""

    state: Literal["pending", "approved"]
    reviewed_at: datetime | None


class CheckOut(BaseModel):
    """A check before the first day at work. No document and no number of one is kept here."""

    model_config = ConfigDict(from_attributes=True)

    kind: CheckKind
    level: Annotated[str | None, Field(description="Of a criminal record check.", examples=["enhanced"])]
    paid_by: Literal["employer", "candidate"] | None
    state: CheckState
    changed_at: datetime | None


class CheckIn(BaseModel):
    """How far a check is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.CHECK]})

    state: CheckState


class ReferralOut(BaseModel):
    """A referral as its recruiter reads it. `candidate` is null once they erased their data."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.REFERRAL]})

    id: str
    reference: str
    status: Status
    version: int
    created_at: datetime
    updated_at: datetime
    opportunity: OpportunityOut
    candidate: CandidateOut | None
    guaranteed_interview: GuaranteedInterviewOut
    reasons: list[ReasonOut]
    gaps: list[ReasonOut]
    review: ReviewOut
    allowed_events: list[EventType]
    checks: list[CheckOut]
    demo: bool


class ReferralPageOut(BaseModel):
    """One page of referrals, the longest unchanged first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PAGE]})

    items: list[ReferralOut]
    next_cursor: str | None


_REASON_CODES: list[Any] = [
    *DeclineReason,
    *(code for code in WithdrawReason if code not in [*DeclineReason]),
]


class EventIn(BaseModel):
    """Something that happened. `declined` needs a reason."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [*examples.EVENTS]})

    type: EventType
    reason_code: Annotated[
        str | None,
        Field(max_length=60, json_schema_extra={"examples": [str(code) for code in _REASON_CODES]}),
    ] = None
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None


def _interview_out(view: InterviewView | None) -> GuaranteedInterviewOut:
    if view is None:
        return GuaranteedInterviewOut(entitled=False)
    return GuaranteedInterviewOut.model_validate(
        {
            "entitled": True,
            "route": view.route,
            "rule": view.rule,
            "granted_at": view.granted_at,
            "respond_by": view.respond_by,
            "responded_at": view.responded_at,
            "outcome": view.outcome,
            "overdue": view.overdue,
            "ruling": view.ruling,
        }
    )


def referral_out(view: ReferralView) -> ReferralOut:
    """The wire form of a view."""
    reviewed = view.reviewed_at is not None
    return ReferralOut(
        id=view.id,
        reference=view.reference,
        status=view.status,
        version=view.version,
        created_at=view.created_at,
        updated_at=view.updated_at,
        opportunity=view.opportunity,
        candidate=None if view.candidate is None else CandidateOut.model_validate(view.candidate),
        guaranteed_interview=_interview_out(view.guaranteed_interview),
        reasons=[ReasonOut.model_validate(reason) for reason in view.reasons],
        gaps=[ReasonOut.model_validate(gap) for gap in view.gaps],
        review=ReviewOut(state="approved" if reviewed else "pending", reviewed_at=view.reviewed_at),
        allowed_events=list(view.allowed),
        checks=[CheckOut.model_validate(check) for check in view.checks],
        demo=view.demo,
    )
