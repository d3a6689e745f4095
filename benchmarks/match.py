"""``ponte bench match``: one candidate and everybody, beside brute force in the same run.

The market is simulated (benchmarks/market.py): it says something about speed and memory, nothing about
quality.
"""

from __future__ import annotations

import resource
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from time import perf_counter
from typing import Annotated

import numpy as np
import typer
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

from api.matches.bulk_run import BLOCK, BulkRunError, Submit, in_processes, on_cluster, run
from benchmarks.brute_force import TfIdf, best_in_columns, best_in_pairs, refused_in_pairs
from benchmarks.market import TODAY, candidates, opportunities
from benchmarks.match_plot import save_plot
from matcher import Lexicon, Market, PriorRanker, match
from matcher.bulk import BulkTask
from matcher.eligibility import assess_rows, prepare
from matcher.eligibility.verdict import NO
from matcher.records import Candidate

# One county's adverts at once is the hardest case: everything is within reach.
AREAS = {"the whole country": "", "one county": "TA"}
ALONE = 200  # candidates matched one by one
CHECKED = 3  # candidates for whom both ways of asking the rules are compared
IN_PAIRS, IN_COLUMNS = 10, 50  # candidates the slow peers are measured on
SIZES = (250, 1_000, 4_000, 20_000)
LIMIT = 10


def bench_match(
    size: Annotated[
        int, typer.Option(help="Opportunities, and candidates of the bulk run.", min=500)
    ] = 20_000,
    workers: Annotated[int, typer.Option(help="Processes of the bulk run.", min=1)] = 2,
    folder: Annotated[
        Path | None, typer.Option(help="Keep the bulk run here; a second start goes on.")
    ] = None,
    cluster: Annotated[str | None, typer.Option(help="Address of a dask.distributed scheduler.")] = None,
    plot: Annotated[Path, typer.Option(help="Where to save the picture.")] = Path("match.png"),
) -> None:
    """Match one candidate and everybody on a simulated market, beside brute-force TF-IDF and rules."""
    typer.echo("Simulated market and candidates: for speed and memory only.")
    lexicon, ranker = Lexicon.shipped(), PriorRanker.ready()
    for name, area in AREAS.items():
        _one_by_one(name, Market(opportunities(size, area)), candidates(ALONE, area))
    market = Market(opportunities(size))
    people = candidates(size)
    task = BulkTask(market, TODAY, ranker, lexicon, LIMIT)
    pairs, columns = _peers(people, market, lexicon)
    try:
        each = _bulk(task, people, workers, folder, cluster)
    except BulkRunError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if each is not None:
        typer.echo(f"Brute-force peers on {workers} cores would need, if they shared the work without loss:")
        for name, seconds in (("pair by pair", pairs), ("rules in columns", columns)):
            whole = seconds * size / workers
            typer.echo(
                f"  TF-IDF + rules, {name:17} {whole:10.0f} s (extrapolated)   Ponte is {whole / each:6.1f} × faster"
            )
    save_plot(plot, SIZES if size >= SIZES[-1] else tuple(s for s in SIZES if s <= size))
    typer.echo(f"Picture: {plot}")


def _one_by_one(name: str, market: Market, people: list[Candidate]) -> None:
    match(people[0], market, today=TODAY)
    took = []
    for person in people:
        begun = perf_counter()
        match(person, market, today=TODAY)
        took.append(perf_counter() - begun)
    middle, slow = np.percentile(took, (50, 95)) * 1e3
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    typer.echo(
        f"One candidate, {len(market):,} opportunities in {name}, rules + ranking + reasons: "
        f"p50 {middle:.1f} ms, p95 {slow:.1f} ms; memory so far {memory:.0f} MB"
    )


def _peers(people: list[Candidate], market: Market, lexicon: Lexicon) -> tuple[float, float]:
    """Seconds a candidate of the two peers, after checking that all refuse the same."""
    day = market.on(TODAY)
    for person in people[:CHECKED]:
        ours = np.ones(len(market), dtype=bool)
        ours[day.columns.row] = assess_rows(person, day.columns, prepare(person, day)).answers == NO
        if not np.array_equal(ours, refused_in_pairs(person, market, TODAY)):
            raise AssertionError("the peer's rules and Ponte's differ")
    tf_idf = TfIdf(market.opportunities, lexicon)
    begun = perf_counter()
    for person in people[:IN_PAIRS]:
        best_in_pairs(person, market, tf_idf, TODAY, LIMIT)
    pairs = (perf_counter() - begun) / IN_PAIRS
    begun = perf_counter()
    for person in people[:IN_COLUMNS]:
        best_in_columns(person, market, tf_idf, TODAY, LIMIT)
    columns = (perf_counter() - begun) / IN_COLUMNS
    typer.echo(
        f"Peers, one core, a candidate: TF-IDF + rules pair by pair {pairs * 1e3:.0f} ms, "
        f"TF-IDF + rules in columns {columns * 1e3:.1f} ms"
    )
    return pairs, columns


def _bulk(
    task: BulkTask, people: list[Candidate], workers: int, folder: Path | None, cluster: str | None
) -> float | None:
    """Seconds of the bulk run; None when part of it was there already."""
    where = tempfile.TemporaryDirectory() if folder is None else None
    pool: AbstractContextManager[Submit] = (
        on_cluster(task, cluster) if cluster else in_processes(task, workers)
    )
    begun = perf_counter()
    bar = Progress(
        *Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    )
    first: list[int] = []
    with pool as submit, bar:
        shown = bar.add_task("candidates", total=len(people))

        def done(number: int) -> None:
            first.append(number)
            bar.advance(shown, number)

        to = folder if where is None else Path(where.name)
        assert to is not None
        run(task, people, to, submit, workers=workers, done=done)
    took = perf_counter() - begun
    if where is not None:
        where.cleanup()
    workers_memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    typer.echo(
        f"Bulk, top {task.limit}: {len(people):,} candidates × {len(task.market):,} opportunities, "
        f"blocks of {BLOCK}: {took:.0f} s, {took / len(people) * 1e3:.2f} ms a candidate; "
        f"the largest worker used {workers_memory:.0f} MB"
    )
    if first[0]:
        typer.echo(f"{first[0]:,} of them were there from an earlier run: no ratio is printed.")
        return None
    return took
