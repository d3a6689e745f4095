"""Messages of one sender are answered in the order they were sent, also after a restart."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from api.channels.inbound import LEFT_BEHIND_AFTER
from api.channels.telegram import Update
from api.channels.twilio import Incoming
from tests.api.channels.conftest import ANA, PUBLIC, World
from tests.support import senders
from tests.support.senders import TelegramUser


def heard(world: World) -> list[str]:
    return [one for one in world.bot.heard if not one.startswith("/")]


def deliver(world: World, *updates: dict[str, Any], apart_seconds: float = 0.0) -> None:
    """Deliver updates in this order, each before the one before is answered."""

    async def one(number: int, update: dict[str, Any]) -> None:
        await asyncio.sleep(number * apart_seconds)
        delivery = Update.model_validate(update).heard()
        await world.inbox.keep(delivery)
        await world.inbox.go_on(delivery)  # type: ignore[arg-type]

    async def every() -> None:
        await asyncio.gather(*(one(number, update) for number, update in enumerate(updates)))

    world.run(every())


def test_updates_that_overtook_each_other_are_put_right(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    updates = [ana.writes(f"message {number}") for number in range(4)]
    deliver(world, *(updates[number] for number in (2, 1, 3, 0)), apart_seconds=0.05)
    assert heard(world) == ["message 0", "message 1", "message 2", "message 3"]


def test_the_one_that_was_missing_lets_the_others_go_at_once(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    first, second = ana.writes("first"), ana.writes("second")
    began = time.monotonic()
    deliver(world, second, first, apart_seconds=0.1)
    assert heard(world) == ["first", "second"]
    assert time.monotonic() - began < 1.5


def test_a_message_waits_two_seconds_for_one_that_never_comes(world: World, ana: TelegramUser) -> None:
    world.update(ana.writes("/start"))
    ana.writes("lost on its way")
    began = time.monotonic()
    world.update(ana.writes("after it"))
    assert 1.9 < time.monotonic() - began < 4
    began = time.monotonic()
    world.update(ana.writes("and another"))
    assert time.monotonic() - began < 1, "the gap is known, nothing waits for it again"
    assert heard(world) == ["after it", "and another"]


def test_what_others_wrote_between_is_no_gap(world: World, ana: TelegramUser) -> None:
    rui = TelegramUser(chat_id=55002)
    began = time.monotonic()
    for number in range(3):
        world.update(ana.writes(f"ana says {number}"))
        world.update(rui.writes(f"rui {number}"))
        world.update({"update_id": ana.writes("x")["update_id"], "edited_message": {}})
    assert time.monotonic() - began < 1.9
    assert [one for one in heard(world) if one.startswith("ana")] == [
        "ana says 0",
        "ana says 1",
        "ana says 2",
    ]


def test_what_a_process_kept_and_left_behind_is_taken_up_by_the_worker(world: World) -> None:
    for words in ("this is one", "this is two"):
        form = senders.message(PUBLIC, ANA, words).form
        delivery = Incoming.model_validate(form).heard()
        assert world.run(world.inbox.keep(delivery))
    inbox = world.a_process()[1]
    assert world.run(inbox.go_on_with_the_left_behind()) == 0, "another process may still be at it"
    world.clock.forward(seconds=LEFT_BEHIND_AFTER.total_seconds() + 1)
    assert world.run(inbox.go_on_with_the_left_behind()) == 1
    assert world.run(inbox.go_on_with_the_left_behind()) == 0
    assert heard(world) == ["this is one", "this is two"]


def test_messages_kept_while_the_bot_is_away_are_answered_in_order_and_sent(world: World) -> None:
    world.text(ANA, "hello to you all")
    world.bot.away = True
    world.text(ANA, "one")
    world.text(ANA, "two")
    assert world.sent(ANA) == ["1: /start", "2: hello to you all"]
    world.bot.away = False
    world.answer_waiting()
    assert world.sent(ANA)[2:] == ["3: one", "4: two"]
