"""How long the way to work is said to take, and when a bus may not run."""

from __future__ import annotations

from datetime import time
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Market, travel
from matcher.geography import distance_km, distances_km
from matcher.journeys import Journeys
from matcher.records import TravelMode
from tests.factories.matching import BRIDGWATER, MINEHEAD, TAUNTON, a_candidate, an_opportunity

MODES = get_args(TravelMode)


@pytest.mark.parametrize(
    ("mode", "km", "least", "most"),
    [
        ("walk", 1, 10, 20),
        ("cycle", 5, 20, 32),
        ("bus", 16, 50, 75),
        ("train", 30, 55, 90),
        ("car", 16, 22, 35),
        ("lift", 16, 22, 38),
    ],
)
def test_a_way_takes_about_as_long_as_people_there_would_say(
    mode: TravelMode, km: float, least: int, most: int
) -> None:
    assert least <= travel.minutes(km, mode) <= most


@pytest.mark.parametrize("km", [2, 8, 20, 40])
def test_a_rural_bus_is_slower_than_a_car(km: float) -> None:
    assert travel.minutes(km, "bus") > travel.minutes(km, "car")


@given(st.floats(0, 500), st.floats(0, 500), st.sampled_from(MODES))
@settings(deadline=None)
def test_a_longer_way_never_takes_less_time(a: float, b: float, mode: TravelMode) -> None:
    near, far = sorted((a, b))
    assert travel.minutes(near, mode) <= travel.minutes(far, mode)


def test_the_quickest_of_the_ways_someone_has_is_taken() -> None:
    market = Market([an_opportunity(place=TAUNTON), an_opportunity("here")])
    both = Journeys.of(a_candidate(travel_modes=frozenset({"walk", "bus"})), market)
    assert sorted(both.to(place)[2] or "" for place in (0, 1)) == ["bus", "walk"]
    nothing = Journeys.of(a_candidate(travel_modes=frozenset()), market)
    assert [nothing.to(place)[1:] for place in (0, 1)] == [(None, None)] * 2


def test_one_distance_is_the_same_alone_and_among_many() -> None:
    lat, lon = np.array([TAUNTON.lat, MINEHEAD.lat]), np.array([TAUNTON.lon, MINEHEAD.lon])
    together = distances_km(BRIDGWATER, lat, lon)
    assert together == pytest.approx([distance_km(BRIDGWATER, TAUNTON), distance_km(BRIDGWATER, MINEHEAD)])


@pytest.mark.parametrize(
    ("start", "shifts", "warned"),
    [
        (time(6, 0), {"early"}, True),
        (time(7, 0), {"early"}, True),
        (time(9, 0), {"day"}, False),
        (None, {"night"}, True),
        (None, {"day"}, False),
        (None, {"day", "night"}, False),
        (time(9, 0), {"weekend"}, True),
        (None, set(), False),
    ],
)
def test_an_early_a_night_and_a_weekend_start_may_come_before_the_bus(
    start: time | None, shifts: set[str], warned: bool
) -> None:
    assert travel.bus_may_not_run(start, shifts) is warned  # type: ignore[arg-type]
