"""Coordinators look at each referral: before it is sent, or afterwards under a standing approval."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.entitlements import service as entitlements
from api.referrals import repository
from api.referrals import service as referrals
from api.referrals.errors import ReferralUnknown
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.refusals import check_reason
from api.referrals.statuses import FINAL, Status
from api.referrals.views import ReferralView, views
from api.reviews.errors import AlreadyReviewed, CannotStop, RulingNeeded
from api.reviews.reasons import STOP_REASONS
from api.staff.service import Principal


def queue(session: Session, *, now: datetime) -> list[ReferralView]:
    """What waits for a coordinator, most urgent first.

    First what calls for attention, such as a refused guaranteed interview, then those not sent yet,
    then the rest; within each the one whose employer must answer soonest, then the longest waiting.
    """
    waiting = repository.awaiting_coordinator(session)
    return sorted(views(session, waiting, local_day(now), for_coordinator=True), key=_urgency)


def read(session: Session, principal: Principal, id_or_reference: str, *, now: datetime) -> ReferralView:
    """One referral by its id or the reference people know, as coordinators read it.

    Raises
    ------
    ReferralUnknown
        There is none.
    """
    referral = repository.find(session, principal, id_or_reference) or repository.by_reference(
        session, id_or_reference
    )
    if referral is None:
        raise ReferralUnknown
    return view(session, referral, now)


def _urgency(view: ReferralView) -> tuple[bool, bool, date, datetime]:
    interview = view.guaranteed_interview
    return (
        not view.needs_coordinator,
        view.status is not Status.AWAITING_REVIEW,
        interview.respond_by if interview else date.max,
        view.created_at,
    )


def found(session: Session, principal: Principal, referral_id: str) -> Referral:
    """The referral.

    Raises
    ------
    ReferralUnknown
        It does not exist.
    """
    referral = repository.find(session, principal, referral_id)
    if referral is None:
        raise ReferralUnknown
    return referral


def approve(session: Session, principal: Principal, referral_id: str, *, now: datetime) -> ReferralView:
    """Approve a referral; one that waited is sent, and the employer's clock starts now.

    What called for attention leaves the queue: the coordinator has taken note of it.

    Raises
    ------
    ReferralUnknown
        It does not exist.
    AlreadyReviewed
        It waits for nobody (any more).
    RulingNeeded
        A guaranteed interview was refused: noting that is not enough.
    ChangedMeanwhile
        Someone else changed it in the same moment.
    """
    referral = found(session, principal, referral_id)
    waits = referral.reviewed_at is None and referral.status not in FINAL
    if not waits and not referral.needs_coordinator:
        raise AlreadyReviewed
    if needs_ruling(referral):
        raise RulingNeeded
    noted = referral.needs_coordinator
    mark(referral, principal, now)
    if referral.status == Status.AWAITING_REVIEW:
        referrals.send(session, referral, actor=principal.actor, now=now)
    else:
        move(session, referral, "noted" if noted else "approved", None, actor=principal.actor, now=now)
    return view(session, referral, now)


def needs_ruling(referral: Referral) -> bool:
    """Whether a refused guaranteed interview waits for a coordinator's decision."""
    granted = referral.guaranteed_interview
    return referral.needs_coordinator and granted is not None and granted.outcome == "declined"


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
    referral = found(session, principal, referral_id)
    if referral.status in FINAL:
        raise CannotStop
    note = (note or "").strip() or None
    check_reason(STOP_REASONS, reason_code, note, local_day(now))
    if referral.guaranteed_interview is not None:
        entitlements.settle(referral.guaranteed_interview, "stopped", now)
    mark(referral, principal, now)
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
    return view(session, referral, now)


def view(session: Session, referral: Referral, now: datetime) -> ReferralView:
    """A referral as coordinators read it."""
    return views(session, [referral], local_day(now), for_coordinator=True)[0]


def mark(referral: Referral, principal: Principal, now: datetime) -> None:
    """Note that a coordinator has looked; nothing calls for attention any more."""
    referral.reviewed_at = now
    referral.reviewed_by_id = principal.user_id
    referral.needs_coordinator = False
