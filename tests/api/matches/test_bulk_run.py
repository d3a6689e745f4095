"""Matching everybody on several workers: the same to the bit, kept on disk, taken up again after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from dask.distributed import LocalCluster

from api.matches.bulk_run import BulkRunError, in_processes, on_cluster, run
from benchmarks.market import TODAY, candidates, opportunities
from matcher import Lexicon, Market, PriorRanker
from matcher.bulk import Best, BulkTask

PEOPLE = candidates(60, "TA")
TASK = BulkTask(Market(opportunities(200, "TA")), TODAY, PriorRanker.ready(), Lexicon.shipped(), limit=10)
ALONE = TASK.best(PEOPLE)


def _same(one: Best, other: Best) -> bool:
    return all(
        getattr(one, name).tobytes() == getattr(other, name).tobytes()
        for name in ("rows", "scores", "answers")
    )


def test_two_processes_give_the_same_to_the_bit(tmp_path: Path) -> None:
    told: list[int] = []
    with in_processes(TASK, 2) as submit:
        found = run(TASK, PEOPLE, tmp_path / "run", submit, block_size=7, workers=2, done=told.append)
    assert _same(found, ALONE)
    assert sum(told) == len(PEOPLE)


def test_a_cluster_of_two_workers_gives_the_same_to_the_bit(tmp_path: Path) -> None:
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        on_cluster(TASK, cluster.scheduler_address) as submit,
    ):
        found = run(TASK, PEOPLE, tmp_path / "run", submit, block_size=7, workers=2)
    assert _same(found, ALONE)


def test_no_cluster_at_the_address_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(BulkRunError, match="No cluster answers at tcp"),
        on_cluster(TASK, "tcp://127.0.0.1:9"),
    ):
        pass


# Started as a program of its own so that it can be killed: slow blocks, one after the other.
_SLOW = """
import sys, time
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from api.matches.bulk_run import run
from tests.api.matches.test_bulk_run import PEOPLE, TASK

def slowly(candidates):
    time.sleep(0.5)
    return TASK.best(candidates)

with ThreadPoolExecutor(1) as pool:
    run(TASK, PEOPLE, Path(sys.argv[1]), lambda part: pool.submit(slowly, part), block_size=4)
"""


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    program = subprocess.Popen([sys.executable, "-c", _SLOW, str(folder)])
    begun = time.monotonic()
    while len(list(folder.glob("block-*.npz"))) < 2:
        assert program.poll() is None
        assert time.monotonic() - begun < 120
        time.sleep(0.05)
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    there = len(list(folder.glob("block-*.npz")))
    assert there < 15
    told: list[int] = []
    with in_processes(TASK, 1) as submit:
        found = run(TASK, PEOPLE, folder, submit, block_size=4, done=told.append)
    assert told[0] == 4 * there
    assert sum(told) == len(PEOPLE)
    assert _same(found, ALONE)


def test_a_damaged_block_is_done_again(tmp_path: Path) -> None:
    with in_processes(TASK, 1) as submit:
        run(TASK, PEOPLE, tmp_path / "run", submit, block_size=20)
        (tmp_path / "run" / "block-000001.npz").write_bytes(b"half a fi")
        assert _same(run(TASK, PEOPLE, tmp_path / "run", submit, block_size=20), ALONE)


def test_a_folder_with_another_run_or_other_files_is_refused(tmp_path: Path) -> None:
    with in_processes(TASK, 1) as submit:
        run(TASK, PEOPLE[:4], tmp_path / "run", submit)
        with pytest.raises(BulkRunError, match="run with other facts"):
            run(TASK, PEOPLE[:5], tmp_path / "run", submit)
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
        with pytest.raises(BulkRunError, match="holds other files"):
            run(TASK, PEOPLE, tmp_path / "mine", submit)
        (tmp_path / "run" / "run.json").write_text("[", "utf-8")
        with pytest.raises(BulkRunError, match="run with other facts"):
            run(TASK, PEOPLE[:4], tmp_path / "run", submit)
