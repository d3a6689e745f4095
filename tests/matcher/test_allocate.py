"""Cohorts: entitlements first, nobody twice, the best fit, and what was traded."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.allocate import Allocation, Applicant, Intake, allocate


def test_the_best_fits_get_the_places_and_the_rest_wait() -> None:
    people = [Applicant("a", {"june": 0.9}), Applicant("b", {"june": 0.5}), Applicant("c", {"june": 0.7})]
    found = allocate(people, [Intake("june", 2)])
    assert found.places == {"june": ("a", "c")}
    assert found.waiting == ("b",)
    assert found.trades == ()


def test_entitled_people_come_first_and_the_trade_is_told() -> None:
    people = [Applicant("a", {"june": 0.9}), Applicant("b", {"june": 0.2}, entitled=True)]
    found = allocate(people, [Intake("june", 1)])
    assert found.places == {"june": ("b",)}
    (trade,) = found.trades
    assert (trade.demand, trade.gained, trade.lost, trade.cost) == (
        "entitlement",
        ("b",),
        ("a",),
        pytest.approx(0.7),
    )


def test_a_local_share_moves_places_and_the_trade_is_told() -> None:
    people = [
        Applicant("far-1", {"june": 0.9}),
        Applicant("far-2", {"june": 0.8}),
        Applicant("near-1", {"june": 0.6}, local=True),
        Applicant("near-2", {"june": 0.4}, local=True),
    ]
    found = allocate(people, [Intake("june", 2, local_share=0.5)])
    assert found.places == {"june": ("far-1", "near-1")}
    (trade,) = found.trades
    assert (trade.demand, trade.gained, trade.lost) == ("local_share", ("near-1",), ("far-2",))
    assert trade.cost == pytest.approx(0.2)


def test_a_local_share_that_cannot_be_reached_is_said_so_and_empties_no_place() -> None:
    people = [Applicant("far", {"june": 0.9}), Applicant("near", {"june": 0.5}, local=True)]
    found = allocate(people, [Intake("june", 2, local_share=0.8)])
    assert set(found.places["june"]) == {"far", "near"}
    assert found.unmet == {"june": 0.5}


def test_several_intakes_are_filled_together_not_one_after_the_other() -> None:
    people = [Applicant("a", {"june": 0.9, "july": 0.8}), Applicant("b", {"june": 0.85})]
    found = allocate(people, [Intake("june", 1), Intake("july", 1)])
    assert found.places == {"june": ("b",), "july": ("a",)}


def test_nothing_to_give_and_nobody_to_take_are_defined() -> None:
    assert allocate([], []) == Allocation({}, (), 0.0, ())
    assert allocate([Applicant("a", {"june": 0.5})], [Intake("june", 0)]).waiting == ("a",)
    assert allocate([Applicant("a", {})], [Intake("june", 3)]).places == {"june": ()}


@pytest.mark.parametrize(
    ("people", "groups", "message"),
    [
        ([Applicant("a", {}), Applicant("a", {})], [], "two of a kind: applicant a"),
        ([], [Intake("x", 1), Intake("x", 1)], "two of a kind: intake x"),
        ([Applicant("a", {"x": 0.1})], [], "unknown intake x"),
        ([Applicant("a", {"x": float("nan")})], [Intake("x", 1)], "fit nan"),
        ([], [Intake("x", -1)], "places below 0"),
        ([], [Intake("x", 1, 1.5)], "local share"),
    ],
)
def test_what_makes_no_sense_is_refused(people: list[Applicant], groups: list[Intake], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        allocate(people, groups)


fits = st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 10).map(lambda n: n / 10))
applicants = st.lists(st.tuples(fits, st.booleans(), st.booleans()), max_size=5).map(
    lambda many: [Applicant(f"p{at}", fit, entitled, local) for at, (fit, entitled, local) in enumerate(many)]
)


@given(applicants, st.integers(0, 2), st.integers(0, 2), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_no_other_choice_places_more_entitled_more_people_or_fits_better(
    people: list[Applicant], x: int, y: int, chance: random.Random
) -> None:
    groups = [Intake("x", x), Intake("y", y)]
    found = allocate(people, groups)
    placed = [one for those in found.places.values() for one in those]
    assert len(placed) == len(set(placed))
    assert all(len(found.places[group.id]) <= group.places for group in groups)
    best = max(
        (sum(one.entitled and to is not None for one, to in zip(people, way, strict=True)),
         sum(to is not None for to in way),
         round(sum(one.fit[to] for one, to in zip(people, way, strict=True) if to is not None), 6))
        for way in itertools.product(*([None, *one.fit] for one in people))
        if way.count("x") <= x and way.count("y") <= y
    )  # fmt: skip
    entitled = sum(one.entitled for one in people if one.id in placed)
    assert (entitled, len(placed), found.fit) == (best[0], best[1], pytest.approx(best[2]))
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert allocate(shuffled, groups) == found
