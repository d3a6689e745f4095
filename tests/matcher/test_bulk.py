"""Everybody's best opportunities are the same as each one's own, whatever the blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.market import TODAY, candidates, opportunities
from matcher import Lexicon, Market, PriorRanker, match
from matcher.bulk import NOTHING, Best, BulkTask, blocks
from matcher.eligibility.assessment import STATUSES

MARKET = Market(opportunities(300, "TA"))
PEOPLE = candidates(12, "TA")
TASK = BulkTask(MARKET, TODAY, PriorRanker.ready(), Lexicon.shipped(), limit=5)


def test_each_candidate_gets_what_they_would_get_alone() -> None:
    best = TASK.best(PEOPLE)
    for at, person in enumerate(PEOPLE):
        alone = match(person, MARKET, today=TODAY, limit=5)
        rows = [row for row in best.rows[at] if row != NOTHING]
        assert [MARKET.opportunities[row].id for row in rows] == [one.opportunity_id for one in alone]
        assert np.round(best.scores[at, : len(rows)], 6).tolist() == [one.score for one in alone]
        assert [STATUSES[answer] for answer in best.answers[at, : len(rows)]] == [one.status for one in alone]


@pytest.mark.parametrize("size", [1, 5, 12, 100])
def test_the_size_of_the_blocks_changes_nothing(size: int) -> None:
    whole = TASK.best(PEOPLE)
    parts = Best.joined([TASK.best(PEOPLE[part]) for part in blocks(len(PEOPLE), size)])
    assert parts.rows.tobytes() == whole.rows.tobytes()
    assert parts.scores.tobytes() == whole.scores.tobytes()
    assert parts.answers.tobytes() == whole.answers.tobytes()


def test_where_nothing_is_possible_there_is_nothing() -> None:
    none = replace(TASK, market=Market([])).best(PEOPLE[:2])
    assert (none.rows == NOTHING).all()
    assert np.isnan(none.scores).all()
    assert (none.answers == NOTHING).all()


def test_nobody_at_all_is_an_empty_answer() -> None:
    assert TASK.best([]).rows.shape == (0, 5)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        replace(TASK, limit=limit)


def test_an_empty_block_is_refused() -> None:
    with pytest.raises(ValueError, match="block"):
        blocks(5, 0)
