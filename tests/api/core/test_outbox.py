"""The outbox hands out each row once, in the order of its key, and again when a worker is gone."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from api.core import outbox
from api.core.db import Database
from api.core.outbox import Letter, OutboxRow

LEASE = timedelta(seconds=90)


class Box:
    """An outbox at a moment."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now

    def put(self, key: str, word: str, topic: str = "sms") -> None:
        with self.database.session() as session:
            outbox.put(session, topic, key, {"word": word}, self.now)

    def take(self, owner: str = "one", topic: str = "sms", limit: int = 20) -> list[Letter]:
        with self.database.session() as session:
            return outbox.take(session, topic, owner, self.now, self.now + LEASE, limit)

    def words(self, owner: str = "one") -> list[str]:
        return [letter.payload["word"] for letter in self.take(owner)]

    def done(self, letter: Letter, owner: str = "one") -> None:
        with self.database.session() as session:
            outbox.done(session, letter.id, owner, self.now)

    def row(self, letter: Letter) -> OutboxRow:
        with self.database.session() as session:
            return session.get_one(OutboxRow, letter.id)


@pytest.fixture
def box(database: Database, now: datetime) -> Box:
    return Box(database, now)


def test_of_each_key_only_the_oldest_is_handed_out(box: Box) -> None:
    for key, word in (("a", "a1"), ("a", "a2"), ("b", "b1")):
        box.put(key, word)
    first = box.take()
    assert [one.payload["word"] for one in first] == ["a1", "b1"]
    assert box.words("two") == []
    box.done(first[0])
    assert box.words("two") == ["a2"]


def test_another_topic_neither_waits_nor_is_waited_for(box: Box) -> None:
    box.put("a", "by sms")
    box.put("a", "by telegram", topic="telegram")
    assert [one.payload["word"] for one in box.take(topic="telegram")] == ["by telegram"]


def test_what_is_to_be_tried_later_holds_back_its_key(box: Box) -> None:
    box.put("a", "a1")
    box.put("a", "a2")
    (letter,) = box.take()
    with box.database.session() as session:
        outbox.try_later(session, letter.id, "one", "trouble", box.now + timedelta(seconds=5))
    assert box.words() == []
    box.now += timedelta(seconds=5)
    (again,) = box.take()
    assert (again.id, again.attempts) == (letter.id, 1)


def test_a_workers_lease_that_runs_out_hands_the_row_to_another_who_alone_settles_it(box: Box) -> None:
    box.put("a", "a1")
    (letter,) = box.take("one")
    box.now += LEASE + timedelta(seconds=1)
    (again,) = box.take("two")
    assert again.id == letter.id
    with box.database.session() as session:
        assert not outbox.keep_on(session, letter.id, "one", 1, box.now + LEASE)
        outbox.give_up(session, letter.id, "one", "late", box.now)
    assert box.row(letter).dead_at is None
    box.done(again, "two")
    assert box.row(letter).done_at is not None


def test_what_has_arrived_leaves_no_words_behind(box: Box) -> None:
    box.put("a", "a1")
    (letter,) = box.take()
    box.done(letter)
    assert box.row(letter).payload is None


def test_a_stop_reaches_a_row_that_is_just_being_sent(box: Box) -> None:
    box.put("a", "a1")
    box.put("b", "b1")
    letter, _ = box.take()
    with box.database.session() as session:
        outbox.stop(session, "a", "sms", "opted_out", box.now)
    with box.database.session() as session:
        assert not outbox.keep_on(session, letter.id, "one", 1, box.now + LEASE)
    box.done(letter)
    assert (box.row(letter).done_at, box.row(letter).last_error_code) == (None, "opted_out")


def test_standing_tells_what_waits_and_of_what_the_dead_died(box: Box) -> None:
    for key in "abc":
        box.put(key, key)
    letters = box.take()
    with box.database.session() as session:
        outbox.give_up(session, letters[0].id, "one", "refused", box.now)
        found = outbox.standing(session, "sms")
        assert (found.waiting, found.oldest, found.dead) == (2, box.now, {"refused": 1})
        outbox.forget(session, ["b"])
        outbox.forget_settled(session, box.now + timedelta(seconds=1))
        found = outbox.standing(session, "sms")
        assert (found.waiting, found.dead) == (1, {})


def test_a_row_put_in_a_transaction_that_fails_was_never_there(box: Box) -> None:
    def fails() -> None:
        with box.database.session() as session:
            outbox.put(session, "sms", "a", {"word": "a1"}, box.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert box.words() == []


def test_eight_workers_at_once_never_have_the_same_row(box: Box) -> None:
    for number in range(60):
        box.put(f"key {number % 15}", str(number))
    taken: dict[str, list[int]] = {}
    lock = threading.Lock()

    def work(owner: str) -> None:
        idle = 0
        while idle < 5:
            letters = box.take(owner, limit=4)
            idle = 0 if letters else idle + 1
            for letter in letters:
                with lock:
                    taken.setdefault(letter.key, []).append(int(letter.payload["word"]))
                box.done(letter, owner)

    workers = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    while letters := box.take("last"):
        for letter in letters:
            taken.setdefault(letter.key, []).append(int(letter.payload["word"]))
            box.done(letter, "last")
    assert sorted(number for numbers in taken.values() for number in numbers) == list(range(60))
    assert all(numbers == sorted(numbers) for numbers in taken.values())
