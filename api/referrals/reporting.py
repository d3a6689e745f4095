"""What a recruiter reports about a referral, checked against the table of moves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.entitlements import service as entitlements
from api.entitlements.models import GuaranteedInterview
from api.referrals import repository
from api.referrals.errors import (
    ChangedMeanwhile,
    IllegalMove,
    ReasonNotExpected,
    ReferralUnknown,
)
from api.referrals.moves import move
from api.referrals.refusals import DECLINE_REASONS, WITHDRAW_REASONS, check_reason
from api.referrals.statuses import INTERVIEW_HELD, EventType, Status, allowed
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
    ChangedMeanwhile
        It is not at `expected_version`, or someone else changed it in the same moment.
    IllegalMove
        The event cannot follow the status; the error lists those that can.
    ReasonNeeded, ReasonUnknown, ReasonNotExpected, NoteNeeded
        The reason does not fit the event.
    """
    referral = repository.find(session, principal, referral_id)
    if referral is None:
        raise ReferralUnknown
    if expected_version is not None and expected_version != referral.version:
        raise ChangedMeanwhile
    status = Status(referral.status)
    if event not in allowed(status):
        raise IllegalMove(extra={"referral_status": status, "allowed": list(allowed(status))})
    note = (note or "").strip() or None
    _check_reason(event, reason_code, note, local_day(now))
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
    return views(session, [referral], local_day(now))[0]


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
