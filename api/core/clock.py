"""Time is passed in: services take a `Clock`, tests give them one that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

LOCAL_ZONE = ZoneInfo("Europe/London")


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> str:
    """The ISO date on a United Kingdom calendar of a moment in UTC."""
    return moment.astimezone(LOCAL_ZONE).date().isoformat()
