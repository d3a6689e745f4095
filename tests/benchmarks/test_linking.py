"""The benchmark's measures are trec_eval's; its own linker works on a small classification."""

from __future__ import annotations

from pathlib import Path

import ir_measures
import numpy as np
import pytest

from benchmarks.linking import SHARED, Dataset, measure, reciprocal_rank_and_precision


def test_reciprocal_rank_and_precision_are_those_of_trec_eval() -> None:
    chance = np.random.default_rng(5)
    for _ in range(20):
        ids = np.array([f"C{number:03}" for number in range(30)])
        scores = chance.integers(0, 8, 30) / 8  # ties on purpose
        right = set(chance.choice(ids, 4, replace=False))
        qrels = [ir_measures.Qrel("q", one, 1) for one in right]
        run = [ir_measures.ScoredDoc("q", one, float(score)) for one, score in zip(ids, scores, strict=True)]
        theirs = ir_measures.pytrec_eval.calc_aggregate([ir_measures.RR, ir_measures.AP], qrels, run)
        ours = reciprocal_rank_and_precision(scores, ids, right)
        assert ours == pytest.approx((theirs[ir_measures.RR], theirs[ir_measures.AP]))


def test_queries_without_a_right_answer_are_left_out() -> None:
    data = Dataset("x", [("q1", "a"), ("q2", "b")], ["1", "2"], ["a", "b"], ["a", "b"], {"q1": {"2"}})
    assert measure(data, lambda texts: np.array([[1.0, 0.5]] * len(texts))) == (0.5, 0.5)


@pytest.mark.skipif(not Path(SHARED, "melo").is_dir(), reason="the benchmark data is not beside the project")
def test_portuguese_titles_are_linked_as_well_as_promised() -> None:
    from benchmarks.linking import ours, read

    data = read(SHARED / "melo", "prt_q_pt_c_pt")
    mrr, _ = measure(data, ours(data, SHARED / "esco", ["pt"]))
    assert mrr >= 0.62
