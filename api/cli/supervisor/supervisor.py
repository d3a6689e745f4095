"""Keeps programs running: one that dies is started again, later each time it dies soon."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.cli.supervisor.process import Program, Running, end_all

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
# A program that ran this long was well: its next death starts the waits anew.
WELL_AFTER_SECONDS = 60.0


@dataclass(slots=True)
class _Place:
    """A program's place under the supervisor."""

    program: Program
    running: Running | None
    started_at: float
    deaths: int = 0
    start_again_at: float = 0.0


class Supervisor:
    """The programs of one start.

    Parameters
    ----------
    say
        Takes one line for the person in front of the terminal.
    clock
        Seconds, only ever rising.
    first_wait_seconds
        The wait before the first restart; doubled for each further death, 30 s at most.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        first_wait_seconds: float = FIRST_WAIT_SECONDS,
    ) -> None:
        self._say = say
        self._clock = clock
        self._first_wait = first_wait_seconds
        self._places: list[_Place] = []

    def start(self, programs: Sequence[Program]) -> None:
        """Start programs and look after them from now on."""
        for program in programs:
            self._places.append(_Place(program, Running(program), self._clock()))

    def pids(self) -> dict[str, int]:
        """The process ids of what runs, by the program's name."""
        return {place.program.name: place.running.pid for place in self._places if place.running}

    def deaths(self) -> dict[str, int]:
        """How often each program died since it was last well, by name."""
        return {place.program.name: place.deaths for place in self._places}

    def log_of(self, name: str) -> Path:
        """The log file of a program."""
        return next(place.program.log for place in self._places if place.program.name == name)

    def look(self) -> None:
        """Notice what died, and start again what has waited long enough. Call it often."""
        for place in self._places:
            if place.running is None:
                if self._clock() >= place.start_again_at:
                    place.running, place.started_at = Running(place.program), self._clock()
                continue
            status = place.running.ended()
            if status is not None:
                self._died(place, status)

    def stop(self, grace_seconds: float = 8.0) -> None:
        """End everything; what does not end by itself in `grace_seconds` is killed."""
        end_all([place.running for place in self._places if place.running], grace_seconds)
        self._places.clear()

    def _died(self, place: _Place, status: int) -> None:
        if place.running:
            place.running.end_now()  # what it may have left in its group
        place.running = None
        if self._clock() - place.started_at > WELL_AFTER_SECONDS:
            place.deaths = 0
        wait = min(self._first_wait * 2**place.deaths, LONGEST_WAIT_SECONDS)
        place.deaths += 1
        place.start_again_at = self._clock() + wait
        how = f"signal {-status}" if status < 0 else f"exit code {status}"
        self._say(
            f"{place.program.name} stopped ({how}); starting it again in {wait:g} s. "
            f"Its log: {place.program.log}"
        )
