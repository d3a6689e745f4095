"""Matching everybody at once: blocks on several workers, kept on disk, taken up again after a kill."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from matcher.bulk import Best, BulkTask, blocks
from matcher.records import Candidate

BLOCK = 500
# So many blocks wait at each worker: enough to keep it busy, few enough to hold memory down.
WAITING = 2
_MANIFEST = "run.json"

Submit = Callable[[Sequence[Candidate]], "Future[Best]"]


class BulkRunError(Exception):
    """The run cannot go on; the text is one clear sentence."""


@contextmanager
def in_processes(task: BulkTask, workers: int) -> Iterator[Submit]:
    """Workers on this machine; each is given the task once."""
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(task,)
    ) as pool:
        yield lambda candidates: pool.submit(_of_worker, candidates)


@contextmanager
def on_cluster(task: BulkTask, address: str) -> Iterator[Submit]:
    """Workers of a dask.distributed cluster; each is sent the task once.

    Raises
    ------
    BulkRunError
        When the extra `cluster` is not installed, or nobody answers at the address.
    """
    try:
        from dask.distributed import Client
    except ImportError:
        raise BulkRunError("To use a cluster, install Ponte with its extra `cluster`.") from None
    try:
        client: Any = Client(address, timeout="20s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BulkRunError(f"No cluster answers at {address}.") from error
    with client, client.get_executor(pure=False) as pool:
        sent = client.scatter(task, broadcast=True)
        yield lambda candidates: pool.submit(_of_cluster, sent, candidates)


def run(
    task: BulkTask,
    candidates: Sequence[Candidate],
    folder: Path,
    submit: Submit,
    *,
    block_size: int = BLOCK,
    workers: int = 1,
    done: Callable[[int], None] = lambda _candidates: None,
) -> Best:
    """The best opportunities of every candidate, in their order.

    Parameters
    ----------
    task : BulkTask
    candidates : sequence of Candidate
    folder : Path
        Holds a file for each finished block. A run that was stopped goes on from there when it is
        started again with the same facts.
    submit : callable
        From `in_processes` or `on_cluster`.
    block_size : int
        Candidates in a block.
    workers : int
        How many there are, so that few blocks wait in memory.
    done : callable
        Told how many candidates were finished, at first those of an earlier run.

    Raises
    ------
    BulkRunError
        When the folder holds another run.
    """
    _open(folder, _fingerprint(task, candidates, block_size))
    parts = list(enumerate(blocks(len(candidates), block_size)))
    kept = {number: best for number, part in parts if (best := _read(folder, number, part, task)) is not None}
    done(sum(len(best.rows) for best in kept.values()))
    to_do = iter([(number, part) for number, part in parts if number not in kept])
    for number, best in _in_turn(to_do, candidates, submit, workers * WAITING):
        _write(folder, number, best)
        kept[number] = best
        done(len(best.rows))
    return Best.joined([Best.empty(0, task.limit), *(kept[number] for number, _ in parts)])


def _in_turn(
    to_do: Iterator[tuple[int, slice]], candidates: Sequence[Candidate], submit: Submit, most: int
) -> Iterator[tuple[int, Best]]:
    waiting: dict[Future[Best], int] = {}

    def fill() -> None:
        for number, part in islice(to_do, most - len(waiting)):
            waiting[submit(candidates[part])] = number

    fill()
    while waiting:
        finished = next(as_completed(waiting))
        yield waiting.pop(finished), finished.result()
        fill()


_task: BulkTask | None = None


def _begin(task: BulkTask) -> None:
    global _task
    _task = task


def _of_worker(candidates: Sequence[Candidate]) -> Best:
    if _task is None:
        raise RuntimeError("the worker was not given its task")
    return _of_cluster(_task, candidates)


def _of_cluster(task: BulkTask, candidates: Sequence[Candidate]) -> Best:
    # One thread a worker: the workers are as many as the cores.
    with threadpool_limits(1):
        return task.best(candidates)


def _open(folder: Path, fingerprint: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / _MANIFEST
    if not manifest.exists():
        if any(folder.iterdir()):
            raise BulkRunError(f"{folder} holds other files; name an empty folder.")
        _replace(manifest, lambda path: path.write_text(json.dumps({"fingerprint": fingerprint}), "utf-8"))
        return
    try:
        known = json.loads(manifest.read_text("utf-8"))["fingerprint"]
    except (ValueError, KeyError, TypeError):
        known = None
    if known != fingerprint:
        raise BulkRunError(f"{folder} holds a run with other facts; name an empty folder.")


def _file(folder: Path, number: int) -> Path:
    return folder / f"block-{number:06}.npz"


def _read(folder: Path, number: int, part: slice, task: BulkTask) -> Best | None:
    """A finished block; None when it is not there, or was damaged and has to be done again."""
    try:
        with np.load(_file(folder, number), allow_pickle=False) as file:
            best = Best(file["rows"], file["scores"], file["answers"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    right = best.rows.shape == best.scores.shape == best.answers.shape == (part.stop - part.start, task.limit)
    return best if right else None


def _write(folder: Path, number: int, best: Best) -> None:
    def save(path: Path) -> None:
        with path.open("wb") as file:
            np.savez(file, rows=best.rows, scores=best.scores, answers=best.answers)

    _replace(_file(folder, number), save)


def _replace(path: Path, write: Callable[[Path], Any]) -> None:
    """Write beside and rename, so that a kill leaves no half file."""
    beside = path.with_name(f".{path.name}")
    write(beside)
    beside.replace(path)


def _fingerprint(task: BulkTask, candidates: Sequence[Candidate], block_size: int) -> str:
    """A digest of everything the answer depends on; the same in every process."""
    digest = sha256()
    facts: Iterable[object] = (
        task.today,
        task.ranker.version,
        task.limit,
        block_size,
        *(skill.serves for skill in task.lexicon.skills.values()),
        *task.market.opportunities,
        *candidates,
    )
    for fact in facts:
        digest.update(_canonical(fact).encode())
    return digest.hexdigest()


def _canonical(value: object) -> str:
    """A text that is the same for the same facts: sets have no order of their own."""
    if isinstance(value, frozenset | set):
        return f"{{{','.join(sorted(map(_canonical, value)))}}}"
    if isinstance(value, tuple | list):
        return f"[{','.join(map(_canonical, value))}]"
    if isinstance(value, Mapping):
        return f"<{','.join(sorted(_canonical(item) for item in value.items()))}>"
    if is_dataclass(value) and not isinstance(value, type):
        inside = (f"{one.name}={_canonical(getattr(value, one.name))}" for one in fields(value))
        return f"{type(value).__name__}({','.join(inside)})"
    return repr(value)
