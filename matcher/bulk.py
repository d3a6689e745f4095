"""The best opportunities for many candidates, block by block, in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.lexicon import Lexicon
from matcher.market import Market
from matcher.matching import rank
from matcher.ranker import Ranker
from matcher.records import Candidate

# Filled in where a candidate has fewer possible opportunities than asked for.
NOTHING = -1


@dataclass(frozen=True)
class Best:
    """The best rows of a market for n candidates, best first.

    Attributes
    ----------
    rows : ndarray of int32 of shape (n, limit)
        Positions in the market's opportunities; `NOTHING` where there is no more.
    scores : ndarray of float64 of shape (n, limit)
        From 0 to 1; NaN where there is no more.
    answers : ndarray of int8 of shape (n, limit)
        Index into `matcher.eligibility.assessment.STATUSES`; `NOTHING` where there is no more.
    """

    rows: NDArray[np.int32]
    scores: NDArray[np.float64]
    answers: NDArray[np.int8]

    @classmethod
    def empty(cls, candidates: int, limit: int) -> Best:
        """Nothing yet for some candidates."""
        shape = (candidates, limit)
        return cls(
            np.full(shape, NOTHING, dtype=np.int32),
            np.full(shape, np.nan),
            np.full(shape, NOTHING, dtype=np.int8),
        )

    @classmethod
    def joined(cls, parts: Sequence[Best]) -> Best:
        """Several blocks one after the other.

        Raises
        ------
        ValueError
            When there is no part.
        """
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.answers for part in parts]),
        )


@dataclass(frozen=True)
class BulkTask:
    """What every candidate is ranked against; small enough to be sent to a worker once.

    Attributes
    ----------
    market : Market
    today : date
    ranker : Ranker
    lexicon : Lexicon
    limit : int
        How many opportunities for each candidate; at least 1.
    """

    market: Market
    today: date
    ranker: Ranker
    lexicon: Lexicon
    limit: int = 10

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"limit is {self.limit}, not at least 1")

    def best(self, candidates: Sequence[Candidate]) -> Best:
        """The best for each candidate, as `match` would rank them; depends on nothing but the arguments.

        Raises
        ------
        ValueError
            When a number of a candidate's is none (NaN).
        """
        found = Best.empty(len(candidates), self.limit)
        for at, candidate in enumerate(candidates):
            ranking = rank(
                candidate,
                self.market,
                today=self.today,
                ranker=self.ranker,
                lexicon=self.lexicon,
                limit=self.limit,
            )
            chosen = ranking.chosen
            found.rows[at, : len(chosen)] = ranking.assessments.rows.row[chosen]
            found.scores[at, : len(chosen)] = ranking.scores[chosen]
            found.answers[at, : len(chosen)] = ranking.assessments.answers[chosen]
        return found


def blocks(candidates: int, size: int) -> Iterator[slice]:
    """Slices of at most `size` that cover some candidates in order.

    >>> [(block.start, block.stop) for block in blocks(5, 2)]
    [(0, 2), (2, 4), (4, 5)]
    """
    if size < 1:
        raise ValueError(f"a block holds {size} candidates, not at least 1")
    return (slice(start, min(start + size, candidates)) for start in range(0, candidates, size))
