"""A database with an employer, imports into it, and a job board to read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.core.db import Database
from api.vacancies.fetching import Fetcher
from api.vacancies.importing import Plan
from api.vacancies.inputs import Inputs
from api.vacancies.outcomes import Outcome
from api.vacancies.running import Report, run
from tests.factories.opportunities import TODAY
from tests.factories.staff import an_employer
from tests.support.job_board import JobBoard, job_board

Importing = Callable[..., tuple[Report, list[Outcome]]]


@pytest.fixture
def region(database: Database) -> None:
    """Two employers."""
    with database.session() as session:
        an_employer(session, name="Somerset Care")
        an_employer(session, "trust", name="The Trust")


@pytest.fixture
def importing(database: Database, region: None, tmp_path: Path) -> Importing:
    """Imports a text (as a file) or addresses; gives the report and every outcome."""

    def do(
        content: str | list[str], form: str | None = None, source: str = "board", **plan: Any
    ) -> tuple[Report, list[Outcome]]:
        if isinstance(content, str):
            path = tmp_path / "vacancies"
            path.write_text(content, encoding="utf-8")
            content = [str(path)]
        outcomes: list[Outcome] = []
        fetcher = Fetcher(allow_private=True)
        inputs = Inputs(content, form, fetcher)
        report = run(database, inputs, Plan(source, plan.pop("today", TODAY), **plan), tell=outcomes.append)
        fetcher.close()
        assert inputs.position == 1.0 or report.problems
        return report, outcomes

    return do


@pytest.fixture
def board() -> Iterator[JobBoard]:
    """A job board on loopback."""
    with job_board() as board:
        yield board
