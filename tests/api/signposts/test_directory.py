"""Whom Ponte names when something hard is said."""

from __future__ import annotations

import pytest

from api.signposts.directory import MOMENTS, MOST, WHEN, everything, for_moment


@pytest.mark.parametrize("moment", sorted(MOMENTS - {"emergency"}))
def test_there_is_somebody_for_every_hard_moment_wherever_one_lives(moment: str) -> None:
    for outward_code in (None, "TA1", "ZE1"):
        found = for_moment(moment, outward_code)
        assert 1 <= len(found) <= MOST
        assert any(not one.areas for one in found), "somebody who serves the whole country"


def test_in_an_emergency_the_answer_itself_names_the_numbers() -> None:
    assert for_moment("emergency", "TA1") == ()


def test_who_is_near_comes_first_and_only_for_those_who_live_there() -> None:
    assert for_moment("distress", "TA20")[0].id == "mindline_somerset"
    assert "mindline_somerset" not in [one.id for one in for_moment("distress", "M1")]


@pytest.mark.parametrize("one", everything(), ids=lambda one: one.id)
def test_an_entry_says_where_its_number_stands_and_when_it_answers(one: object) -> None:
    assert one.source.startswith("https://")  # type: ignore[attr-defined]
    assert one.when in WHEN  # type: ignore[attr-defined]
    assert set(one.moments) <= MOMENTS  # type: ignore[attr-defined]
    assert one.contact in one.sentence("pt")  # type: ignore[attr-defined]
