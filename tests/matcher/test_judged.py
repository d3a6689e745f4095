"""On the judged people: the same facts in two languages, and nothing about a person but what they said."""

from __future__ import annotations

from dataclasses import fields

import pytest

from benchmarks.judged import TODAY, Persona, opportunities, personas
from matcher import Lexicon, Market, SkillLinker, match
from matcher.records import Candidate

LINKER = SkillLinker().fit(Lexicon.shipped())
MARKET = Market(opportunities())
PEOPLE = personas()


def _top(person: Persona, language: str) -> list[str]:
    candidate = person.candidate(LINKER, language)  # type: ignore[arg-type]
    return [one.opportunity_id for one in match(candidate, MARKET, today=TODAY)]


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(PEOPLE) >= 60


@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.id)
def test_the_same_facts_in_portuguese_and_english_give_the_same_top_five(person: Persona) -> None:
    assert set(_top(person, "pt")) == set(_top(person, "en"))


def test_nearly_always_in_the_same_order() -> None:
    same = sum(_top(person, "pt") == _top(person, "en") for person in PEOPLE)
    assert same >= 0.95 * len(PEOPLE)


def test_a_candidate_has_no_room_for_what_must_not_count() -> None:
    # Name, language, nationality, ethnicity, sex, health: there is no field they could stand in.
    assert {one.name for one in fields(Candidate)} == {
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
    }
