"""The list of rules as an auditor reads it, and what holds for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.eligibility import RULES, Rule, assess
from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import yes
from matcher.records import Candidate, English
from tests.factories.matching import (
    TODAY,
    a_candidate,
    a_care_job,
    a_swap_intake,
    an_esol_course,
    an_opportunity,
)

COURSES = (an_esol_course(),)
ANSWERS = (
    "home",
    "skills",
    "english",
    "right_to_work",
    "hours",
    "shifts",
    "can_drive",
    "travel_modes",
    "max_minutes",
    "age_band",
    "work_benefit",
)
EMPTY: dict[str, Any] = {name: getattr(Candidate(), name) for name in ANSWERS}


def test_every_rule_says_in_words_what_it_asks_and_where_it_comes_from() -> None:
    assert all(one.text.endswith(".") and one.source and one.applies_to for one in RULES)


def test_no_two_rules_share_a_code() -> None:
    codes = [one.code for one in RULES]
    assert len(set(codes)) == len(codes)
    with pytest.raises(ValueError, match="driving"):
        rule("driving", "Again.", "Nowhere")(lambda _who, rows, _context: yes(rows))


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (None, TODAY - timedelta(days=1), False),
    ],
)
def test_a_rule_is_asked_only_on_the_days_it_is_in_force(
    since: date | None, until: date | None, holds: bool
) -> None:
    one = Rule("x", "X.", "Y", since, until, frozenset({"job"}), lambda _who, rows, _context: yes(rows))
    assert one.holds_on(TODAY) is holds


def test_a_rule_is_asked_only_about_the_types_it_applies_to() -> None:
    refused = {
        one.type: assess(a_candidate(right_to_work="no"), one, TODAY).status
        for one in (an_opportunity(), an_esol_course())
    }
    assert refused == {"job": "no", "esol": "ready"}


@given(st.sets(st.sampled_from(ANSWERS)))
@settings(deadline=None)
def test_leaving_questions_unanswered_never_refuses_anyone(unanswered: set[str]) -> None:
    someone = replace(a_candidate(), **{name: EMPTY[name] for name in unanswered})
    for opportunity in (an_opportunity(), a_care_job(experience_required=True), a_swap_intake()):
        assert assess(someone, opportunity, TODAY, COURSES).status != "no"


@pytest.mark.parametrize(
    ("unanswered", "question"),
    [
        ({"home": None}, "home"),
        ({"hours": None}, "hours"),
        ({"shifts": None}, "shifts"),
        ({"right_to_work": None}, "right_to_work"),
        ({"travel_modes": None}, "travel"),
        ({"max_minutes": None}, "travel"),
        ({"english": English()}, "english_speaking"),
    ],
)
def test_a_skipped_answer_becomes_the_question_to_ask(unanswered: dict[str, Any], question: str) -> None:
    found = assess(a_candidate(**unanswered), an_opportunity(), TODAY, COURSES)
    assert found.status == "needs_answer"
    assert question in [gap.values.get("question") for gap in found.gaps]


def test_someone_who_answered_nothing_is_refused_nothing_and_asked_everything_that_matters() -> None:
    found = assess(Candidate(), a_care_job(driving="required", experience_required=True), TODAY, COURSES)
    assert found.status == "needs_answer"
    asked = {gap.values.get("question") for gap in found.gaps}
    assert asked >= {"home", "hours", "shifts", "right_to_work", "driving", "experience"}
    assert any(str(question).startswith("english_") for question in asked)


def test_a_refusal_names_the_rule_that_refused() -> None:
    found = assess(a_candidate(), an_opportunity(driving="required"), TODAY, COURSES)
    assert (found.status, found.refused_by) == ("no", ("driving",))
