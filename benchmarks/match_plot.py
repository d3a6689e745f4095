"""The picture of ``ponte bench match``: cost of one candidate against the size of the market, log–log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import altair
import numpy as np

from benchmarks.brute_force import TfIdf, best_in_columns, best_in_pairs
from benchmarks.market import TODAY, candidates, opportunities
from matcher import Lexicon, Market, PriorRanker
from matcher.matching import rank
from matcher.records import Candidate

# The slow peer is measured on fewer people.
MANY, FEW = 40, 4
LIMIT = 10
WAYS = ("Ponte", "TF-IDF + rules in columns", "TF-IDF + rules pair by pair")


def save_plot(path: Path, sizes: Sequence[int]) -> None:
    """Measure at each size and save the picture as PNG."""
    points = [point for size in sizes for point in _costs(size)]
    chart = (
        altair.Chart(altair.InlineData(values=points), width=560, height=360)
        .mark_line(point=True)
        .encode(
            x=altair.X("size:Q", title="Opportunities (simulated)").scale(type="log"),
            y=altair.Y("ms:Q", title="Milliseconds a candidate, one core").scale(type="log"),
            color=altair.Color("way:N", title=None).scale(domain=list(WAYS)),
            shape=altair.Shape("way:N", title=None).scale(domain=list(WAYS)),
        )
        .properties(title=f"Top {LIMIT} for one candidate: cost against the size of the market")
    )
    chart.save(path, scale_factor=2)


def _costs(size: int) -> list[dict[str, str | int | float]]:
    lexicon, market, people = Lexicon.shipped(), Market(opportunities(size)), candidates(MANY)
    tf_idf, ranker = TfIdf(market.opportunities, lexicon), PriorRanker.ready()
    ways: list[Callable[[Candidate], object]] = [
        lambda one: rank(one, market, today=TODAY, ranker=ranker, lexicon=lexicon, limit=LIMIT),
        lambda one: best_in_columns(one, market, tf_idf, TODAY, LIMIT),
        lambda one: best_in_pairs(one, market, tf_idf, TODAY, LIMIT),
    ]
    return [
        {"way": name, "size": size, "ms": _median_ms(way, people[:number])}
        for name, way, number in zip(WAYS, ways, (MANY, MANY, FEW), strict=True)
    ]


def _median_ms(way: Callable[[Candidate], object], people: Sequence[Candidate]) -> float:
    way(people[0])
    took = []
    for person in people:
        begun = perf_counter()
        way(person)
        took.append(perf_counter() - begun)
    return float(np.median(took)) * 1e3
