"""Groups are compared with intervals, small ones are hidden, and a harmful ranking is held back."""

from __future__ import annotations

import numpy as np
import pytest
from fairlearn.metrics import demographic_parity_ratio

from matcher.fairness import (
    SMALLEST_CELL,
    GroupRate,
    difference_interval,
    gate,
    group_rates,
    ratio_interval,
    report,
)


def _people(**groups: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and groups of people; each group is given as (cases, people)."""
    names = np.array([name for name, (_, people) in groups.items() for _ in range(people)])
    happened = np.array([at < cases for cases, people in groups.values() for at in range(people)])
    return happened, names


def test_rates_ratios_and_differences_are_to_the_largest_group() -> None:
    happened, names = _people(pt=(20, 50), en=(60, 100))
    found = {one.group: one for one in group_rates("accepted", happened, "chat_language", names)}
    assert found["en"].reference
    assert found["pt"].rate == pytest.approx(0.4)
    assert found["pt"].ratio is not None
    assert found["pt"].ratio.value == pytest.approx(0.4 / 0.6)
    assert found["pt"].difference is not None
    assert found["pt"].difference.value == pytest.approx(-0.2)
    lowest = demographic_parity_ratio(happened, happened, sensitive_features=names)
    assert found["pt"].ratio.value == pytest.approx(lowest)


def test_published_examples_of_both_intervals() -> None:
    # Newcombe 1998, table II, example (a): 56/70 and 48/80, method 10.
    found = difference_interval((56, 70), (48, 80))
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=2e-4), pytest.approx(0.3339, abs=2e-4))
    ratio = ratio_interval((56, 70), (48, 80))
    assert ratio.value == pytest.approx(4 / 3)
    assert ratio.low < 4 / 3 < ratio.high
    assert ratio.low > 1.0


def test_groups_below_ten_are_hidden_and_cannot_be_had_by_subtraction() -> None:
    happened, names = _people(en=(50, 100), pt=(20, 40), pl=(8, 20), lt=(1, SMALLEST_CELL - 1))
    found = {one.group: one for one in group_rates("accepted", happened, "chat_language", names)}
    assert found["lt"].suppressed
    assert found["pl"].suppressed
    assert not found["pt"].suppressed


def test_two_groups_of_which_one_is_small_are_both_hidden() -> None:
    happened, names = _people(en=(50, 100), lt=(1, 5))
    assert all(one.suppressed for one in group_rates("accepted", happened, "chat_language", names))


def test_nobody_told_is_nobody_measured() -> None:
    assert group_rates("hired", np.array([True, False]), "sex", np.array(["", ""])) == []


def _rate(ratio: tuple[int, int], people: int = 100) -> list[GroupRate]:
    happened, names = _people(pt=(round(people * ratio[0] / ratio[1]), people), en=(80, people + 1))
    return group_rates("served", happened, "chat_language", names)


def test_the_gate_holds_back_what_serves_a_group_less_than_four_fifths_as_well() -> None:
    assert gate(_rate((4, 10)), _rate((8, 10))) == [
        "chat_language pt: served at 0.51 of the largest group's rate."
    ]
    assert gate(_rate((7, 10)), _rate((8, 10))) == []


def test_the_gate_lets_an_improvement_pass_and_says_nothing_about_few_people() -> None:
    assert gate(_rate((5, 10)), _rate((4, 10))) == []
    assert gate(_rate((4, 10), people=20), _rate((8, 10), people=20)) == []


def test_a_report_has_every_outcome_by_every_attribute() -> None:
    happened, names = _people(pt=(20, 50), en=(60, 100))
    found = report({"shown": happened, "hired": ~happened}, {"chat_language": names, "sex": names})
    assert {(one.attribute, one.outcome) for one in found} == {
        (attribute, outcome) for attribute in ("chat_language", "sex") for outcome in ("shown", "hired")
    }
