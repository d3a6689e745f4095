"""Working days in a nation of the United Kingdom: Monday to Friday without its bank holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from api.entitlements.nations import DEFAULT, Nation

# Subdivisions of the `holidays` library. England and Wales share their bank holidays.
_SUBDIVISIONS: dict[Nation, str] = {"england_and_wales": "ENG", "scotland": "SCT", "northern_ireland": "NIR"}


@cache
def _bank_holidays(year: int, nation: Nation) -> frozenset[date]:
    """A nation's bank holidays, from the `holidays` library (its source: GOV.UK, UK bank holidays)."""
    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))


def is_working_day(day: date, nation: Nation = DEFAULT) -> bool:
    """Whether offices in the nation are open on `day`."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year, nation)


def add_working_days(start: date, count: int, nation: Nation = DEFAULT) -> date:
    """The `count`-th working day after `start` (1 or more); `start` itself does not count."""
    if count < 1:
        raise ValueError("count is at least 1")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, nation)
    return day
