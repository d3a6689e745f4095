"""Why a match is shown, and what is still missing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from matcher import Match, match
from matcher.records import Candidate, Opportunity
from tests.factories.matching import (
    TODAY,
    a_candidate,
    a_care_job,
    a_swap_intake,
    an_esol_course,
    an_opportunity,
    english,
    skills,
)


def _match(candidate: Candidate, opportunity: Opportunity) -> Match:
    (found,) = match(candidate, [opportunity], today=TODAY)
    return found


def _reasons(candidate: Candidate, opportunity: Opportunity) -> dict[str, dict[str, Any]]:
    return {str(one.code): dict(one.values) for one in _match(candidate, opportunity).reasons}


def _gaps(candidate: Candidate, opportunity: Opportunity) -> list[str]:
    return [str(one.code) for one in _match(candidate, opportunity).gaps]


def test_the_skills_that_carry_over_come_first_the_most_telling_ones_first() -> None:
    someone = a_candidate(skills=skills("packing", "machine_cleaning", "cleaning", "hygiene", "childcare"))
    first = _match(someone, an_opportunity()).reasons[0]
    assert first.code == "skill_match"
    named = first.values["skills"]
    assert isinstance(named, tuple)
    assert named[0] == "cleaning"
    assert len(named) <= 3
    assert "childcare" not in named


def test_without_a_skill_that_fits_none_is_claimed() -> None:
    assert "skill_match" not in _reasons(a_candidate(skills=()), an_opportunity())


def test_the_way_there_is_told_in_minutes_and_by_which_means() -> None:
    near = _reasons(a_candidate(), an_opportunity())["near_home"]
    assert near["mode"] == "walk"
    assert near["minutes"] >= 5


def test_training_that_comes_with_it_and_where_it_leads_are_told() -> None:
    reasons = _reasons(a_candidate(), a_swap_intake())
    assert "training_given" in reasons
    assert reasons["leads_to_job"]["roles"] == ("healthcare_assistant", "care_worker", "porter")


def test_an_english_course_says_which_level_it_leads_to() -> None:
    assert _reasons(a_candidate(), an_esol_course())["improves_english"] == {"level": "B1"}


def test_pay_at_the_living_wage_and_an_early_start_are_told_where_there_is_room() -> None:
    job = an_opportunity(
        pay_hourly_min=Decimal("13.45"),
        starts_on=TODAY + timedelta(days=10),
        hours=None,
        shifts=frozenset(),
        experience_required=True,
    )
    reasons = _reasons(a_candidate(english=english("C1"), skills=(), home=None), job)
    assert reasons["pay_above_living_wage"] == {"pay": 13.45}
    assert reasons["starts_soon"] == {"starts_on": "2026-06-13"}


def test_pay_below_the_living_wage_is_not_praised() -> None:
    job = an_opportunity(
        pay_hourly_min=Decimal("13.44"), hours=None, shifts=frozenset(), experience_required=True
    )
    assert "pay_above_living_wage" not in _reasons(
        a_candidate(english=english("C1"), skills=skills("cleaning")), job
    )


def test_at_least_three_reasons_are_given_to_someone_who_fits_and_never_more_than_five() -> None:
    assert 3 <= len(_match(a_candidate(), an_opportunity()).reasons) <= 5


def test_a_criminal_record_check_is_announced_with_its_level_and_refuses_nobody() -> None:
    found = _match(a_candidate(english=english("B2")), a_care_job())
    assert (found.status, [(gap.code, gap.values) for gap in found.gaps]) == (
        "ready",
        [("dbs_check", {"level": "enhanced_barred"})],
    )


def test_the_jobcentre_confirms_a_place_at_an_academy() -> None:
    assert "jobcentre_confirms" in _gaps(a_candidate(), a_swap_intake())


def test_an_unsure_right_to_work_is_a_thing_to_check_first() -> None:
    assert _gaps(a_candidate(right_to_work="unsure"), an_opportunity(dbs="none")) == ["right_to_work_check"]


def test_nothing_missing_leaves_no_gap() -> None:
    assert _gaps(a_candidate(), an_opportunity(dbs="none")) == []
