"""What a recruiter reports about a referral, checked against the table of moves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.entitlements import service as entitlements
from api.entitlements.models import GuaranteedInterview
from api.referrals import hiring, repository
from api.referrals.errors import (
    ChangedMeanwhile,
    IllegalMove,
    NotSustainedYet,
    ReasonNotExpected,
    ReferralUnknown,
)
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.refusals import DECLINE_REASONS, WITHDRAW_REASONS, check_reason
from api.referrals.statuses import INTERVIEW_HELD, MOVES, EventType, Status, allowed, possible_from
from api.referrals.views import ReferralView, views
from api.staff.service import Principal

_GIVES_INTERVIEW = frozenset(
    {
        EventType.INTERVIEW_OFFERED,
        EventType.INTERVIEW_BOOKED,
        EventType.INTERVIEW_ATTENDED,
        EventType.OFFERED,
    }
)


def report(
    session: Session,
    principal: Principal,
    referral_id: str,
    event: EventType,
    *,
    now: datetime,
    reason_code: str | None = None,
    note: str | None = None,
    expected_version: int | None = None,
) -> ReferralView:
    """Write an event into a referral's log and move its status.

    A start makes the candidate's other referrals obsolete (`hiring.others_after`).

    Parameters
    ----------
    reason_code : str or None
        Needed for `declined`, possible for `withdrawn`, refused for all others.
    expected_version : int or None
        The version the caller has read; null when it does not matter to them.

    Raises
    ------
    ReferralUnknown
        It does not exist, or the principal may not see it.
    ReadOnly
        The principal may only read.
    ChangedMeanwhile
        It is not at `expected_version`, or someone else changed it in the same moment.
    IllegalMove
        The event cannot follow the status; the error lists those that can.
    NotSustainedYet
        It could, but not so soon after the start.
    ReasonNeeded, ReasonUnknown, ReasonNotExpected, NoteNeeded
        The reason does not fit the event.
    """
    referral = repository.find(session, principal, referral_id)
    if referral is None:
        raise ReferralUnknown
    principal.check_may_work()
    if expected_version is not None and expected_version != referral.version:
        raise ChangedMeanwhile
    status, today = Status(referral.status), local_day(now)
    _check_move(referral, event, today)
    note = (note or "").strip() or None
    _check_reason(event, reason_code, note, today)
    if event is EventType.STARTED:
        hiring.hold_others(session, referral)
        referral.started_on = today
    if referral.guaranteed_interview is not None:
        refused = _settle(referral.guaranteed_interview, event, status, now)
        referral.needs_coordinator = referral.needs_coordinator or refused
    move(
        session,
        referral,
        event,
        Status(event),
        actor=principal.actor,
        now=now,
        reason_code=reason_code,
        note=note,
    )
    if event is EventType.STARTED:
        hiring.others_after(session, referral, now)
    return views(session, [referral], today)[0]


def _check_move(referral: Referral, event: EventType, today: date) -> None:
    status = Status(referral.status)
    now_possible = allowed(status, referral.started_on, today)
    if event in now_possible:
        return
    extra = {"referral_status": status, "allowed": list(now_possible)}
    first_day = possible_from(event, referral.started_on)
    if event in MOVES[status] and first_day is not None:
        raise NotSustainedYet(extra={**extra, "possible_from": first_day.isoformat()})
    raise IllegalMove(extra=extra)


def _check_reason(event: EventType, reason_code: str | None, note: str | None, today: date) -> None:
    if event is EventType.DECLINED:
        check_reason(DECLINE_REASONS, reason_code, note, today)
    elif reason_code is None:
        return
    elif event is EventType.WITHDRAWN:
        check_reason(WITHDRAW_REASONS, reason_code, note, today)
    else:
        raise ReasonNotExpected


def _settle(granted: GuaranteedInterview, event: EventType, status: Status, now: datetime) -> bool:
    """Note the employer's answer to a guaranteed interview; whether it was refused."""
    if event in _GIVES_INTERVIEW:
        entitlements.settle(granted, "interview_offered", now)
    elif event is EventType.WITHDRAWN:
        entitlements.settle(granted, "withdrawn", now)
    elif event is EventType.DECLINED and status not in INTERVIEW_HELD:
        entitlements.settle(granted, "declined", now)
        return True
    return False
