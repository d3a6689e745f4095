"""An import from its inputs to its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.core.db import Database
from api.vacancies.completing import Completer, shipped
from api.vacancies.importing import Import, Plan
from api.vacancies.inputs import Inputs
from api.vacancies.outcomes import Outcome, Tally
from api.vacancies.reading import Unreadable


@dataclass(frozen=True)
class Report:
    """What an import did.

    Attributes
    ----------
    problems : tuple of Unreadable
        What could not be read to its end; then nothing was closed as missing.
    notes : tuple of Unreadable
        Why nothing was closed as missing although everything could be read.
    """

    source: str
    tally: Tally
    problems: tuple[Unreadable, ...]
    notes: tuple[Unreadable, ...]

    def as_json(self) -> dict[str, Any]:
        """The counts, and what stood in the way."""
        return {
            "source": self.source,
            **self.tally.as_json(),
            "problems": [{"code": one.code, "text": str(one)} for one in self.problems],
            "notes": [{"code": one.code, "text": str(one)} for one in self.notes],
        }


def run(
    database: Database,
    inputs: Inputs,
    plan: Plan,
    *,
    tell: Callable[[Outcome], None] = lambda outcome: None,
    going_on: Callable[[Tally], bool] = lambda tally: True,
    completer: Completer | None = None,
) -> Report:
    """Read the inputs and store what they hold.

    `tell` hears of each row and of what is closed; `going_on` is asked after each part of 500 rows.
    """
    one = Import(database, plan, completer or shipped(), tell)
    stopped = not one.take(inputs.rows(), lambda: going_on(one.tally))
    problems = [*inputs.problems, *([Unreadable("source.stopped")] if stopped else [])]
    notes = list(inputs.notes)
    if not one.tally.rows and not problems:
        notes.append(Unreadable("source.empty"))
    one.finish(complete=inputs.complete and not stopped)
    return Report(plan.source, one.tally, tuple(problems), tuple(notes))
