"""The review queue over HTTP, for coordinators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.paging import NO_NUL
from api.core.problems import refusals
from api.referrals.errors import ChangedMeanwhile, NoteNeeded, ReasonNeeded, ReasonUnknown, ReferralUnknown
from api.reviews import rulings, service
from api.reviews.errors import (
    AlreadyReviewed,
    CannotOverturn,
    CannotStop,
    NotEntitled,
    NothingToRule,
    RulingNeeded,
)
from api.reviews.schemas import ReviewItemOut, ReviewQueueOut, RulingIn, StopIn, review_item
from api.staff.auth import Coordinator

router = APIRouter(prefix="/v1/coordinator", tags=["coordinator"])

ReferralId = Annotated[str, Path(max_length=80, pattern=NO_NUL)]


@router.get("/review-queue")
def read_queue(session: SessionDep, now: NowDep, _: Coordinator) -> ReviewQueueOut:
    """Referrals nobody has reviewed, and those that call for attention; most urgent first."""
    return ReviewQueueOut(items=[review_item(view) for view in service.queue(session, now=now)])


@router.get("/referrals/{referral_id}", responses=refusals(ReferralUnknown))
def read_referral(
    referral_id: ReferralId, session: SessionDep, now: NowDep, principal: Coordinator
) -> ReviewItemOut:
    """One referral with its log, by its id or its reference, such as `P-7K4M-2XQD`."""
    return review_item(service.read(session, principal, referral_id, now=now))


@router.post(
    "/referrals/{referral_id}/approve",
    responses=refusals(ReferralUnknown, AlreadyReviewed, RulingNeeded, ChangedMeanwhile),
)
def approve(
    referral_id: ReferralId, session: SessionDep, now: NowDep, principal: Coordinator
) -> ReviewItemOut:
    """Approve a referral; one that waited for it is sent now."""
    return review_item(service.approve(session, principal, referral_id, now=now))


@router.post(
    "/referrals/{referral_id}/stop",
    responses=refusals(
        ReferralUnknown, CannotStop, ChangedMeanwhile, ReasonNeeded, ReasonUnknown, NoteNeeded
    ),
)
def stop(
    referral_id: ReferralId, why: StopIn, session: SessionDep, now: NowDep, principal: Coordinator
) -> ReviewItemOut:
    """Stop a referral: recruiters do not see it any more."""
    return review_item(
        service.stop(session, principal, referral_id, reason_code=why.reason_code, note=why.note, now=now)
    )


@router.post(
    "/referrals/{referral_id}/ruling",
    responses=refusals(
        ReferralUnknown,
        NothingToRule,
        CannotOverturn,
        ChangedMeanwhile,
        ReasonNeeded,
        ReasonUnknown,
        NoteNeeded,
    ),
)
def rule(
    referral_id: ReferralId, ruling: RulingIn, session: SessionDep, now: NowDep, principal: Coordinator
) -> ReviewItemOut:
    """Decide about a refused guaranteed interview; overturned, the employer must answer again."""
    return review_item(
        rulings.rule(
            session,
            principal,
            referral_id,
            ruling.ruling,
            reason_code=ruling.reason_code,
            note=ruling.note,
            now=now,
        )
    )


@router.post(
    "/referrals/{referral_id}/entitlement",
    responses=refusals(ReferralUnknown, NotEntitled, ChangedMeanwhile),
)
def grant_now(
    referral_id: ReferralId, session: SessionDep, now: NowDep, principal: Coordinator
) -> ReviewItemOut:
    """Ask the rules again whether an interview is guaranteed, by what is recorded today."""
    return review_item(rulings.grant_now(session, principal, referral_id, now=now))
