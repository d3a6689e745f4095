"""Time is passed in: services take a `Clock`, tests give them one that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

Clock = Callable[[], datetime]

LOCAL_ZONE = ZoneInfo("Europe/London")


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> str:
    """The ISO date on a United Kingdom calendar of a moment in UTC."""
    return moment.astimezone(LOCAL_ZONE).date().isoformat()


def local_day(moment: datetime) -> date:
    """The day on a United Kingdom calendar of a moment in UTC."""
    return moment.astimezone(LOCAL_ZONE).date()


def start_of_day(day: date) -> datetime:
    """The first moment in UTC of a day on a United Kingdom calendar."""
    return datetime.combine(day, time.min, LOCAL_ZONE).astimezone(UTC)


def _request_moment(request: Request) -> datetime:
    clock: Clock = request.app.state.clock
    return clock()


# One moment for a whole request: every part of it dates the same event alike.
NowDep = Annotated[datetime, Depends(_request_moment)]
