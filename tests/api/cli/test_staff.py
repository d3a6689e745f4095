"""``ponte staff``: accounts made, listed and shut from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.core.db import Database
from api.staff import repository, team
from tests.factories.staff import an_employer


@pytest.fixture(autouse=True)
def _environment(
    monkeypatch: pytest.MonkeyPatch, database: Database, database_url: str, tmp_path: Path
) -> None:
    with database.session() as session:
        an_employer(session)
    monkeypatch.setenv("PONTE_DEMO", "1")
    monkeypatch.setenv("PONTE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PONTE_DATABASE_URL", database_url)


def _run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["staff", *words])
    return result.exit_code, result.output


def test_a_manager_is_added_listed_and_let_go(database: Database) -> None:
    code, said = _run(
        "add", "Rita@Care.example", "--name", "Rita", "--employer", "somerset-care", "--access", "manager"
    )
    assert code == 0, said
    link = said.splitlines()[-1]
    assert link.startswith("http://localhost:8000/join/join_")
    with database.session() as session:
        team.accept(session, link.rpartition("/")[2], "three random words", datetime.now(UTC))
    assert _run("list") == (0, "rita@care.example  Rita  manager of somerset-care  active\n")
    assert _run("deactivate", "rita@care.example") == (0, "Deactivated rita@care.example.\n")
    assert _run("list", "--employer", "somerset-care")[1].endswith("deactivated\n")


def test_without_an_employer_it_is_a_coordinators_account(database: Database) -> None:
    assert _run("add", "carla@hub.example", "--name", "Carla")[0] == 0
    with database.session() as session:
        user = repository.user_by_email(session, "carla@hub.example")
        assert user is not None
        assert (user.role, user.access, user.employer_id) == ("coordinator", None, None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "rita", "--name", "Rita"), "Please write an e-mail address, such as name@example.org."),
        (("add", "a@b.example", "--name", "A", "--employer", "x"), "There is no employer with the id x."),
        (("deactivate", "a@b.example"), "There is no account with the address a@b.example."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    assert _run(*words) == (1, sentence + "\n")
