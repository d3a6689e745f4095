"""What a candidate can do about the guaranteed interview from their chat: see it, contest, opt in and out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy.orm import Session

from api.candidates.service import ConsentMissing
from api.chat import errors
from api.chat.endpoints import Owner
from api.chat.models import ChatSession
from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.i18n import translate
from api.core.paging import NO_NUL
from api.core.problems import refusals
from api.entitlements import opting_in
from api.referrals import contesting
from api.referrals import service as referrals
from api.referrals.contesting import Matter
from api.referrals.errors import ChangedMeanwhile, ContestDecided, NothingToContest, ReferralUnknown
from api.referrals.statuses import Status
from api.referrals.views import ReferralView

router = APIRouter(prefix="/v1/chat/sessions/{session_id}", tags=["chat"])

ReferralId = Annotated[str, Path(max_length=80, pattern=NO_NUL)]


class PromiseOut(BaseModel):
    """An interview the candidate is promised."""

    respond_by: date
    responded_at: datetime | None
    outcome: str | None
    overdue: bool


class OwnReferralOut(BaseModel):
    """A referral as its candidate sees it. `can_contest` names what they can contest now; null when nothing."""

    id: str
    reference: str
    title: str
    employer: str
    status: Status
    guaranteed_interview: PromiseOut | None
    can_contest: Matter | None
    contest_open: bool


class OwnReferrals(BaseModel):
    """A candidate's referrals, the newest first."""

    items: list[OwnReferralOut]


class ContestIn(BaseModel):
    """What the candidate says about it, in their own words, if they wish."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, StringConstraints(max_length=1000, pattern=NO_NUL)] | None = None


class OptInIn(BaseModel):
    """The answers to the two questions. `show_route`: whether an employer may see the scheme."""

    model_config = ConfigDict(extra="forbid")

    show_route: bool


class OptInOut(BaseModel):
    """Whether the candidate opted in, and the two questions in their language."""

    opted_in: bool
    show_route: bool | None
    question: str
    question_show_route: str


def _chat(session: Session, session_id: str) -> ChatSession:
    chat = session.get(ChatSession, session_id)
    if chat is None:
        raise errors.SessionUnknown
    return chat


def _candidate_id(session: Session, session_id: str) -> str:
    candidate_id = _chat(session, session_id).candidate_id
    if candidate_id is None:
        raise ConsentMissing
    return candidate_id


@router.get("/entitlements")
def read_entitlements(session_id: Owner, session: SessionDep, now: NowDep) -> OwnReferrals:
    """The candidate's referrals with the interviews they are promised."""
    candidate_id = _chat(session, session_id).candidate_id
    found = referrals.of_candidate(session, candidate_id, now=now) if candidate_id else []
    return OwnReferrals(items=[_own(view) for view in found])


@router.post(
    "/referrals/{referral_id}/contest",
    responses=refusals(ConsentMissing, ReferralUnknown, NothingToContest, ContestDecided, ChangedMeanwhile),
)
def contest(
    session_id: Owner, referral_id: ReferralId, said: ContestIn, session: SessionDep, now: NowDep
) -> OwnReferralOut:
    """Ask a coordinator to look at an interview that was refused, not answered in time, or not promised."""
    candidate_id = _candidate_id(session, session_id)
    return _own(contesting.contest(session, candidate_id, referral_id, note=said.note, now=now))


@router.get("/disability-confident")
def read_opt_in(session_id: Owner, session: SessionDep) -> OptInOut:
    """Whether the candidate uses the Disability Confident scheme, and how to ask them."""
    return _opt_in(session, _chat(session, session_id))


@router.put("/disability-confident", responses=refusals(ConsentMissing))
def opt_in(session_id: Owner, answer: OptInIn, session: SessionDep, now: NowDep) -> OptInOut:
    """Opt in to the Disability Confident scheme, for referrals from now on."""
    candidate_id = _candidate_id(session, session_id)
    opting_in.opted_in(session, candidate_id, show_route=answer.show_route, now=now)
    return _opt_in(session, _chat(session, session_id))


@router.delete("/disability-confident", status_code=204)
def opt_out(session_id: Owner, session: SessionDep) -> None:
    """Opt out. Nothing of it is kept; interviews that were promised stay promised."""
    candidate_id = _chat(session, session_id).candidate_id
    if candidate_id is not None:
        opting_in.opt_out(session, candidate_id)


def _own(view: ReferralView) -> OwnReferralOut:
    interview = view.guaranteed_interview
    return OwnReferralOut(
        id=view.id,
        reference=view.reference,
        title=view.opportunity.title,
        employer=view.opportunity.employer,
        status=view.status,
        guaranteed_interview=None
        if interview is None
        else PromiseOut(
            respond_by=interview.respond_by,
            responded_at=interview.responded_at,
            outcome=interview.outcome,
            overdue=interview.overdue,
        ),
        can_contest=contesting.matter(view) if contesting.can_contest(view) else None,
        contest_open=contesting.is_open(view),
    )


def _opt_in(session: Session, chat: ChatSession) -> OptInOut:
    language = chat.language or "en"
    row = opting_in.opt_in(session, chat.candidate_id) if chat.candidate_id else None
    return OptInOut(
        opted_in=row is not None,
        show_route=row.show_route if row else None,
        question=translate(opting_in.WANTED, language),
        question_show_route=translate(opting_in.SHOWN, language),
    )
