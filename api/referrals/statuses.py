"""The life of a referral as one table: which event may follow which status.

An event's name is the status it leads to.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Where a referral stands."""

    AWAITING_REVIEW = "awaiting_review"
    STOPPED = "stopped"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    INTERVIEW_OFFERED = "interview_offered"
    INTERVIEW_BOOKED = "interview_booked"
    INTERVIEW_ATTENDED = "interview_attended"
    NO_SHOW = "no_show"
    OFFERED = "offered"
    STARTED = "started"
    SUSTAINED_13_WEEKS = "sustained_13_weeks"
    SUSTAINED_26_WEEKS = "sustained_26_weeks"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OBSOLETE = "obsolete"


class EventType(StrEnum):
    """What a recruiter reports."""

    ACKNOWLEDGED = "acknowledged"
    INTERVIEW_OFFERED = "interview_offered"
    INTERVIEW_BOOKED = "interview_booked"
    INTERVIEW_ATTENDED = "interview_attended"
    NO_SHOW = "no_show"
    OFFERED = "offered"
    STARTED = "started"
    SUSTAINED_13_WEEKS = "sustained_13_weeks"
    SUSTAINED_26_WEEKS = "sustained_26_weeks"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_E = EventType
_ENDINGS = (_E.DECLINED, _E.WITHDRAWN)

# Acknowledging may be left out. An offer without an interview is right for courses and volunteering,
# and for a job it is better than the interview. Who missed an interview may get another.
MOVES: Final[dict[Status, tuple[EventType, ...]]] = {
    Status.AWAITING_REVIEW: (),
    Status.STOPPED: (),
    Status.SENT: (_E.ACKNOWLEDGED, _E.INTERVIEW_OFFERED, _E.INTERVIEW_BOOKED, _E.OFFERED, *_ENDINGS),
    Status.ACKNOWLEDGED: (_E.INTERVIEW_OFFERED, _E.INTERVIEW_BOOKED, _E.OFFERED, *_ENDINGS),
    Status.INTERVIEW_OFFERED: (_E.INTERVIEW_BOOKED, _E.INTERVIEW_ATTENDED, _E.NO_SHOW, *_ENDINGS),
    Status.INTERVIEW_BOOKED: (_E.INTERVIEW_ATTENDED, _E.NO_SHOW, *_ENDINGS),
    Status.NO_SHOW: (_E.INTERVIEW_OFFERED, _E.INTERVIEW_BOOKED, *_ENDINGS),
    Status.INTERVIEW_ATTENDED: (_E.OFFERED, *_ENDINGS),
    Status.OFFERED: (_E.STARTED, *_ENDINGS),
    Status.STARTED: (_E.SUSTAINED_13_WEEKS, _E.SUSTAINED_26_WEEKS),
    Status.SUSTAINED_13_WEEKS: (_E.SUSTAINED_26_WEEKS,),
    Status.SUSTAINED_26_WEEKS: (),
    Status.DECLINED: (),
    Status.WITHDRAWN: (),
    Status.OBSOLETE: (),
}

# Still there so long after the first day: what the Department for Work and Pensions pays its providers by.
SUSTAINED_AFTER: Final = {
    _E.SUSTAINED_13_WEEKS: timedelta(weeks=13),
    _E.SUSTAINED_26_WEEKS: timedelta(weeks=26),
}

# Nobody waits for an answer any more.
FINAL: Final = frozenset(
    {
        Status.STARTED,
        Status.SUSTAINED_13_WEEKS,
        Status.SUSTAINED_26_WEEKS,
        Status.DECLINED,
        Status.WITHDRAWN,
        Status.STOPPED,
        Status.OBSOLETE,
    }
)

# A recruiter sees a referral from the day it is sent, and not when a coordinator stopped it.
HIDDEN_FROM_RECRUITERS: Final = frozenset({Status.AWAITING_REVIEW, Status.STOPPED})

# Refusing from here on is refusing the person after an interview, not the interview.
INTERVIEW_HELD: Final = frozenset({Status.INTERVIEW_ATTENDED, Status.OFFERED})


def possible_from(event: EventType, started_on: date | None) -> date | None:
    """The first day on which an event can be true; null when any day will do."""
    if event not in SUSTAINED_AFTER or started_on is None:
        return None
    return started_on + SUSTAINED_AFTER[event]


def allowed(status: Status, started_on: date | None, today: date) -> tuple[EventType, ...]:
    """The events a recruiter may report today."""
    return tuple(event for event in MOVES[status] if (possible_from(event, started_on) or today) <= today)
