"""Whatever day the region is loaded, its dates lie around that day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest

from api.cli.demo.dating import Dated, dated
from api.cli.demo.entries import OpportunityEntry
from api.cli.demo.reading import Region, read_region
from matcher.records import OpportunityType

# A leap day, both changes of the clocks, both sides of a year's end, a Monday and a Sunday.
LOADING_DAYS = [
    date(2021, 7, 14),
    date(2024, 2, 29),
    date(2025, 3, 30),
    date(2025, 10, 26),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 6, 1),
    date(2026, 6, 7),
]


@pytest.fixture(scope="module")
def somerset() -> Region:
    return read_region("somerset")


def _dated(region: Region, day: date, *types: str) -> list[tuple[OpportunityEntry, Dated]]:
    return [
        (entry, one) for _, entry in region.opportunities if entry.type in types for one in dated(entry, day)
    ]


@pytest.mark.parametrize("day", LOADING_DAYS, ids=str)
def test_dates_lie_around_the_day_of_loading(somerset: Region, day: date) -> None:
    for event in somerset.events:
        assert event.first_in_days < 0 < event.last_in_days
    everything = _dated(somerset, day, *get_args(OpportunityType))
    for entry, one in everything:
        assert day - timedelta(days=60) <= one.posted_on <= day, one.id
        if one.starts_on is not None:
            assert one.starts_on.weekday() == 0, one.id
            assert abs(one.starts_on - day) <= timedelta(days=150), one.id
        if one.closes_on is not None and one.starts_on is not None:
            assert one.posted_on <= one.closes_on <= one.starts_on, one.id
        if one.ends_on is not None and one.starts_on is not None:
            assert entry.intakes is not None
            assert (one.ends_on - one.starts_on).days == entry.intakes.length_weeks * 7 - 3
    assert len({one.id for _, one in everything}) == len(everything)


@pytest.mark.parametrize("day", LOADING_DAYS, ids=str)
def test_there_are_intakes_past_soon_and_later_some_full(somerset: Region, day: date) -> None:
    intakes = [
        one for _, one in _dated(somerset, day, "swap", "prepare_to_care", "esol", "vaccinator_training")
    ]
    starts = [one.starts_on for one in intakes if one.starts_on is not None]
    coming = [one for one in intakes if one.closes_on is not None and one.closes_on >= day]

    assert any(start < day for start in starts)
    assert any(day <= start <= day + timedelta(days=14) for start in starts)
    assert any(start > day + timedelta(days=28) for start in starts)
    assert any(one.places_taken == one.places for one in coming)
    assert any(one.places_taken < one.places for one in coming)


@pytest.mark.parametrize("day", LOADING_DAYS, ids=str)
def test_an_academy_in_taunton_starts_every_week(somerset: Region, day: date) -> None:
    starts = sorted(
        one.starts_on
        for entry, one in _dated(somerset, day, "swap")
        if entry.id == "swap-taunton" and one.starts_on is not None
    )

    assert {later - earlier for earlier, later in pairwise(starts)} == {timedelta(days=7)}
    assert starts[0] < day <= starts[-1]


@pytest.mark.parametrize("day", LOADING_DAYS, ids=str)
@pytest.mark.parametrize(
    ("level", "town"), [("A2", "Chard"), ("B1", "Chard"), ("B1", "Taunton"), ("B2", "Yeovil")]
)
def test_an_english_course_with_places_starts_within_ten_weeks(
    somerset: Region, day: date, level: str, town: str
) -> None:
    courses = [
        one
        for entry, one in _dated(somerset, day, "esol")
        if entry.esol_level == level and entry.place == town and one.places_taken < one.places
    ]

    assert any(
        one.closes_on is not None and day <= one.closes_on <= day + timedelta(weeks=10) for one in courses
    )
