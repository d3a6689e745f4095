"""``ponte model``: the whole way of a challenger, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from api.cli.main import app
from api.core.db import Database
from api.core.migrate import upgrade_engine


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A migrated installation of its own, not in demo mode."""
    monkeypatch.setenv("PONTE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PONTE_SECRET_KEYS", Fernet.generate_key().decode())
    for name in ("PONTE_DEMO", "PONTE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    database = Database(f"sqlite:///{tmp_path / 'ponte.sqlite3'}")
    upgrade_engine(database.engine)
    database.close()
    return CliRunner()


def test_without_decisions_it_says_so(run: CliRunner) -> None:
    done = run.invoke(app, ["model", "train"])
    assert done.exit_code == 1
    assert done.stderr.startswith("There are decisions about 0 candidates")


def test_a_simulated_challenger_goes_the_whole_way_in_demo_mode_only(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = run.invoke(app, ["model", "train", "--simulated", "900"])
    assert trained.exit_code == 0, trained.output
    assert "learned from people who do not exist" in trained.stdout
    version = trained.stdout.split("Kept as ")[1].split(";")[0]

    listed = run.invoke(app, ["model", "list"]).stdout
    assert "* prior-2" in listed
    assert f"  {version}: 630 simulated candidates" in listed

    measured = run.invoke(app, ["model", "evaluate", version, "--simulated", "300"])
    assert measured.exit_code == 0, measured.output
    assert "nDCG@5, difference" in measured.stdout

    refused = run.invoke(app, ["model", "promote", version])
    assert refused.exit_code == 1
    assert "learned from a simulation" in refused.stderr

    monkeypatch.setenv("PONTE_DEMO", "1")
    assert run.invoke(app, ["model", "promote", version]).exit_code == 0
    assert f"* {version}" in run.invoke(app, ["model", "list"]).stdout
    assert "prior-2 is the champion again" in run.invoke(app, ["model", "rollback"]).stdout
    assert run.invoke(app, ["model", "rollback"]).exit_code == 1


def test_an_unknown_version_is_one_sentence(run: CliRunner) -> None:
    done = run.invoke(app, ["model", "evaluate", "learned-9"])
    assert done.exit_code == 1
    assert done.stderr == "There is no ranking learned-9, or its signature is missing.\n"
