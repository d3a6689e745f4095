"""The review queue over HTTP, for coordinators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.paging import NO_NUL
from api.reviews import service
from api.reviews.schemas import ReviewItemOut, ReviewQueueOut, StopIn, review_item
from api.staff.auth import Coordinator

router = APIRouter(prefix="/v1/coordinator", tags=["coordinator"])

ReferralId = Annotated[str, Path(max_length=80, pattern=NO_NUL)]


@router.get("/review-queue")
def read_queue(session: SessionDep, now: NowDep, _: Coordinator) -> ReviewQueueOut:
    """Referrals nobody has reviewed, and refused guaranteed interviews; most urgent first."""
    return ReviewQueueOut(items=[review_item(view) for view in service.queue(session, now=now)])


@router.post("/referrals/{referral_id}/approve")
def approve(
    referral_id: ReferralId, session: SessionDep, now: NowDep, principal: Coordinator
) -> ReviewItemOut:
    """Approve a referral; one that waited for it is sent now."""
    return review_item(service.approve(session, principal, referral_id, now=now))


@router.post("/referrals/{referral_id}/stop")
def stop(
    referral_id: ReferralId, why: StopIn, session: SessionDep, now: NowDep, principal: Coordinator
) -> ReviewItemOut:
    """Stop a referral: recruiters do not see it any more."""
    return review_item(
        service.stop(session, principal, referral_id, reason_code=why.reason_code, note=why.note, now=now)
    )
