"""Working days in England: Monday to Friday without bank holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England, from the `holidays` library (its source: GOV.UK, UK bank holidays)."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether offices in England are open on `day`."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day after `start` (1 or more); `start` itself does not count."""
    if count < 1:
        raise ValueError("count is at least 1")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
