"""How good a ranking is: against graded judgements, with intervals, and how far its probabilities hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.market import Floats, Ints

RELEVANT = 2  # of the grades 0 to 3: "good" and "very good" (tests/data/judgements/RUBRIC.md)
Metric = Callable[[Floats, Floats], float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the bounds between which it lies with 95 % confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def ndcg(scores: Floats, grades: Floats, k: int = 5) -> float:
    """Normalised discounted cumulative gain of one candidate's ranking, from 0 to 1.

    Gain is the grade, discount the logarithm to base 2 of the rank plus one (Järvelin and Kekäläinen,
    TOIS 2002; as trec_eval computes ndcg_cut). Equal scores keep the order they come in. NaN when
    nothing has a grade above 0.
    """
    discounts = 1.0 / np.log2(np.arange(2, k + 2))
    order = np.argsort(-scores, kind="stable")[:k]
    best = np.sort(grades)[::-1][:k]
    ideal = float((best * discounts[: len(best)]).sum())
    return float((grades[order] * discounts[: len(order)]).sum()) / ideal if ideal > 0 else float("nan")


def recall(scores: Floats, grades: Floats, k: int = 5) -> float:
    """Share of what is relevant that is among the first k (as trec_eval); NaN when nothing is."""
    relevant = grades >= RELEVANT
    order = np.argsort(-scores, kind="stable")[:k]
    return float(relevant[order].sum() / relevant.sum()) if relevant.any() else float("nan")


def by_candidate(
    metric: Metric, scores: Floats, grades: Floats, candidates: NDArray[np.generic]
) -> tuple[NDArray[np.generic], Floats]:
    """A metric for each candidate: their ids in order, and one value each (NaN where it has none)."""
    ids, owner = np.unique(candidates, return_inverse=True)
    order = np.argsort(owner, kind="stable")
    edges = np.searchsorted(owner[order], np.arange(len(ids) + 1))
    parts = [order[edges[at] : edges[at + 1]] for at in range(len(ids))]
    return ids, np.array([metric(scores[part], grades[part]) for part in parts])


def mean_with_interval(values: Floats, *, seed: int = 0, resamples: int = 2000) -> Interval:
    """The mean over candidates and its 95 % bootstrap percentile interval (Efron, 1979)."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Interval(float("nan"), float("nan"), float("nan"))
    drawn = np.random.default_rng(seed).integers(0, len(known), (resamples, len(known)))
    low, high = np.percentile(known[drawn].mean(axis=1), [2.5, 97.5])
    return Interval(float(known.mean()), float(low), float(high))


def difference(ours: Floats, theirs: Floats, *, seed: int = 0) -> Interval:
    """Mean difference between two rankings over the same candidates, paired, with its interval."""
    return mean_with_interval(ours - theirs, seed=seed)


def calibration_error(said: Floats, happened: Floats, bins: int = 10) -> float:
    """Expected calibration error: mean distance of said and happened over bins of equal size.

    Naeini, Cooper and Hauskrecht, AAAI 2015; bins of equal mass, which small data need. NaN without data.
    """
    if not len(said):
        return float("nan")
    order = np.argsort(said, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [len(part) * abs(said[part].mean() - happened[part].mean()) for part in parts]
    return float(sum(gaps) / len(said))


def time_split(moments: Floats, candidates: NDArray[np.generic], held_out: float = 0.3) -> tuple[Ints, Ints]:
    """Rows to learn from and rows held out: whole candidates, the latest ones held out.

    Parameters
    ----------
    moments : ndarray of shape (n_rows,)
        When each pair was shown; a candidate counts by the first time.
    candidates : ndarray of shape (n_rows,)
    held_out : float
        Share of the candidates to hold out, above 0 and below 1.
    """
    if not 0.0 < held_out < 1.0:
        raise ValueError(f"held_out is {held_out}, not above 0 and below 1")
    ids, owner = np.unique(candidates, return_inverse=True)
    first = np.full(len(ids), np.inf)
    np.minimum.at(first, owner, moments)
    late = np.zeros(len(ids), dtype=bool)
    late[np.argsort(first, kind="stable")[len(ids) - max(1, round(held_out * len(ids))) :]] = True
    return np.flatnonzero(~late[owner]), np.flatnonzero(late[owner])
