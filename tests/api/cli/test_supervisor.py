"""Programs under the supervisor: restarted when they die, all gone when it ends, however it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.cli.supervisor.process import Program, last_line
from api.cli.supervisor.supervisor import Supervisor

PROJECT = Path(__file__).resolve().parents[3]
SLEEPS = "import time; time.sleep(60)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(60)"
)
WITH_CHILD = (
    "import subprocess, sys, time; child = subprocess.Popen(['sleep', '60']);"
    "print(child.pid, flush=True); time.sleep(60)"
)


def python(tmp_path: Path, name: str, code: str) -> Program:
    return Program(name, [sys.executable, "-c", code], tmp_path, os.environ, tmp_path / f"{name}.log")


def alive(pid: int) -> bool:
    """Running, and not merely waiting for somebody to collect its exit status."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def supervisor(lines: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(lines.append, first_wait_seconds=0.05)
    yield supervisor
    supervisor.stop(grace_seconds=0.1)


def looked(supervisor: Supervisor, happened: Callable[[], bool]) -> bool:
    def look_and_ask() -> bool:
        supervisor.look()
        return happened()

    return within(20, look_and_ask)


def test_a_program_that_is_killed_runs_again_and_one_line_says_so(
    supervisor: Supervisor, lines: list[str], tmp_path: Path
) -> None:
    supervisor.start([python(tmp_path, "worker", SLEEPS)])
    first = supervisor.pids()["worker"]
    os.kill(first, signal.SIGKILL)
    assert looked(supervisor, lambda: supervisor.pids().get("worker", first) != first)
    assert alive(supervisor.pids()["worker"])
    assert lines == [
        f"worker stopped (signal 9); starting it again in 0.05 s. Its log: {tmp_path}/worker.log"
    ]


def test_a_program_that_keeps_dying_is_given_twice_the_time_each_time(
    supervisor: Supervisor, lines: list[str], tmp_path: Path
) -> None:
    supervisor.start([python(tmp_path, "api", "raise SystemExit(3)")])
    assert looked(supervisor, lambda: len(lines) == 3)
    assert [re.findall(r"in ([\d.]+) s\.", line) for line in lines] == [["0.05"], ["0.1"], ["0.2"]]
    assert all("(exit code 3)" in line for line in lines)
    assert supervisor.deaths() == {"api": 3}


def test_the_others_go_on_while_one_is_down(supervisor: Supervisor, lines: list[str], tmp_path: Path) -> None:
    supervisor.start([python(tmp_path, "api", SLEEPS), python(tmp_path, "worker", "pass")])
    api = supervisor.pids()["api"]
    assert looked(supervisor, lambda: len(lines) >= 2)
    assert supervisor.pids()["api"] == api
    assert alive(api)


def test_stopping_ends_a_program_that_will_not_listen_and_its_children(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    supervisor.start([python(tmp_path, "deaf", DEAF), python(tmp_path, "parent", WITH_CHILD)])
    assert within(20, lambda: last_line(tmp_path / "deaf.log") == "deaf")
    assert within(20, lambda: last_line(tmp_path / "parent.log").isdigit())
    pids = [*supervisor.pids().values(), int(last_line(tmp_path / "parent.log"))]
    supervisor.stop(grace_seconds=0.3)
    assert within(5, lambda: not any(alive(pid) for pid in pids))


def test_what_a_dead_program_leaves_behind_ends_with_it(
    supervisor: Supervisor, lines: list[str], tmp_path: Path
) -> None:
    supervisor.start([python(tmp_path, "parent", WITH_CHILD)])
    assert within(20, lambda: last_line(tmp_path / "parent.log").isdigit())
    child = int(last_line(tmp_path / "parent.log"))
    os.kill(supervisor.pids()["parent"], signal.SIGKILL)
    assert looked(supervisor, lambda: bool(lines))
    assert within(5, lambda: not alive(child))


def test_nothing_is_left_when_the_supervisor_itself_is_killed(tmp_path: Path) -> None:
    code = f"""
import os, sys, time
from pathlib import Path
from api.cli.supervisor.process import Program
from api.cli.supervisor.supervisor import Supervisor
here = Path({str(tmp_path)!r})
one = Supervisor(print)
names = ("rasa", "api")
command = [sys.executable, "-c", {DEAF!r}]
one.start([Program(name, command, here, os.environ, here / (name + ".log")) for name in names])
print(*one.pids().values(), flush=True)
time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        # Both have become deaf to SIGTERM: only the kernel can end them now.
        assert within(20, lambda: all(last_line(tmp_path / f"{n}.log") == "deaf" for n in ("rasa", "api")))
        assert all(alive(pid) for pid in pids)
        owner.kill()
    assert within(5, lambda: not any(alive(pid) for pid in pids))


def test_a_log_that_grew_large_is_set_aside_once(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    supervisor.start([python(tmp_path, "api", "print('fresh', flush=True); import time; time.sleep(60)")])
    assert within(20, lambda: last_line(log) == "fresh")
    assert log.stat().st_size < 100
    assert (tmp_path / "api.log.1").stat().st_size > 10 * 1024 * 1024


def test_the_line_shown_of_a_log_is_the_last_one_that_tells_of_an_error(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    log.write_text("loading\nValueError: no examples\nbye\n\n")
    assert last_line(log) == "ValueError: no examples"
    log.write_text("loading\nbye\n")
    assert last_line(log) == "bye"
    assert last_line(tmp_path / "none.log") == ""
