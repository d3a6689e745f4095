"""One program as a process group that ends with its supervisor."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TIED = Path(__file__).with_name("tied.py")
LOG_LIMIT_BYTES = 10 * 1024 * 1024
LOOK_EVERY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Program:
    """What to run: the command line, the folder it runs in, its whole environment, its log file."""

    name: str
    command: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    log: Path


class Running:
    """A started program. Its process leads a group of its own, so a terminal's Ctrl-C passes it by."""

    def __init__(self, program: Program) -> None:
        """Start the program; its output is appended to its log file.

        The calling thread must be the one that ends last: the kernel ends the program with it.
        """
        self.program = program
        program.log.parent.mkdir(parents=True, exist_ok=True)
        _keep_one_old_log(program.log)
        with program.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(TIED), str(os.getpid()), *program.command],
                cwd=program.cwd,
                env=dict(program.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    @property
    def pid(self) -> int:
        """The process id, which is the group's id too."""
        return self._process.pid

    def ended(self) -> int | None:
        """The exit status (negative: the signal that ended it); null while it runs."""
        return self._process.poll()

    def ask_to_end(self) -> None:
        """SIGTERM to the program itself, which knows how to end its own children."""
        if self.ended() is None:
            self._process.terminate()

    def end_now(self) -> None:
        """SIGKILL to all of the group that is left."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()


def end_all(running: Sequence[Running], grace_seconds: float = 8.0) -> None:
    """Ask all of them to end, and end what is left of their groups after `grace_seconds`."""
    for one in running:
        one.ask_to_end()
    deadline = time.monotonic() + grace_seconds
    while any(one.ended() is None for one in running) and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_SECONDS)
    for one in running:
        one.end_now()


def last_line(log: Path) -> str:
    """The log's last line that tells of an error, else its last line; empty when there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 65536))
            lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    lines = [line for line in lines if line]
    errors = [line for line in lines if "error" in line.lower() or "exception" in line.lower()]
    return (errors or lines or [""])[-1][:300]


def _keep_one_old_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".1"))
