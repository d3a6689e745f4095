"""What someone who is looking for work is shown."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Lexicon, PriorRanker, SkillLinker, match
from matcher.features import FEATURES
from matcher.records import Candidate, Cefr, English, Opportunity
from tests.factories.matching import (
    BRIDGWATER,
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

REGION: tuple[Opportunity, ...] = (
    an_opportunity(),
    an_opportunity("porter-bridgwater", role="porter", skills_wanted=("manual_handling",)),
    an_opportunity(
        "laundry-bridgwater", role="laundry_assistant", employer_id="laundry", skills_wanted=("laundry",)
    ),
    an_opportunity(
        "catering-taunton", role="catering_assistant", place=TAUNTON, skills_wanted=("food_hygiene",)
    ),
    an_opportunity("stores-taunton", role="stores_assistant", place=TAUNTON, skills_wanted=("packing",)),
    a_care_job(),
    a_care_job("care-home", role="care_worker", employer_id="care"),
    a_care_job("home-care", role="home_care_worker", employer_id="care", driving="required"),
    an_opportunity("clerk", role="ward_clerk", english=english("B2"), skills_wanted=("data_entry",)),
    an_esol_course(),
    a_swap_intake(),
    a_swap_intake("prepare-to-care", type="prepare_to_care", place=MINEHEAD, employer_id="care"),
)


def _shown(candidate: Candidate, opportunities: Any = REGION, limit: int = 50) -> dict[str, str]:
    return {
        one.opportunity_id: one.status for one in match(candidate, opportunities, today=TODAY, limit=limit)
    }


def _ids(candidate: Candidate, opportunities: Any = REGION, limit: int = 5) -> list[str]:
    return [one.opportunity_id for one in match(candidate, opportunities, today=TODAY, limit=limit)]


def test_a_food_factory_worker_with_a2_english_may_start_in_cleaning_kitchens_laundry_and_portering_now() -> (
    None
):
    shown = _shown(a_candidate(max_minutes=60))
    ready = (
        "domestic-bridgwater",
        "porter-bridgwater",
        "laundry-bridgwater",
        "catering-taunton",
        "stores-taunton",
    )
    assert [shown[one] for one in ready] == ["ready"] * 5


def test_care_comes_after_an_english_course_with_its_dates_and_places() -> None:
    found = {one.opportunity_id: one for one in match(a_candidate(), REGION, today=TODAY, limit=50)}
    care = found["hca-bridgwater"]
    assert care.status == "ready_after"
    assert [(step.opportunity_id, step.type) for step in care.pathway] == [
        ("esol-b1", "esol"),
        ("hca-bridgwater", "job"),
    ]
    course = care.pathway[0]
    assert (course.starts_on, course.ends_on, course.places_left) == (
        TODAY + timedelta(days=14),
        TODAY + timedelta(days=84),
        8,
    )


def test_academies_and_distance_learning_for_beginners_are_among_what_is_shown() -> None:
    shown = _shown(a_candidate())
    assert (shown["swap-june"], shown["prepare-to-care"]) == ("ready", "ready")


def test_what_is_ready_has_no_pathway() -> None:
    assert all(
        one.pathway == () for one in match(a_candidate(), REGION, today=TODAY) if one.status == "ready"
    )


def test_without_a_car_a_round_by_car_is_not_shown() -> None:
    assert "home-care" not in _shown(a_candidate())
    assert "home-care" in _shown(a_candidate(can_drive=True))


def test_a_skipped_answer_leaves_matches_in_sight_and_says_what_to_answer() -> None:
    found = match(a_candidate(shifts=None), REGION, today=TODAY, limit=50)
    jobs = [one for one in found if one.opportunity_id == "domestic-bridgwater"]
    assert [(one.status, one.gaps[0].values.get("question")) for one in jobs] == [("needs_answer", "shifts")]


def test_a_job_that_waits_for_an_answer_comes_after_the_same_job_that_does_not() -> None:
    asks = an_opportunity("a-driving", driving="required")
    ready = an_opportunity("b-walking")
    assert _ids(a_candidate(can_drive=None), [asks, ready]) == ["b-walking", "a-driving"]


def test_someone_who_answered_nothing_still_gets_five_matches_each_with_its_question() -> None:
    found = match(Candidate(), REGION, today=TODAY)
    assert len(found) == 5
    for one in found:
        assert (one.status, one.minutes, one.km) == ("needs_answer", None, None)
        assert any(gap.code == "needs_answer" for gap in one.gaps)


def test_nothing_open_gives_nothing() -> None:
    assert match(a_candidate(), [], today=TODAY) == []
    assert match(a_candidate(), [an_opportunity(status="closed")], today=TODAY) == []
    assert match(a_candidate(), REGION, today=TODAY, limit=0) == []


def test_ranks_count_from_one_and_at_most_five_are_shown_unless_asked_otherwise() -> None:
    found = match(a_candidate(), REGION, today=TODAY)
    assert [one.rank for one in found] == [1, 2, 3, 4, 5]
    assert len(match(a_candidate(), REGION, today=TODAY, limit=3)) == 3


@given(st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_opportunities_come_in_changes_nothing(chance: random.Random) -> None:
    shuffled = list(REGION)
    chance.shuffle(shuffled)
    assert match(a_candidate(), shuffled, today=TODAY) == match(a_candidate(), REGION, today=TODAY)


def test_five_jobs_alike_do_not_crowd_out_the_rest() -> None:
    alike = [an_opportunity(f"domestic-{number}") for number in range(8)]
    other = an_opportunity("porter", role="porter", employer_id="other", skills_wanted=("manual_handling",))
    assert "porter" in _ids(a_candidate(), [*alike, other])


@given(st.sampled_from(sorted(Lexicon.shipped().skills)))
@settings(deadline=None)
def test_one_more_skill_never_lowers_the_score_of_a_role_it_serves(skill_id: str) -> None:
    before = {one.opportunity_id: one.score for one in match(a_candidate(), REGION, today=TODAY, limit=50)}
    more = a_candidate(
        skills=(*skills("packing", "food_hygiene", "production_line", "machine_cleaning"), *skills(skill_id))
    )
    after = {one.opportunity_id: one.score for one in match(more, REGION, today=TODAY, limit=50)}
    assert all(after[one] >= score for one, score in before.items())


@given(
    st.sampled_from([None, *Cefr]),
    st.sampled_from(["yes", "unsure", None]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, 20, 60]),
    st.sets(st.sampled_from(sorted(Lexicon.shipped().skills)), max_size=4),
)
@settings(deadline=None)
def test_every_match_has_a_score_from_0_to_1_and_something_to_say_for_it(
    level: Cefr | None, right: Any, drives: bool | None, limit: int | None, known: set[str]
) -> None:
    someone = a_candidate(
        english=English(level, level, level),
        right_to_work=right,
        can_drive=drives,
        max_minutes=limit,
        skills=skills(*sorted(known)),
    )
    for one in match(someone, REGION, today=TODAY, limit=50):
        assert 0.0 <= one.score <= 1.0
        assert 1 <= len(one.reasons) <= 5
        assert (one.status == "needs_answer") == any(gap.code == "needs_answer" for gap in one.gaps)


@pytest.mark.parametrize(
    ("portuguese", "english_words"),
    [
        ("trabalhava na linha de enbalagem e tb limpeza", "worked on the packing line and cleaning"),
        ("cozinheira e ajudante de cozinha", "cook and kitchen assistant"),
        ("operador de armazém, conduzia empilhador", "warehouse worker, drove a forklift"),
        ("rececionista, atendia o telefone", "receptionist, answered the phone"),
    ],
)
def test_the_same_facts_told_in_portuguese_or_english_give_the_same_order(
    portuguese: str, english_words: str
) -> None:
    linker = SkillLinker().fit()
    told = [
        _ids(a_candidate(skills=tuple(linker.link(text, language))), limit=50)
        for text, language in ((portuguese, "pt"), (english_words, "en"))
    ]
    assert told[0] == told[1]


def test_what_a_person_is_cannot_be_matched_on_because_it_is_not_there() -> None:
    known = {field.name for field in fields(Candidate)}
    protected = {
        "name",
        "nationality",
        "ethnicity",
        "health",
        "disability",
        "sex",
        "gender",
        "age",
        "language",
        "religion",
    }
    assert not known & protected


def test_a_nearer_job_comes_before_the_same_job_farther_away() -> None:
    near, far = an_opportunity("b-near", place=BRIDGWATER), an_opportunity("a-far", place=TAUNTON)
    someone = a_candidate(can_drive=True, travel_modes=frozenset({"car"}))
    assert _ids(someone, [far, near]) == ["b-near", "a-far"]


def test_a_better_paid_job_comes_before_the_same_job_paid_less() -> None:
    less, more = (
        an_opportunity(one, pay_hourly_min=Decimal(pay)) for one, pay in (("a", "12.30"), ("b", "13.60"))
    )
    assert _ids(a_candidate(), [less, more]) == ["b", "a"]


def test_minutes_and_kilometres_are_those_of_the_quickest_way() -> None:
    (one,) = match(
        a_candidate(can_drive=True, travel_modes=frozenset({"bus", "car"})),
        [an_opportunity(place=TAUNTON)],
        today=TODAY,
    )
    assert one.km == pytest.approx(14.5, abs=0.5)
    assert one.minutes is not None
    assert 15 <= one.minutes <= 35


def test_another_ranker_may_weigh_differently() -> None:
    only_pay = PriorRanker({**dict.fromkeys(FEATURES, 0.0), "pay": 1.0}).fit(np.zeros((1, len(FEATURES))))
    paid = [
        replace(one, pay_hourly_min=Decimal("14.00")) if one.id == "stores-taunton" else one for one in REGION
    ]
    found = match(a_candidate(max_minutes=60), paid, today=TODAY, ranker=only_pay, limit=1)
    assert [one.opportunity_id for one in found] == ["stores-taunton"]
