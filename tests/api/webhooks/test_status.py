"""Whoever runs Ponte sees how webhooks stand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from api.webhooks.check import check
from tests.api.webhooks.conftest import World
from tests.support.receiver import Receiver


def ponte(database_url: str, *arguments: str) -> Result:
    unset: dict[str, str | None] = dict.fromkeys(name for name in os.environ if name.startswith("PONTE_"))
    environment = unset | {"PONTE_DEMO": "1", "PONTE_DATABASE_URL": database_url}
    return CliRunner().invoke(app, ["webhooks", "status", *arguments], env=environment)


@pytest.fixture
def busy(world: World, ats: Receiver) -> World:
    """One endpoint works, one has gone, one was switched off; one message waits."""
    for name in ("works", "gone", "off"):
        endpoint = world.register(f"{ats.url}/{name}")
        if name == "off":
            world.call("PATCH", f"/{endpoint['id']}", json={"enabled": False})
    ats.next_answers = [410]
    world.refer()
    world.send()
    world.refer(first_name="Bia")
    ats.next_answers = [500]
    world.send()
    return world


def test_endpoints_and_what_waits_and_died_are_counted(busy: World, database_url: str) -> None:
    said: Any = json.loads(ponte(database_url, "--json").stdout)
    assert (said["enabled"], said["disabled"]) == (1, {"gone": 1, "by_employer": 1})
    assert (said["unaddressed"], said["waiting"], said["dead"]) == (0, 1, {"http_410": 1})
    line = ponte(database_url).stdout
    assert line.startswith("endpoints 1 enabled, 2 disabled (by_employer 1, gone 1); waiting 1 since ")
    assert line.endswith("; 1 dead (http_410 1)\n")


def test_a_worker_that_does_not_run_is_noticed(world: World) -> None:
    world.refer()
    with world.database.session() as session:
        assert check(session, world.clock()).problem is None
    world.clock.forward(minutes=11)
    with world.database.session() as session:
        report = check(session, world.clock())
    assert report.problem == "What happened is not told to anybody: is the worker running?"


def test_a_database_that_was_never_migrated_is_one_sentence(tmp_path: Path) -> None:
    result = ponte(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert result.exit_code == 1
    assert result.stderr == "The database cannot be read: run `ponte migrate`.\n"
