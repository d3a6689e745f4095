"""The measures agree with trec_eval's, and intervals hold what they should."""

from __future__ import annotations

import ir_measures
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matcher.evaluate import (
    RELEVANT,
    by_candidate,
    calibration_error,
    difference,
    mean_with_interval,
    ndcg,
    recall,
    time_split,
)


@given(
    st.integers(1, 40).flatmap(
        lambda n: st.tuples(
            arrays(np.float64, n, elements=st.integers(0, 3).map(float)),
            st.permutations(range(n)).map(lambda order: np.array(order, dtype=np.float64)),
        )
    )
)
@settings(deadline=None, max_examples=60)
def test_ndcg_and_recall_are_those_of_trec_eval(pair: tuple[np.ndarray, np.ndarray]) -> None:
    grades, scores = pair
    qrels = [ir_measures.Qrel("q", str(at), int(grade)) for at, grade in enumerate(grades)]
    run = [ir_measures.ScoredDoc("q", str(at), float(score)) for at, score in enumerate(scores)]
    at_5, rel = ir_measures.nDCG @ 5, ir_measures.R(rel=RELEVANT) @ 5
    theirs = ir_measures.calc_aggregate([at_5, rel], qrels, run)
    if grades.max() > 0:
        assert ndcg(scores, grades) == pytest.approx(theirs[at_5])
    if grades.max() >= RELEVANT:
        assert recall(scores, grades) == pytest.approx(theirs[rel])


def test_candidates_without_anything_relevant_count_for_nothing() -> None:
    owner = np.array(["b", "a", "b", "a"])
    ids, values = by_candidate(ndcg, np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 0.0, 3.0, 0.0]), owner)
    assert list(ids) == ["a", "b"]
    assert np.isnan(values[0])
    assert values[1] == 1.0
    assert mean_with_interval(values).value == 1.0


def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(1)
    held = 0
    for seed in range(200):
        found = mean_with_interval(chance.normal(0.5, 0.2, 80), seed=seed, resamples=400)
        held += found.low <= 0.5 <= found.high
    assert 180 <= held <= 199


def test_a_paired_difference_sees_what_separate_means_would_not() -> None:
    hard = np.random.default_rng(2).random(60)
    assert difference(hard + 0.01, hard).low > 0


def test_calibration_error_is_nothing_for_the_truth_and_large_for_bragging() -> None:
    chance = np.random.default_rng(3)
    truth = chance.random(20_000)
    happened = (chance.random(20_000) < truth).astype(float)
    assert calibration_error(truth, happened) < 0.02
    assert calibration_error(np.full(1000, 0.99), np.zeros(1000)) == pytest.approx(0.99)


def test_the_latest_candidates_are_held_out_whole() -> None:
    owner = np.array(["old", "new", "old", "new", "middle"])
    learn, left = time_split(np.array([1.0, 5.0, 9.0, 6.0, 3.0]), owner, 0.34)
    assert set(owner[left]) == {"new"}
    assert set(owner[learn]) == {"old", "middle"}


def test_nothing_measured_is_said_to_be_nothing() -> None:
    assert np.isnan(mean_with_interval(np.array([np.nan])).value)
    assert np.isnan(calibration_error(np.array([]), np.array([])))
    with pytest.raises(ValueError, match="held_out"):
        time_split(np.array([1.0]), np.array(["a"]), 1.0)
