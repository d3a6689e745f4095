"""Legal minimums, the benefit rule of academies, checks, and experience gained on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from matcher.eligibility import assess
from matcher.records import Candidate, Cefr, English, Opportunity
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


def _status(candidate: Candidate, opportunity: Opportunity) -> str:
    return assess(candidate, opportunity, TODAY).status


def _codes(candidate: Candidate, opportunity: Opportunity, today: date = TODAY) -> list[str]:
    return [str(gap.code) for gap in assess(candidate, opportunity, today).gaps]


@pytest.mark.parametrize(
    ("age", "minimum", "status"),
    [
        (None, 16, "ready"),
        (None, 18, "needs_answer"),
        ("under_16", 16, "no"),
        ("16_17", 16, "ready"),
        ("16_17", 18, "no"),
        ("18_plus", 18, "ready"),
        ("18_plus", 19, "ready"),
    ],
)
def test_only_a_legal_minimum_counts_and_it_is_asked_only_where_there_is_one(
    age: Any, minimum: int, status: str
) -> None:
    assert _status(a_candidate(age_band=age), an_opportunity(minimum_age=minimum)) == status


def test_a_minimum_between_the_answers_is_left_to_the_provider() -> None:
    assert "age_check" in _codes(a_candidate(age_band="18_plus"), a_swap_intake(minimum_age=19))


def test_apprentices_are_sixteen_and_have_no_upper_age() -> None:
    place = an_opportunity(type="apprenticeship", minimum_age=14)
    assert _status(a_candidate(age_band="under_16"), place) == "no"
    assert _status(a_candidate(age_band="18_plus"), place) == "ready"


def test_english_and_maths_beside_an_apprenticeship_follow_the_rule_of_the_day() -> None:
    place = an_opportunity(type="apprenticeship", closes_on=None)
    adult, young = a_candidate(age_band="18_plus"), a_candidate(age_band="16_17")
    before, after = date(2025, 2, 10), date(2025, 2, 11)
    told = {
        (name, day): "english_maths_study" in _codes(who, place, day)
        for name, who in (("adult", adult), ("young", young))
        for day in (before, after)
    }
    assert told == {
        ("adult", before): True,
        ("adult", after): False,
        ("young", before): True,
        ("young", after): True,
    }


@pytest.mark.parametrize(
    ("benefit", "required", "status"),
    [
        (None, True, "needs_answer"),
        ("yes", True, "ready"),
        ("unsure", True, "ready"),
        ("no", True, "no"),
        ("no", False, "ready"),
        (None, False, "ready"),
    ],
)
def test_a_work_benefit_matters_only_where_the_academy_requires_it(
    benefit: Any, required: bool, status: str
) -> None:
    assert _status(a_candidate(work_benefit=benefit), a_swap_intake(benefit_required=required)) == status


@pytest.mark.parametrize("level", ["basic", "standard", "enhanced", "enhanced_barred"])
def test_a_criminal_record_check_is_told_and_refuses_nobody(level: Any) -> None:
    found = assess(a_candidate(), an_opportunity(dbs=level), TODAY)
    assert found.status == "ready"
    assert [gap.values for gap in found.gaps if gap.code == "dbs_check"] == [{"level": level}]


def _hca(**changes: Any) -> Opportunity:
    return an_opportunity(
        "hca",
        role="healthcare_assistant",
        experience_required=True,
        skills_wanted=("personal_care",),
        **changes,
    )


def test_experience_that_is_missing_is_gained_in_the_next_academy_that_leads_to_the_role() -> None:
    soon = a_swap_intake("soon", starts_on=TODAY + timedelta(days=5))
    later = a_swap_intake("later", starts_on=TODAY + timedelta(days=30))
    found = assess(a_candidate(), _hca(), TODAY, (later, soon))
    assert found.status == "ready_after"
    assert [course.id for course in found.courses] == ["soon"]
    gap = next(gap for gap in found.gaps if gap.code == "experience_through")
    assert gap.values == {"type": "swap", "starts_on": (TODAY + timedelta(days=5)).isoformat()}


def test_an_academy_the_candidate_cannot_join_is_no_way_to_experience() -> None:
    closed = a_swap_intake(benefit_required=True)
    assert assess(a_candidate(work_benefit="no"), _hca(), TODAY, (closed,)).status == "needs_answer"


def test_english_comes_before_the_academy_that_needs_it_and_the_academy_starts_after_it() -> None:
    course = an_esol_course()
    assert course.ends_on is not None
    early = a_swap_intake("early", english=english("B1"), starts_on=TODAY + timedelta(days=20))
    late = a_swap_intake(
        "late", english=english("B1"), starts_on=course.ends_on + timedelta(days=3), ends_on=None
    )
    found = assess(a_candidate(), _hca(), TODAY, (course, early, late))
    assert [one.id for one in found.courses] == [course.id, "late"]


def test_who_has_not_told_about_past_work_is_asked_first() -> None:
    found = assess(a_candidate(skills=()), _hca(), TODAY, (a_swap_intake(),))
    assert found.status == "needs_answer"


def test_who_has_the_experience_needs_no_academy() -> None:
    found = assess(a_candidate(skills=skills("personal_care")), _hca(), TODAY, (a_swap_intake(),))
    assert (found.status, found.courses) == ("ready", ())


def test_a_gap_in_one_task_asks_for_a_course_from_that_task_s_level() -> None:
    someone = a_candidate(english=English(Cefr.B2, Cefr.B2, Cefr.A2))
    found = assess(
        someone, a_care_job(english=English(Cefr.B1, Cefr.B1, Cefr.B1)), TODAY, (an_esol_course(),)
    )
    assert [course.id for course in found.courses] == ["esol-b1"]
