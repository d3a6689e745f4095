"""Reminders and the escalation of guaranteed interviews nobody has answered, written into the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.entitlements.clock import Notice, next_notice
from api.referrals import repository
from api.referrals.moves import move

ACTOR = "rule:answer_clock"
_AT_ONCE = 200


def look(session: Session, now: datetime) -> int:
    """Say what each clock has to say today: half time, due today, overdue. Returns how many spoke.

    What is overdue goes to the coordinators. Looking again on the same day, or from several
    processes at once, says nothing twice.
    """
    today = local_day(now)
    said = 0
    for referral in repository.clock_has_something_to_say(session, today, _AT_ONCE):
        granted = referral.guaranteed_interview
        notice = next_notice(granted, today) if granted is not None else None
        if notice is None:
            continue
        if notice is Notice.OVERDUE:
            referral.needs_coordinator = True
        move(session, referral, notice, None, actor=ACTOR, now=now)
        said += 1
    return said
