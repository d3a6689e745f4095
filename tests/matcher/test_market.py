"""A market of thousands answers like a market of one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Market, match
from matcher.eligibility import assess, assess_rows, prepare
from matcher.records import HoursRange, LinkedSkill
from tests.factories.matching import (
    MINEHEAD,
    TAUNTON,
    TODAY,
    a_candidate,
    a_care_job,
    a_swap_intake,
    an_esol_course,
    an_opportunity,
    english,
    skills,
)

MARKET = (
    an_opportunity(),
    an_opportunity("far", place=MINEHEAD),
    an_opportunity("night", shifts=frozenset({"night"})),
    an_opportunity("closed", status="closed"),
    an_opportunity("experienced", experience_required=True, skills_wanted=("personal_care",)),
    an_opportunity("car", driving="required", place=TAUNTON),
    an_opportunity("adult", minimum_age=18),
    an_opportunity("apprentice", type="apprenticeship"),
    a_care_job(),
    a_swap_intake(),
    a_swap_intake("jobcentre", benefit_required=True),
    an_esol_course(),
)
answers = st.fixed_dictionaries(
    {
        "skills": st.sampled_from([(), skills("packing"), skills("personal_care", "unheard_of")]),
        "english": st.sampled_from([english(None), english("A1"), english("A2"), english("C1")]),
        "right_to_work": st.sampled_from([None, "yes", "no", "unsure"]),
        "hours": st.sampled_from([None, HoursRange(8, 16), HoursRange(30, 40)]),
        "shifts": st.sampled_from([None, frozenset({"night"}), frozenset({"early", "day"})]),
        "can_drive": st.sampled_from([None, True, False]),
        "travel_modes": st.sampled_from([None, frozenset({"bus"}), frozenset({"car", "walk"})]),
        "max_minutes": st.sampled_from([None, 15, 45, 120]),
        "age_band": st.sampled_from([None, "under_16", "16_17", "18_plus"]),
        "work_benefit": st.sampled_from([None, "yes", "no", "unsure"]),
    }
)


@given(answers)
@settings(deadline=None, max_examples=60)
def test_an_opportunity_is_judged_the_same_alone_and_among_others(changes: dict[str, Any]) -> None:
    someone = a_candidate(**changes)
    market = Market(MARKET)
    day = market.on(TODAY)
    together = assess_rows(someone, day.columns, prepare(someone, day))
    for at, row in enumerate(day.columns.row):
        one = market.opportunities[row]
        assert together.at(at) == assess(someone, one, TODAY, MARKET)


@given(answers)
@settings(deadline=None, max_examples=60)
def test_setting_aside_what_is_out_of_reach_loses_nothing(changes: dict[str, Any]) -> None:
    someone = a_candidate(**changes)
    shown = {one.opportunity_id for one in match(someone, MARKET, today=TODAY, limit=50)}
    possible = {one.id for one in MARKET if assess(someone, one, TODAY, MARKET).status != "no"}
    assert shown == possible


def test_a_market_is_laid_out_in_the_order_of_ids_whatever_order_they_come_in() -> None:
    shuffled = list(MARKET)
    random.Random(1).shuffle(shuffled)
    assert Market(shuffled).opportunities == Market(MARKET).opportunities


def test_two_opportunities_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        Market([an_opportunity(), an_opportunity()])


def test_an_empty_market_has_nothing_open_and_matches_nobody() -> None:
    assert len(Market([]).on(TODAY).columns) == 0
    assert match(a_candidate(), Market([]), today=TODAY) == []


def test_what_is_open_follows_the_day() -> None:
    market = Market([an_opportunity(closes_on=TODAY)])
    assert len(market.on(TODAY).columns) == 1
    assert len(market.on(TODAY + timedelta(days=1)).columns) == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"hours": HoursRange(float("nan"), 40)},
        {"home": replace(TAUNTON, lat=float("nan"))},
        {"skills": (LinkedSkill("packing", float("inf"), "x"),)},
    ],
)
def test_a_number_that_is_none_is_one_clear_error(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not finite"):
        match(a_candidate(**broken), MARKET, today=TODAY)


def test_a_limit_below_nothing_is_one_clear_error() -> None:
    with pytest.raises(ValueError, match="limit is -1"):
        match(a_candidate(), MARKET, today=TODAY, limit=-1)


def test_a_skill_nobody_knows_changes_nothing() -> None:
    plain, odd = a_candidate(skills=()), a_candidate(skills=skills("unheard_of"))
    ids = [[one.opportunity_id for one in match(who, MARKET, today=TODAY)] for who in (plain, odd)]
    assert ids[0] == ids[1]


def test_rows_taken_keep_their_order_and_their_facts() -> None:
    columns = Market(MARKET).columns
    some = columns.take(np.array([2, 0]))
    assert list(some.row) == [2, 0]
