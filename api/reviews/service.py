"""Coordinators look at each referral: before it is sent, or afterwards under a standing approval."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.entitlements import service as entitlements
from api.referrals import repository
from api.referrals.errors import ReferralUnknown
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.refusals import check_reason
from api.referrals.statuses import FINAL, Status
from api.referrals.views import ReferralView, views
from api.reviews.errors import AlreadyReviewed, CannotStop
from api.reviews.reasons import STOP_REASONS
from api.staff.service import Principal


def queue(session: Session, *, now: datetime) -> list[ReferralView]:
    """What waits for a coordinator, most urgent first.

    First refused guaranteed interviews, then those not sent yet, then the rest; within each the one
    whose employer must answer soonest, then the longest waiting.
    """
    return sorted(views(session, repository.awaiting_coordinator(session), local_day(now)), key=_urgency)


def _urgency(view: ReferralView) -> tuple[bool, bool, date, datetime]:
    interview = view.guaranteed_interview
    return (
        not view.needs_coordinator,
        view.status is not Status.AWAITING_REVIEW,
        interview.respond_by if interview else date.max,
        view.created_at,
    )


def _found(session: Session, principal: Principal, referral_id: str) -> Referral:
    referral = repository.find(session, principal, referral_id)
    if referral is None:
        raise ReferralUnknown
    return referral


def approve(session: Session, principal: Principal, referral_id: str, *, now: datetime) -> ReferralView:
    """Approve a referral; one that waited is sent, and the employer's clock starts now.

    A refused guaranteed interview leaves the queue: the coordinator has taken note of the reason.

    Raises
    ------
    ReferralUnknown
        It does not exist.
    AlreadyReviewed
        It waits for nobody (any more).
    ChangedMeanwhile
        Someone else changed it in the same moment.
    """
    referral = _found(session, principal, referral_id)
    waits = referral.reviewed_at is None and referral.status not in FINAL
    if not waits and not referral.needs_coordinator:
        raise AlreadyReviewed
    event = "refusal_noted" if referral.needs_coordinator else "approved"
    sends = referral.status == Status.AWAITING_REVIEW
    if sends and referral.guaranteed_interview is not None:
        entitlements.start_clock(referral.guaranteed_interview, now)
    _mark(referral, principal, now)
    move(session, referral, event, Status.SENT if sends else None, actor=principal.actor, now=now)
    return views(session, [referral], local_day(now))[0]


def stop(
    session: Session,
    principal: Principal,
    referral_id: str,
    *,
    reason_code: str | None,
    note: str | None,
    now: datetime,
) -> ReferralView:
    """Stop a referral: recruiters do not see it any more.

    Raises
    ------
    ReferralUnknown
        It does not exist.
    CannotStop
        It has ended.
    ReasonNeeded, ReasonUnknown, NoteNeeded
        The reason is missing or does not fit.
    ChangedMeanwhile
        Someone else changed it in the same moment.
    """
    referral = _found(session, principal, referral_id)
    if referral.status in FINAL:
        raise CannotStop
    note = (note or "").strip() or None
    check_reason(STOP_REASONS, reason_code, note, local_day(now))
    if referral.guaranteed_interview is not None:
        entitlements.settle(referral.guaranteed_interview, "stopped", now)
    _mark(referral, principal, now)
    move(
        session,
        referral,
        "stopped",
        Status.STOPPED,
        actor=principal.actor,
        now=now,
        reason_code=reason_code,
        note=note,
    )
    return views(session, [referral], local_day(now))[0]


def _mark(referral: Referral, principal: Principal, now: datetime) -> None:
    referral.reviewed_at = now
    referral.reviewed_by_id = principal.user_id
    referral.needs_coordinator = False
