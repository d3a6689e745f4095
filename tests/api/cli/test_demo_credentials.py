"""Demo sign-ins: made once, working, readable by their owner only."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select
from typer.testing import CliRunner

from api.cli import demo_credentials
from api.cli.demo_credentials import FILE_NAME, CredentialsError, load
from api.cli.seed import seed_demo
from api.core.db import Database
from api.core.migrate import upgrade
from api.core.settings import Settings
from api.staff.keys import caller_for_key
from api.staff.models import ApiKey, StaffUser
from api.staff.service import sign_in

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def settings(database: Database, database_url: str, tmp_path: Path) -> Settings:
    return Settings(demo=True, database_url=database_url, data_dir=tmp_path / "var", port=8123)


@pytest.fixture
def loaded(settings: Settings) -> Settings:
    seed_demo(settings, clock=lambda: NOW)
    return settings


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demo loaded once, for tests that only look: hashing its passwords takes seconds."""
    settings = Settings(demo=True, data_dir=tmp_path_factory.mktemp("var"), port=8123)
    upgrade(settings)
    seed_demo(settings, clock=lambda: NOW)
    return settings


def test_the_credentials_have_the_shape_programs_rely_on(example: Settings) -> None:
    found = load(example)

    assert found["base_url"] == "http://localhost:8123"
    assert found["employer"] == "Somerset NHS Trust"
    assert found["recruiter"]["email"] == "recruiter@demo.ponte.example"
    assert found["coordinator"]["email"] == "coordinator@demo.ponte.example"
    assert found["recruiter_key"].startswith("pk_")
    assert [one["employer"] for one in found["employers"]] == ["Somerset NHS Trust", "Somerset Care"]
    assert found["employers"][0]["key"] == found["recruiter_key"]


def test_every_password_and_key_works(loaded: Settings, database: Database) -> None:
    found = load(loaded)

    with database.session() as session:
        hub, care = (caller_for_key(session, one["key"], NOW) for one in found["employers"])
        coordinator = caller_for_key(session, found["coordinator"]["key"], NOW)
        assert hub is not None
        assert care is not None
        assert coordinator is not None
        assert (hub.principal.role, hub.principal.employer_id) == ("recruiter", "somerset-nhs-trust")
        assert (care.principal.role, care.principal.employer_id) == ("recruiter", "somerset-care")
        assert (coordinator.principal.role, coordinator.principal.employer_id) == ("coordinator", None)
        for one in [*found["employers"], found["coordinator"]]:
            _, user = sign_in(session, one["email"], one["password"], NOW)
            assert user.email == one["email"]


def test_only_the_owner_can_read_the_file(example: Settings) -> None:
    path = example.data_dir / FILE_NAME

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_password_or_key_stands_in_the_database(example: Settings) -> None:
    found = load(example)
    secrets = [
        one[kind] for one in [*found["employers"], found["coordinator"]] for kind in ("password", "key")
    ]

    content = b"".join(path.read_bytes() for path in example.data_dir.glob("ponte.sqlite3*"))

    assert len(set(secrets)) == 6
    assert b"recruiter@demo.ponte.example" in content
    assert not [secret for secret in secrets if secret.encode() in content]


def test_loading_again_keeps_them(loaded: Settings) -> None:
    before = load(loaded)

    seed_demo(loaded, clock=lambda: NOW)

    assert load(loaded) == before


def test_a_lost_file_gives_new_ones_that_work(loaded: Settings, database: Database) -> None:
    before = load(loaded)
    (loaded.data_dir / FILE_NAME).unlink()

    seed_demo(loaded, clock=lambda: NOW)

    after = load(loaded)
    assert after["recruiter"]["password"] != before["recruiter"]["password"]
    with database.session() as session:
        assert caller_for_key(session, after["recruiter_key"], NOW) is not None
        assert caller_for_key(session, before["recruiter_key"], NOW) is None
        sign_in(session, after["recruiter"]["email"], after["recruiter"]["password"], NOW)


def test_a_lost_database_gives_working_ones_for_the_same_passwords(
    loaded: Settings, database: Database
) -> None:
    before = load(loaded)
    with database.session() as session:
        for row in [*session.scalars(select(ApiKey)), *session.scalars(select(StaffUser))]:
            session.delete(row)

    seed_demo(loaded, clock=lambda: NOW)

    after = load(loaded)
    assert after["coordinator"]["password"] == before["coordinator"]["password"]
    with database.session() as session:
        assert caller_for_key(session, after["coordinator"]["key"], NOW) is not None
        sign_in(session, after["coordinator"]["email"], after["coordinator"]["password"], NOW)


def test_before_loading_there_are_none(tmp_path: Path) -> None:
    settings = Settings(demo=True, data_dir=tmp_path)

    with pytest.raises(CredentialsError) as caught:
        load(settings)

    assert str(caught.value) == f"No demo is loaded in {settings.data_dir}: run `ponte seed` first."


def test_outside_demo_mode_there_are_none(tmp_path: Path) -> None:
    settings = Settings(demo=False, data_dir=tmp_path, secret_keys=(Fernet.generate_key().decode(),))

    with pytest.raises(CredentialsError, match="in demo mode only"):
        load(settings)


def test_the_command_prints_json_for_programs_and_a_table_for_people(
    monkeypatch: pytest.MonkeyPatch, example: Settings
) -> None:
    monkeypatch.setenv("PONTE_DATA_DIR", str(example.data_dir))
    monkeypatch.setenv("PONTE_DEMO", "1")

    as_json = CliRunner().invoke(demo_credentials.app, ["credentials", "--json"])
    as_table = CliRunner().invoke(demo_credentials.app, ["credentials"])

    found = json.loads(as_json.stdout)
    assert found["recruiter_key"] in as_table.stdout
    assert "Recruiter, Somerset Care" in as_table.stdout
    assert found["coordinator"]["password"] in as_table.stdout


def test_the_command_says_when_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PONTE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PONTE_DEMO", "1")

    result = CliRunner().invoke(demo_credentials.app, ["credentials", "--json"])

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "run `ponte seed` first" in result.stderr
