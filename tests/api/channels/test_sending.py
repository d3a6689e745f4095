"""What was said arrives: in order, again after a failure, not again after an answer that is final."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.core import crypto
from api.core.outbox import OutboxRow
from api.notifications.sender import GIVE_UP_AFTER, LEASE
from tests.api.channels.conftest import ANA, PUBLIC, RUI, World, says
from tests.support import senders
from tests.support.providers import HANGS_UP, Answer, telegram_error, twilio_error
from tests.support.running import PROJECT
from tests.support.senders import TelegramUser

WA = f"whatsapp:{ANA}"


def waiting_until(world: World) -> list[datetime]:
    """When the rows are due again that have been tried."""
    return [row.next_try_at for row in world.rows() if row.attempts and not row.dead_at and not row.done_at]


def send_and_wait(world: World, seconds: int) -> None:
    """Send what is due; one row meets trouble in doing so and waits for so long from then on."""
    began = world.clock()
    world.send()
    ended = world.clock()
    (due,) = waiting_until(world)
    assert began <= due - timedelta(seconds=seconds) <= ended


@pytest.mark.parametrize(
    "trouble",
    [twilio_error(500, 20500), twilio_error(503, 20503), twilio_error(429, 20429), HANGS_UP, Answer(502)],
)
def test_a_provider_in_trouble_is_asked_again_and_nothing_overtakes(world: World, trouble: Answer) -> None:
    world.text(ANA, "Hello to you all")
    world.providers.next_answers = [trouble]
    send_and_wait(world, 2)
    assert world.providers.sent(ANA)[1:] == [], "what comes after it waits too"
    world.clock.forward(seconds=3)
    before = len(world.providers.calls)
    world.send()
    assert [call.body["Body"] for call in world.providers.calls[before:]] == [
        "1: /start",
        "2: Hello to you all",
    ]
    assert world.codes() == []


def test_one_senders_trouble_holds_nobody_else_up(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.text(RUI, "Hello to you all")
    world.providers.next_answers = [twilio_error(500, 20500)]
    world.send()
    # Both are asked for at once; whichever met the trouble waits, the other one goes on.
    assert sorted(len(world.providers.sent(one)) for one in (ANA, RUI)) == [1, 2]


def test_the_waits_double_and_what_the_provider_asks_for_is_kept_to(world: World) -> None:
    world.text(ANA, "Hello to you all")
    for expected in (2, 4, 8, 16):
        world.providers.next_answers = [twilio_error(500, 20500)]
        send_and_wait(world, expected)
        world.clock.forward(seconds=expected + 1)
    world.providers.next_answers = [twilio_error(429, 20429, Retry_After="240")]
    send_and_wait(world, 240)


def test_telegram_says_in_its_own_way_how_long_to_wait(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    world.providers.next_answers = [telegram_error(429, "Too Many Requests: retry after 35", retry_after=35)]
    send_and_wait(world, 35)
    world.clock.forward(seconds=36)
    assert world.sent(str(ana.chat_id))[-1] == '1: /start{"language":"en"}'
    assert world.codes() == []


def test_after_a_day_of_trouble_it_is_given_up_and_what_followed_is_sent(world: World) -> None:
    world.text(ANA, "Hello to you all")
    tries = 0
    while not world.codes():
        world.providers.next_answers = [twilio_error(500, 20500)]
        world.send()
        tries += 1
        world.clock.move_to(max([*waiting_until(world), world.clock()]))
    assert world.codes() == ["twilio_20500"]
    assert 12 <= tries <= 24
    first = world.rows()[0]
    assert first.dead_at is not None
    assert first.dead_at <= first.created_at + GIVE_UP_AFTER
    assert world.sent(ANA)[-1] == "2: Hello to you all"


@pytest.mark.parametrize("code", [21211, 21614, 21408, 20003])
def test_a_refusal_that_is_final_is_not_tried_again(world: World, code: int) -> None:
    world.text(ANA, "Hello to you all")
    world.providers.next_answers = [twilio_error(401 if code == 20003 else 400, code)]
    assert world.sent(ANA) == ["1: /start", "2: Hello to you all"]
    assert world.codes() == [f"twilio_{code}"]


def test_somebody_who_blocked_the_bot_on_telegram_is_not_tried_again(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    world.providers.next_answers = [telegram_error(403, "Forbidden: bot was blocked by the user")]
    world.send()
    assert world.codes() == ["telegram_403"]


def test_only_the_part_that_failed_is_sent_again(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.sent(ANA)
    world.bot.says = [says("Here is a sentence of this text. " * 90)]
    world.text(ANA, "more")
    before = len(world.providers.calls)
    # The first part goes through, the second does not.
    world.providers.next_answers = [Answer(201, {"sid": "SM1"}), twilio_error(500, 20500)]
    world.send()
    world.clock.forward(seconds=3)
    world.send()
    parts = [call.body["Body"] for call in world.providers.calls[before:]]
    assert len(parts) == 3
    assert parts[1] == parts[2] != parts[0]


def test_on_whatsapp_nothing_is_sent_a_day_after_the_last_message(world: World) -> None:
    world.text(WA, "Hello to you all")
    world.clock.forward(hours=24)
    assert world.sent(WA) == []
    assert world.codes() == ["whatsapp_window_closed", "whatsapp_window_closed"]
    world.text(WA, "I am back")
    assert world.sent(WA) == ["3: I am back"]


def test_text_messages_and_telegram_have_no_such_window(world: World, ana: TelegramUser) -> None:
    world.text(ANA, "Hello to you all")
    world.update(ana.writes("/start"))
    world.clock.forward(days=3)
    assert len(world.sent(ANA)) == 2
    assert len(world.sent(str(ana.chat_id))) == 1


def test_twilios_word_that_the_window_is_closed_is_taken(world: World) -> None:
    world.text(WA, "Hello to you all")
    world.providers.next_answers = [twilio_error(400, 63016)]
    world.send()
    assert world.codes() == ["whatsapp_window_closed"]


def test_buttons_whatsapp_refuses_become_a_list_to_answer_by_number(world: World) -> None:
    world.text(WA, "Hello to you all")
    world.sent(WA)
    world.bot.says = [says("Shall I?", "Yes", "No")]
    world.text(WA, "go on")
    world.providers.next_answers = [twilio_error(400, 60000)]
    assert world.sent(WA)[-1] == "Shall I?\n1 Yes\n2 No"
    world.text(WA, "2")
    assert world.bot.heard[-1] == '/answer{"slot":"home","value":"2"}'


@pytest.mark.parametrize("trouble", [twilio_error(500, 20500), HANGS_UP])
def test_trouble_with_a_template_is_trouble_with_the_message(world: World, trouble: Answer) -> None:
    world.text(WA, "Hello to you all")
    world.sent(WA)
    world.bot.says = [says("Shall I?", "Yes", "No")]
    world.text(WA, "go on")
    world.providers.next_answers = [trouble]
    send_and_wait(world, 2)
    world.clock.forward(seconds=3)
    assert world.sent(WA)[-1] == "Shall I?"


@pytest.mark.parametrize(
    ("state", "error", "code"),
    [
        ("delivered", "", None),
        ("sent", "", None),
        ("undelivered", "30003", "twilio_30003"),
        ("failed", "63016", "whatsapp_window_closed"),
        ("failed", "", "twilio_failed"),
    ],
)
def test_twilio_tells_later_what_never_arrived(
    world: World, state: str, error: str, code: str | None
) -> None:
    world.text(ANA, "Hello to you all")
    world.send()
    callback = world.providers.bodies("/Messages.json")[0]["StatusCallback"]
    assert callback.startswith(f"{PUBLIC}/webhooks/twilio/status?row=")
    row = int(callback.rpartition("=")[2])
    answers = [world.post(senders.status(PUBLIC, row, state, error))[0] for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert world.codes() == ([code] if code else [])


def test_twilio_telling_later_of_a_stop_is_a_stop(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.send()
    world.post(senders.status(PUBLIC, world.rows()[0].id, "failed", "21610"))
    world.text(ANA, "Are you there?")
    assert len(world.sent(ANA)) == 2


def test_a_status_of_a_row_nobody_knows_changes_nothing(world: World) -> None:
    assert world.post(senders.status(PUBLIC, 999, "failed", "30003"))[0].status_code == 204


def test_two_workers_at_once_send_everything_once(world: World) -> None:
    people = [f"+4477009{number:05d}" for number in range(12)]
    for one in people:
        world.text(one, "Hello to you all")
    first, second = world.a_worker(), world.a_worker()

    async def both() -> int:
        return sum(
            await asyncio.gather(*(one.send_due() for one in (first[0], second[0], first[0], second[0])))
        )

    while world.run(both()):
        pass
    for one in people:
        assert world.providers.sent(one) == ["1: /start", "2: Hello to you all"]


def _process(world: World, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PONTE_")}
    environment |= world.providers.environment(PUBLIC)
    environment |= {
        "PONTE_DATABASE_URL": world.database.engine.url.render_as_string(hide_password=False),
        "PONTE_SECRET_KEYS": crypto._keys[0].decode(),
        "PYTHONPATH": str(PROJECT),
    }
    return subprocess.Popen([sys.executable, "-m", module, *arguments], env=environment, cwd=PROJECT)


def test_a_process_killed_after_the_commit_has_lost_nothing(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.send()
    killed = _process(world, "tests.support.saying_process", world.all_sessions()[0].id, "Said and gone")
    assert killed.wait(60) == -9
    # That process lived by the real clock.
    world.clock.forward(days=365 * 3)
    assert world.sent(ANA)[2:] == ["Said and gone"]


def test_a_worker_killed_while_it_sends_leaves_it_to_be_sent_again_in_order(world: World) -> None:
    world.text(ANA, "Hello to you all")
    with world.database.session() as session:
        for row in session.query(OutboxRow):
            row.next_try_at = datetime(2020, 1, 1, tzinfo=UTC)
            row.created_at = datetime.now(UTC) - timedelta(minutes=1)
    world.providers.go_on.clear()
    killed = _process(world, "tests.support.sending_process")
    deadline = time.monotonic() + 60
    while not world.providers.calls and time.monotonic() < deadline:
        time.sleep(0.05)
    killed.kill()
    assert killed.wait(30) == -9
    world.providers.go_on.set()

    ahead = datetime.now(UTC) - world.clock()
    world.clock.forward(seconds=ahead.total_seconds())
    assert world.send() == 0, "it may still be at it"
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert world.sent(ANA) == ["1: /start", "1: /start", "2: Hello to you all"], "at least once, and in order"


def test_what_breaks_its_own_delivery_waits_and_holds_nobody_up(world: World) -> None:
    world.text(ANA, "Hello to you all")
    world.text(RUI, "Hello to you all")
    with world.database.session() as session:
        broken: Any = session.query(OutboxRow).order_by(OutboxRow.id).first()
        broken.payload = {"nothing": "of use"}
    send_and_wait(world, 2)
    assert world.providers.sent(RUI) == ["1: /start", "2: Hello to you all"]
