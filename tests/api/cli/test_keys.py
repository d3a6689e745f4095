"""``ponte keys``: made, listed, rotated and revoked on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner, Result

from api.cli.main import app
from api.core.clock import system_clock
from api.core.db import Database
from api.staff.keys import caller_for_key
from api.staff.scopes import Scope
from tests.factories.staff import an_employer

Command = Callable[..., Result]


@pytest.fixture
def ponte(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs ``ponte keys …`` on a database with one employer."""
    monkeypatch.setenv("PONTE_DATABASE_URL", database_url)
    monkeypatch.setenv("PONTE_SECRET_KEYS", Fernet.generate_key().decode())
    with database.session() as session:
        an_employer(session)
    return lambda *words: CliRunner().invoke(app, ["keys", *words])


def _json(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def _made(ponte: Command, *words: str) -> Any:
    return _json(ponte("create", "--employer", "somerset-care", "--name", "ATS", "--json", *words))


def test_a_key_has_the_scopes_it_was_given(ponte: Command, database: Database) -> None:
    made = _made(ponte, "--scope", "referrals:write", "--scope", "referrals:read")
    assert made["scopes"] == ["referrals:read", "referrals:write"]
    with database.session() as session:
        caller = caller_for_key(session, made["key"], system_clock())
    assert caller is not None
    assert caller.scopes == {Scope.REFERRALS_READ, Scope.REFERRALS_WRITE}
    assert caller.principal.employer_id == "somerset-care"


def test_a_key_can_have_all_scopes_and_an_end(ponte: Command) -> None:
    made = _made(ponte, "--scope", "all", "--expires", "2999-01-01")
    assert made["scopes"] == [str(scope) for scope in Scope]
    assert made["expires_at"] == "2999-01-01T00:00:00+00:00"


def test_the_list_shows_every_key_and_never_itself(ponte: Command) -> None:
    key = _made(ponte, "--scope", "all")["key"]
    ponte("create", "--coordinators", "--name", "Board")
    listing = ponte("list")
    assert key not in listing.output
    assert "somerset-care  ATS  works  never used  referrals:read" in listing.output
    assert "coordinators  Board  works  never used" in listing.output
    assert len(_json(ponte("list", "--employer", "somerset-care", "--json"))["keys"]) == 1


def test_a_rotated_key_works_on_for_the_overlap(ponte: Command, database: Database) -> None:
    old = _made(ponte, "--scope", "referrals:read")
    new = _json(ponte("rotate", old["id"], "--overlap-days", "2", "--json"))
    assert (new["name"], new["scopes"]) == (old["name"], old["scopes"])
    now = system_clock()
    with database.session() as session:
        assert caller_for_key(session, old["key"], now + timedelta(days=1)) is not None
        assert caller_for_key(session, old["key"], now + timedelta(days=3)) is None
        assert caller_for_key(session, new["key"], now + timedelta(days=3)) is not None


def test_a_revoked_key_works_no_more(ponte: Command, database: Database) -> None:
    made = _made(ponte, "--scope", "all")
    assert ponte("revoke", made["id"]).output == f"{made['id']} has ended.\n"
    assert _json(ponte("list", "--json"))["keys"][0]["state"] == "revoked"
    with database.session() as session:
        assert caller_for_key(session, made["key"], system_clock()) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["create", "--name", "x"], "Say whose key it is: --employer ID or --coordinators."),
        (["create", "--name", "x", "--employer", "nobody"], "There is no employer nobody."),
        (["create", "--name", "x", "--employer", "somerset-care"], "Say what the key may do"),
        (
            ["create", "--name", "x", "--employer", "somerset-care", "--scope", "money"],
            "There is no scope money.",
        ),
        (
            [*"create --name x --coordinators --expires 2001-01-01".split()],
            "This moment has passed already. Choose a later one.",
        ),
        (["revoke", "key_of_nobody"], "We do not know this key."),
        (["rotate", "key_of_nobody"], "We do not know this key."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(ponte: Command, words: list[str], sentence: str) -> None:
    result = ponte(*words)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
