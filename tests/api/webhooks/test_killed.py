"""Processes are really killed; what was committed arrives all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from api.core import crypto
from api.core.outbox import OutboxRow
from api.notifications.sender import LEASE
from tests.api.webhooks.conftest import World
from tests.support.receiver import Receiver
from tests.support.running import PROJECT


def start(world: World, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process of its own on the same database."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PONTE_")}
    environment |= {
        "PONTE_DATABASE_URL": world.database.engine.url.render_as_string(hide_password=False),
        "PONTE_SECRET_KEYS": crypto._keys[0].decode(),
        "PONTE_WEBHOOKS_ALLOW_PRIVATE": "1",
        "PONTE_BOT_URL": "http://127.0.0.1:9",
        "PYTHONPATH": str(PROJECT),
    }
    return subprocess.Popen([sys.executable, "-m", module, *arguments], env=environment, cwd=PROJECT)


def make_due(world: World) -> None:
    """That process lives by the real clock, the test by its own: let all be due by either."""
    with world.database.session() as session:
        session.execute(
            update(OutboxRow).values(
                next_try_at=datetime(2020, 1, 1, tzinfo=UTC),
                created_at=datetime.now(UTC) - timedelta(minutes=1),
            )
        )


def catch_up(world: World) -> None:
    """Let the test's clock show the real time."""
    world.clock.forward(seconds=(datetime.now(UTC) - world.clock()).total_seconds())


def test_a_process_killed_after_the_commit_has_lost_nothing(world: World, ats: Receiver) -> None:
    secret = world.register(ats.url)["secret"]
    referral_id = world.refer()
    world.send()
    killed = start(world, "tests.support.reporting_process", referral_id, "acknowledged")
    assert killed.wait(60) == -9
    assert len(ats.calls) == 1
    make_due(world)
    catch_up(world)
    world.send()
    (_, call) = ats.calls
    assert call.verified(secret, world.clock())["data"]["event"] == "acknowledged"


def test_a_worker_killed_while_it_sends_leaves_it_to_be_sent_again_under_the_same_id(
    world: World, ats: Receiver
) -> None:
    endpoint = world.register(ats.url)
    world.refer()
    make_due(world)
    ats.go_on.clear()
    killed = start(world, "api.worker")
    try:
        ats.wait_for(1)
    finally:
        killed.kill()
    assert killed.wait(30) == -9
    ats.go_on.set()
    (row,) = world.deliveries(endpoint)
    assert (row["state"], row["tries"]) == ("waiting", 0)

    catch_up(world)
    world.send()
    assert len(ats.calls) == 1, "it may still be at it"
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    world.send()
    first, second = ats.calls
    assert (first.id, first.body) == (second.id, second.body)
    assert second.is_signed_with(endpoint["secret"], world.clock())
    assert world.deliveries(endpoint)[0]["state"] == "delivered"


def test_a_worker_started_after_the_kill_sends_what_a_change_left_behind(world: World, ats: Receiver) -> None:
    endpoint = world.register(ats.url)
    world.refer()
    make_due(world)
    worker = start(world, "api.worker")
    try:
        ats.wait_for(1)
        assert ats.calls[0].is_signed_with(endpoint["secret"], datetime.now(UTC))
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
