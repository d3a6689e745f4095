"""The employer's clock counts working days in England."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.entitlements.nations import nation_of
from api.entitlements.working_days import add_working_days, is_working_day


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 6, 3), 5, date(2026, 6, 10)),  # over a weekend
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # from a Saturday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Good Friday and Easter Monday
        (date(2026, 4, 1), 5, date(2026, 4, 10)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day is a Saturday: Monday 28th instead
        (date(2026, 12, 23), 5, date(2027, 1, 4)),  # over New Year
        (date(2026, 8, 28), 1, date(2026, 9, 1)),  # August bank holiday
    ],
)
def test_weekends_and_bank_holidays_do_not_count(start: date, count: int, expected: date) -> None:
    assert add_working_days(start, count) == expected


def test_a_scottish_holiday_is_a_working_day_in_england() -> None:
    assert is_working_day(date(2026, 11, 30))
    assert is_working_day(date(2026, 1, 2))


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 30))
def test_the_day_found_is_a_working_day_with_as_many_before_it_as_promised(start: date, count: int) -> None:
    end = add_working_days(start, count)
    between = [start + timedelta(days=offset) for offset in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == count


def test_less_than_one_day_is_no_promise() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        add_working_days(date(2026, 6, 3), 0)


@pytest.mark.parametrize(
    ("outward_code", "nation"),
    [
        ("TA1", "england_and_wales"),
        ("CF10", "england_and_wales"),
        ("EH12", "scotland"),
        ("G1", "scotland"),
        ("GL50", "england_and_wales"),  # Gloucester, not Glasgow
        ("KT1", "england_and_wales"),
        ("ZE1", "scotland"),
        ("TD9", "scotland"),
        ("TD15", "england_and_wales"),  # Berwick-upon-Tweed
        ("bt9 ", "northern_ireland"),
        ("", "england_and_wales"),
        ("not a code", "england_and_wales"),
    ],
)
def test_the_nation_is_that_of_the_postcode(outward_code: str, nation: str) -> None:
    assert nation_of(outward_code) == nation


def test_each_nation_keeps_its_own_holidays() -> None:
    saint_patrick, saint_andrew, easter_monday = date(2026, 3, 17), date(2026, 11, 30), date(2026, 4, 6)
    assert is_working_day(saint_patrick, "scotland")
    assert not is_working_day(saint_patrick, "northern_ireland")
    assert not is_working_day(saint_andrew, "scotland")
    assert is_working_day(easter_monday, "scotland")
    assert not is_working_day(easter_monday, "northern_ireland")
