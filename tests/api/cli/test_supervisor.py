"""Real small processes under the supervisor: what dies is started again, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.cli.supervisor.process import Program, last_line
from api.cli.supervisor.supervisor import Supervisor

PATIENCE_SECONDS = 20.0


def program(folder: Path, script: str, name: str = "part") -> Program:
    """A part that is a shell script, running in `folder`."""
    env = {"PATH": os.environ["PATH"]}
    return Program(name, ["/bin/sh", "-c", script], folder, env, folder / "log" / f"{name}.log")


def until(true: Callable[[], bool], supervisor: Supervisor | None = None) -> None:
    """Wait for something to become true, with the supervisor at work meanwhile."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never became true"
        if supervisor:
            supervisor.look()
        time.sleep(0.02)


def lines(path: Path) -> list[str]:
    """The whole lines of a file that may not be there yet."""
    return path.read_text().split("\n")[:-1] if path.exists() else []


def runs(pid: str) -> bool:
    """The process is there and not just waiting to be taken note of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(said.append, first_wait_seconds=0.05)
    yield supervisor
    supervisor.stop(grace_seconds=1)


def test_a_part_that_dies_is_started_again_and_one_line_says_so(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.start([program(tmp_path, "echo started >> starts; exit 3", "worker")])
    until(lambda: len(lines(tmp_path / "starts")) >= 2, supervisor)
    assert said[0].startswith("worker stopped (exit code 3); starting it again in 0.05 s.")


def test_a_part_that_keeps_dying_is_started_later_each_time(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.start([program(tmp_path, "exit 1")])
    until(lambda: len(said) >= 4, supervisor)
    waits = [line.split("again in ")[1].split(" s.")[0] for line in said[:4]]
    assert waits == ["0.05", "0.1", "0.2", "0.4"]
    assert supervisor.deaths() == {"part": 4}


def test_a_part_that_is_killed_is_told_by_its_signal_and_started_again(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.start([program(tmp_path, "echo $$ >> pids; exec sleep 600")])
    until(lambda: len(lines(tmp_path / "pids")) == 1)
    os.kill(supervisor.pids()["part"], signal.SIGKILL)
    until(lambda: len(lines(tmp_path / "pids")) == 2, supervisor)
    assert "part stopped (signal 9)" in said[0]


def test_one_parts_death_leaves_the_others_alone(supervisor: Supervisor, tmp_path: Path) -> None:
    steady = program(tmp_path, "echo $$ >> steady; exec sleep 600", "steady")
    supervisor.start([steady, program(tmp_path, "echo x >> shaky; exit 1", "shaky")])
    until(lambda: len(lines(tmp_path / "shaky")) >= 3 and len(lines(tmp_path / "steady")) > 0, supervisor)
    assert len(lines(tmp_path / "steady")) == 1
    assert supervisor.deaths()["steady"] == 0


def test_stopping_ends_a_part_that_will_not_listen_and_what_it_started(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    stubborn = "trap '' TERM; sleep 600 & echo $! >> pids; echo $$ >> pids; while :; do wait; done"
    supervisor.start([program(tmp_path, stubborn)])
    until(lambda: len(lines(tmp_path / "pids")) == 2)
    pids = lines(tmp_path / "pids")
    assert all(runs(pid) for pid in pids)
    supervisor.stop(grace_seconds=0.2)
    until(lambda: not any(runs(pid) for pid in pids))


def test_stopping_lets_a_part_that_listens_finish_its_work(supervisor: Supervisor, tmp_path: Path) -> None:
    script = "trap 'sleep 0.3; echo finished >> work; exit 0' TERM; echo ready >> work; while :; do sleep 0.05; done"
    supervisor.start([program(tmp_path, script)])
    until(lambda: lines(tmp_path / "work") == ["ready"])
    supervisor.stop()
    assert lines(tmp_path / "work") == ["ready", "finished"]


SUPERVISING = """
import signal, sys, time
from pathlib import Path
# A shell that starts this test in the background has Ctrl-C ignored, and its children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
from api.cli.supervisor.process import Program
from api.cli.supervisor.supervisor import Supervisor
folder = Path(sys.argv[1])
supervisor = Supervisor(print)
command = ["/bin/sh", "-c", "echo $$ >> pids; exec sleep 600"]
supervisor.start([Program(name, command, folder, {"PATH": sys.argv[2]}, folder / name) for name in "ab"])
try:
    while True:
        supervisor.look()
        time.sleep(0.05)
finally:
    supervisor.stop(grace_seconds=1)
"""


@pytest.fixture
def supervising(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that supervises two parts in `tmp_path`, both of them running."""
    command = [sys.executable, "-c", SUPERVISING, str(tmp_path), os.environ["PATH"]]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: len(lines(tmp_path / "pids")) == 2)
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed outright"])
def test_a_supervisor_that_ends_leaves_nothing_running(
    supervising: subprocess.Popen[bytes], tmp_path: Path, how: signal.Signals
) -> None:
    pids = lines(tmp_path / "pids")
    assert all(runs(pid) for pid in pids)
    supervising.send_signal(how)
    supervising.wait(PATIENCE_SECONDS)
    until(lambda: not any(runs(pid) for pid in pids))


def test_a_terminals_ctrl_c_reaches_the_supervisor_and_not_the_parts(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    supervisor.start([program(tmp_path, "echo ready >> pids; exec sleep 600")])
    until(lambda: lines(tmp_path / "pids") == ["ready"])
    assert os.getpgid(supervisor.pids()["part"]) != os.getpgid(0)


def test_what_a_part_prints_is_in_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start([program(tmp_path, "echo hello; echo 'ValueError: no room' >&2; exec sleep 600")])
    log = supervisor.log_of("part")
    until(lambda: len(lines(log)) == 2)
    assert lines(log) == ["hello", "ValueError: no room"]


def test_the_line_that_is_shown_of_a_log_is_its_last_error(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("start\nKeyError: 'a'\nsqlite3.OperationalError: disk full\n\nbye\n")
    assert last_line(log) == "sqlite3.OperationalError: disk full"
    log.write_text("start\nbye\n")
    assert last_line(log) == "bye"
    assert last_line(tmp_path / "none.log") == ""
