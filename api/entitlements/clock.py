"""The employer's clock: until when it answers, when it is reminded, and how the promise ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, cast

from api.core.clock import local_day
from api.entitlements.models import GuaranteedInterview
from api.entitlements.nations import Nation
from api.entitlements.working_days import add_working_days

Outcome = Literal["interview_offered", "declined", "withdrawn", "stopped", "obsolete"]

# Only these are the employer's own answer; the others end the promise without one.
_ANSWERS = frozenset({"interview_offered", "declined"})


class Notice(StrEnum):
    """What the clock has to say; the name is that of the event in the referral's log."""

    HALF_TIME = "answer_half_time"
    DUE = "answer_due"
    OVERDUE = "answer_overdue"


def first_respond_by(today: date, working_days: int, nation: str) -> date:
    """The day until which a promise made today is answered."""
    return add_working_days(today, working_days, cast(Nation, nation))


def start_clock(granted: GuaranteedInterview, now: datetime) -> None:
    """Count the employer's working days from `now`: until a referral is sent, it cannot answer.

    Half time is the working day by which half of them, rounded up, are over; a promise of one day
    has none.
    """
    today = local_day(now)
    days = int(granted.evidence["signup"]["respond_within_working_days"])
    granted.clock_started_on = today
    granted.respond_by = first_respond_by(today, days, granted.nation)
    granted.next_look_on = first_respond_by(today, (days + 1) // 2, granted.nation)


def next_notice(granted: GuaranteedInterview, today: date) -> Notice | None:
    """What there is to say today, once; the clock then waits for its next day.

    Days on which nobody looked are not made up for: only the latest is said.
    """
    if granted.outcome is not None or granted.next_look_on is None or today < granted.next_look_on:
        return None
    if today > granted.respond_by:
        granted.next_look_on = None
        return Notice.OVERDUE
    if today == granted.respond_by:
        granted.next_look_on = granted.respond_by + timedelta(days=1)
        return Notice.DUE
    granted.next_look_on = granted.respond_by
    return Notice.HALF_TIME


def settle(granted: GuaranteedInterview, outcome: Outcome, now: datetime) -> None:
    """Note how the promise ended. The first outcome stays, but a declined interview is not an offered one."""
    if granted.outcome is None or outcome == "declined":
        granted.outcome = outcome
    if outcome == "declined":
        granted.ruling = None
    if granted.responded_at is None and outcome in _ANSWERS:
        granted.responded_at = now
        granted.responded_on = local_day(now)
    granted.next_look_on = None


def rule_on_refusal(
    granted: GuaranteedInterview, ruling: Literal["upheld", "overturned"], now: datetime
) -> None:
    """Note what a coordinator made of a refusal; an overturned one starts the clock anew."""
    granted.ruling = ruling
    granted.ruled_at = now
    if ruling == "overturned":
        granted.outcome = None
        granted.responded_at = None
        granted.responded_on = None
        start_clock(granted, now)


def is_overdue(granted: GuaranteedInterview, today: date) -> bool:
    """Whether the employer should have answered by now and has not."""
    return granted.outcome is None and granted.clock_started_on is not None and granted.respond_by < today
