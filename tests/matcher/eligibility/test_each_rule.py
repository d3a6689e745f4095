"""What each rule says yes, no, and "not yet" to."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from matcher.eligibility import assess
from matcher.records import Cefr, English, HoursRange, OpportunityType
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

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def _status(candidate: Any, opportunity: Any) -> str:
    return assess(candidate, opportunity, TODAY).status


def _codes(candidate: Any, opportunity: Any) -> list[str]:
    gaps = (str(gap.code) for gap in assess(candidate, opportunity, TODAY).gaps)
    return [code for code in gaps if code != "dbs_check"]


def test_someone_who_fits_in_everything_is_ready() -> None:
    assert _status(a_candidate(), an_opportunity()) == "ready"


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"status": "closed"}, False),
        ({"status": "withdrawn"}, False),
        ({"places_left": 0}, False),
        ({"places_left": None}, True),
        ({"closes_on": YESTERDAY}, False),
        ({"closes_on": TODAY}, True),
        ({"closes_on": None}, True),
        ({"starts_on": YESTERDAY}, True),
    ],
)
def test_a_job_that_is_closed_withdrawn_full_or_past_its_date_is_not_shown(
    changes: dict[str, Any], shown: bool
) -> None:
    assert (_status(a_candidate(), an_opportunity(**changes)) != "no") is shown


@pytest.mark.parametrize("kind", ["swap", "prepare_to_care", "placement", "vaccinator_training"])
def test_nobody_joins_an_intake_that_has_begun(kind: OpportunityType) -> None:
    assert _status(a_candidate(), a_swap_intake(type=kind, starts_on=YESTERDAY)) == "no"
    assert _status(a_candidate(), a_swap_intake(type=kind, starts_on=TODAY)) == "ready"


@pytest.mark.parametrize(
    ("answer", "status", "gaps"),
    [("yes", "ready", []), ("no", "no", []), ("unsure", "ready", ["right_to_work_check"])],
)
def test_only_a_plain_no_to_the_right_to_work_ends_paid_work(
    answer: str, status: str, gaps: list[str]
) -> None:
    someone = a_candidate(right_to_work=answer)
    assert (_status(someone, an_opportunity()), _codes(someone, an_opportunity())) == (status, gaps)


def test_without_the_right_to_work_one_may_still_learn_and_volunteer() -> None:
    someone = a_candidate(right_to_work="no")
    assert _status(someone, an_opportunity(type="volunteering")) == "ready"
    assert _status(someone, an_esol_course()) == "ready"


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [((30, 40), True), ((37.5, 48), True), ((10, 30), True), ((8, 16), False), ((38, 48), False)],
)
def test_hours_must_overlap(wanted: tuple[float, float], fits: bool) -> None:
    assert (_status(a_candidate(hours=HoursRange(*wanted)), an_opportunity()) == "ready") is fits


def test_one_shared_shift_is_enough_and_none_is_not() -> None:
    job = an_opportunity(shifts=frozenset({"early", "night"}))
    assert _status(a_candidate(shifts=frozenset({"early"})), job) == "ready"
    assert _status(a_candidate(shifts=frozenset({"day", "late"})), job) == "no"


def test_hours_and_shifts_that_an_advert_does_not_give_suit_everyone() -> None:
    job = an_opportunity(hours=None, shifts=frozenset(), first_shift_start=None)
    assert _status(a_candidate(hours=None, shifts=None), job) == "ready"


def test_a_job_farther_than_the_candidate_will_travel_is_not_shown() -> None:
    assert _status(a_candidate(), an_opportunity(place=MINEHEAD)) == "no"
    assert _status(a_candidate(max_minutes=180), an_opportunity(place=MINEHEAD)) == "ready"


def test_distance_learning_is_near_everyone() -> None:
    course = a_swap_intake(type="prepare_to_care", place=MINEHEAD)
    assert _status(a_candidate(max_minutes=15), course) == "ready"


def test_a_start_before_the_first_bus_is_a_warning_and_no_refusal() -> None:
    job = an_opportunity(place=TAUNTON, first_shift_start=time(6, 0))
    someone = a_candidate(travel_modes=frozenset({"bus"}), max_minutes=90)
    assert _status(someone, job) == "ready"
    assert "early_start_before_bus" in _codes(someone, job)


def test_an_early_start_is_no_worry_for_someone_with_a_car() -> None:
    job = an_opportunity(place=TAUNTON, first_shift_start=time(6, 0))
    someone = a_candidate(can_drive=True, travel_modes=frozenset({"car"}))
    assert _codes(someone, job) == []


@pytest.mark.parametrize(
    ("driving", "can_drive", "status"),
    [
        ("required", False, "no"),
        ("required", True, "ready"),
        ("required", None, "needs_answer"),
        ("desirable", False, "ready"),
        ("desirable", None, "ready"),
        ("none", False, "ready"),
    ],
)
def test_driving_counts_only_where_the_advert_requires_it(
    driving: Any, can_drive: bool | None, status: str
) -> None:
    assert _status(a_candidate(can_drive=can_drive), an_opportunity(driving=driving)) == status


def test_a_job_that_wants_experience_asks_those_who_named_none_and_takes_those_who_did() -> None:
    job = an_opportunity(experience_required=True, skills_wanted=("cleaning", "disinfection"))
    assert _status(a_candidate(skills=()), job) == "needs_answer"
    assert _status(a_candidate(skills=skills("cleaning")), job) == "ready"


def test_too_little_english_becomes_ready_after_the_next_course_that_leads_there() -> None:
    soon, later = an_esol_course("soon"), an_esol_course("later", starts_on=TODAY + timedelta(days=60))
    found = assess(a_candidate(), a_care_job(), TODAY, (later, soon))
    assert found.status == "ready_after"
    assert [course.id for course in found.courses] == ["soon"]
    assert {
        (gap.values["task"], gap.values["have"], gap.values["need"])
        for gap in found.gaps
        if gap.code == "english_gap"
    } == {(task, "A2", "B1") for task in ("speaking", "reading", "writing")}
    assert [gap.values for gap in found.gaps if gap.code == "english_ready_after"] == [
        {"level": "B1", "ends_on": (TODAY + timedelta(days=84)).isoformat()}
    ]


def test_a_gap_of_two_levels_takes_two_courses_one_after_the_other() -> None:
    first = an_esol_course("to-a2", english=english("A1"), esol_level=Cefr.A2)
    overlapping = an_esol_course("too-early")
    second = an_esol_course(
        "to-b1", starts_on=TODAY + timedelta(days=90), ends_on=TODAY + timedelta(days=150)
    )
    found = assess(a_candidate(english=english("A1")), a_care_job(), TODAY, (second, overlapping, first))
    assert [course.id for course in found.courses] == ["to-a2", "to-b1"]


def test_english_is_compared_task_by_task() -> None:
    speaks_well = a_candidate(english=English(Cefr.B2, Cefr.A2, Cefr.A1))
    porter = an_opportunity(english=English(Cefr.B1, Cefr.A2, None))
    clerk = an_opportunity(english=English(Cefr.B1, Cefr.B1, Cefr.A1))
    assert _status(speaks_well, porter) == "ready"
    gaps = assess(speaks_well, clerk, TODAY).gaps
    assert [(gap.values["task"], gap.values["need"]) for gap in gaps if gap.code == "english_gap"] == [
        ("reading", "B1")
    ]


def test_without_a_course_the_gap_is_still_shown_and_nobody_refused() -> None:
    found = assess(a_candidate(), a_care_job(), TODAY)
    assert (found.status, found.courses) == ("ready_after", ())
    assert found.gaps


@pytest.mark.parametrize("course", [{"places_left": 0}, {"starts_on": YESTERDAY}, {"status": "withdrawn"}])
def test_a_course_that_cannot_be_joined_is_no_way_there(course: dict[str, Any]) -> None:
    assert assess(a_candidate(), a_care_job(), TODAY, (an_esol_course(**course),)).courses == ()


@pytest.mark.parametrize(("level", "shown"), [("A2", True), ("B1", False), ("C1", False), ("A0", False)])
def test_an_english_course_is_shown_to_those_it_can_take_further(level: str, shown: bool) -> None:
    assert (_status(a_candidate(english=english(level)), an_esol_course()) != "no") is shown
