"""Starting and ending all of Ponte, really: one start serves every test here, in the order they stand."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.running import PONTE, PROJECT, Running, running_ponte

pytestmark = pytest.mark.e2e
PATIENCE_SECONDS = 60.0
LOOPBACK = "0100007F"  # 127.0.0.1 as the kernel writes it


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A Ponte of this module's own, which may kill parts of it."""
    with running_ponte(tmp_path_factory.mktemp("start")) as running:
        yield running


def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.1)


def parts_of(running: Running) -> list[int]:
    """The process ids of the four parts."""
    pid = running.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def listens_on(pid: int) -> set[str]:
    """The addresses a process listens on for TCP, as the kernel writes them."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            local, _, state, *rest = line.split()[1:]
            if state == "0A" and f"socket:[{rest[5]}]" in inodes:
                found.add(local.split(":")[0])
    return found


def said(running: Running) -> str:
    """What the person in front of the terminal has read so far."""
    return (running.data_dir / "serve.log").read_text()


def test_a_start_tells_how_long_it_took_and_where_the_three_pages_are(started: Running) -> None:
    text = said(started)
    assert "Ponte is ready after " in text
    port = started.base_url.rsplit(":", 1)[1]
    for page in ("/", "/recruiter", "/coordinator"):
        assert f"http://localhost:{port}{page}" in text
    assert started.credentials["recruiter"]["password"] in text


def test_every_part_listens_on_loopback_or_not_at_all(started: Running) -> None:
    addresses = [listens_on(pid) for pid in parts_of(started)]
    assert sorted(map(sorted, addresses)) == [[], [LOOPBACK], [LOOPBACK], [LOOPBACK]]


def test_a_second_start_on_the_same_port_is_refused_in_one_sentence(started: Running) -> None:
    done = subprocess.run(
        [PONTE, "serve"], env=started.environment, cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    port = started.environment["PONTE_PORT"]
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use by another program: stop it or set PONTE_PORT.\n"
    assert started.ready()


def test_a_part_that_is_killed_is_started_again(started: Running) -> None:
    before = parts_of(started)
    os.kill(started.pid_of("worker"), signal.SIGKILL)
    until(lambda: "worker stopped (signal 9); starting it again in 1 s." in said(started))
    until(lambda: len(parts_of(started)) == 4)
    assert len(set(parts_of(started)) - set(before)) == 1


def test_ctrl_c_ends_all_of_it(started: Running) -> None:
    parts = parts_of(started)
    assert len(parts) == 4
    started.process.send_signal(signal.SIGINT)
    assert started.process.wait(PATIENCE_SECONDS) == 0, said(started)
    assert [pid for pid in parts if Path(f"/proc/{pid}").exists()] == []
    assert said(started).endswith("Stopped: nothing of Ponte is running any more.\n")
