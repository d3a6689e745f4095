"""``ponte opportunities``: what a person at a terminal is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli.main import app
from api.core.db import Database
from tests.factories.staff import an_employer
from tests.factories.vacancies import a_csv, a_csv_row, an_nhs_job, nhs_jobs
from tests.support.job_board import job_board

Ponte = Callable[..., Result]


@pytest.fixture
def ponte(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ponte:
    """Runs `ponte opportunities …` on a database with one employer."""
    with database.session() as session:
        an_employer(session, name="Somerset Care")
    for name, value in (("DATABASE_URL", database_url), ("DATA_DIR", str(tmp_path / "var")), ("DEMO", "1")):
        monkeypatch.setenv(f"PONTE_{name}", value)
    return lambda *words: CliRunner().invoke(app, ["opportunities", *map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "june.csv"
    path.write_text(a_csv([a_csv_row(), a_csv_row(2, JOB_TITLE="Poet"), a_csv_row(3)]), encoding="utf-8")
    return path


def test_an_import_tells_what_it_did_and_names_bad_rows(ponte: Ponte, file: Path) -> None:
    done = ponte("import", file)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "june: 3 rows: 0 accepted, 2 repaired, 1 rejected.",
        "2 created, 0 changed, 0 unchanged, 0 closed.",
        "Inferred: role (2), hours (2), pay (2), dbs (2), driving (2), english (2), skills_wanted (2)",
        "  row 3, P-2: vacancy.role_unknown",
    ]
    assert "0 created, 0 changed, 2 unchanged" in ponte("import", file, "--format", "nhsbsa-csv").stdout


def test_a_report_holds_every_row(ponte: Ponte, file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    done = ponte("import", file, "--report", report, "--json")
    assert done.exit_code == 0, done.output
    counts = json.loads(done.stdout)
    assert (counts["rows"], counts["rejected"], counts["codes"]) == (3, 1, {"vacancy.role_unknown": 1})
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(line["row"], line["kind"]) for line in lines] == [
        (2, "repaired"),
        (3, "rejected"),
        (4, "repaired"),
    ]
    assert lines[1]["code"] == "vacancy.role_unknown"
    assert "role" in lines[0]["inferred"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.csv"], "nowhere.csv cannot be opened."),
        (["FILE", "--format", "pdf"], "--format takes one of"),
        (["FILE", "--employer", "nobody"], "There is no employer nobody. Known: somerset-care."),
        (["FILE", "--source", "employer"], "cannot be called employer"),
        (["FILE", "--header", "X-Key"], "write NAME=VARIABLE"),
        (["FILE", "--header", "X-Key=NOT_SET_ANYWHERE"], "environment variable NOT_SET_ANYWHERE"),
        (["http://127.0.0.1:9/"], "PONTE_ALLOW_PRIVATE_SOURCES=1"),
        (["FILE", "--report", "/nowhere/at/all"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_1(
    ponte: Ponte, file: Path, words: list[str], sentence: str
) -> None:
    done = ponte("import", *(str(file) if word == "FILE" else word for word in words))
    assert done.exit_code == 1
    assert sentence in done.output
    assert "Traceback" not in done.output


def test_sources_are_pulled_by_hand(ponte: Ponte, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "PONTE_VACANCY_SOURCES" in ponte("pull").output
    with job_board() as board:
        board.contents["/nhs"] = nhs_jobs([an_nhs_job()])
        path = tmp_path / "sources.toml"
        path.write_text(f'[[source]]\nname = "nhs"\nurls = ["{board.base_url}/nhs"]\n')
        monkeypatch.setenv("PONTE_VACANCY_SOURCES", str(path))
        refused = ponte("pull")
        assert refused.exit_code == 1
        assert "private network" in refused.output
        monkeypatch.setenv("PONTE_ALLOW_PRIVATE_SOURCES", "1")
        done = ponte("pull", "nhs")
        assert done.exit_code == 0, done.output
        assert "nhs: 1 rows" in done.stdout
        assert "There is no source other" in ponte("pull", "other").output
