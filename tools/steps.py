"""Long steps: say what runs, keep its output in a log, and say in one sentence why it failed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from troubles import explain, last_error

SAY_EVERY_SECONDS = 15.0


class Trouble(Exception):
    """The installation cannot go on; the text is one clear sentence."""


def say(line: str) -> None:
    """One line for the person in front of the terminal, at once."""
    print(line, flush=True)


def run(title: str, command: Sequence[str | Path], cwd: Path, env: Mapping[str, str], log: Path) -> None:
    """Run a command with a line before, a line after, and one now and then in between.

    Raises
    ------
    Trouble
        It failed.
    """
    say(f"{title} …")
    began = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        except OSError as error:
            raise Trouble(f"{title}: {command[0]} does not start ({error.strerror}).") from None
        try:
            status = _wait(process, began)
        finally:
            process.kill()
            process.wait()
    if status != 0:
        text = log.read_text(encoding="utf-8", errors="replace")
        raise Trouble(explain(text) or f"{title} failed: {last_error(text)} (all of it: {log})")
    say(f"  done in {time.monotonic() - began:.0f} s")


def _wait(process: subprocess.Popen[bytes], began: float) -> int:
    while True:
        try:
            return process.wait(timeout=SAY_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"  still at it, {time.monotonic() - began:.0f} s")


def main_of(work: Callable[[], None]) -> None:
    """Run a script's work: trouble becomes one sentence on standard error and exit code 1."""
    try:
        work()
    except Trouble as trouble:
        print(trouble, file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr, flush=True)
        sys.exit(130)
