"""A candidate asks for a person, and a coordinator answers in the same chat."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.chat import errors, hand_over
from api.chat.models import IncomingMessage, PersonRequest
from api.chat.schemas import NewMessage, NewSession, Person
from api.chat.service import Conversations
from api.core.db import Database
from tests.api.chat.conftest import ScriptedBot


class Chat:
    """One conversation, from both sides."""

    def __init__(self, chats: Conversations, database: Database, now: datetime) -> None:
        self._chats = chats
        self._database = database
        self._now = now
        self.session_id = self._run(chats.open(NewSession(language="pt"))).session_id
        with database.session() as session:
            request = PersonRequest(session_id=self.session_id, language="pt", requested_at=now)
            session.add(request)
            session.flush()
            self.request_id = request.id

    def _run(self, work: Any) -> Any:
        return asyncio.run(work)

    def writes(self, text: str) -> Any:
        return self._run(self._chats.say(self.session_id, NewMessage(text=text), None))

    def presses(self, payload: str) -> Any:
        return self._run(self._chats.say(self.session_id, NewMessage(payload=payload), None))

    def worker_answers(self) -> None:
        self._run(self._chats.answer_all_waiting(self.session_id))

    def reply(self, text: str, name: str = "Carla") -> None:
        with self._database.session() as session:
            hand_over.reply(session, self.request_id, text, name=name, now=self._now)

    def close(self) -> None:
        with self._database.session() as session:
            hand_over.close(session, self.request_id, self._now)

    def lines(self) -> list[tuple[str, str | None, str]]:
        transcript = self._run(self._chats.transcript(self.session_id))
        return [(line.sender, line.name, line.text) for line in transcript.messages]

    def person(self) -> Person | None:
        found: Person | None = self._run(self._chats.transcript(self.session_id)).person
        return found


@pytest.fixture
def chat(chats: Conversations, database: Database, now: datetime) -> Chat:
    return Chat(chats, database, now)


def test_until_somebody_answers_the_bot_goes_on(chat: Chat, bot: ScriptedBot) -> None:
    answer = chat.writes("olá")
    assert answer.messages[0].text.endswith("olá")
    assert answer.person == Person(name=None)


def test_what_is_typed_to_a_person_reaches_no_bot_and_the_person_reads_it(
    chat: Chat, bot: ScriptedBot
) -> None:
    chat.reply("Bom dia, sou a Carla.")

    answer = chat.writes("preciso de ajuda com a renda")

    assert (answer.messages, answer.pending) == ([], False)
    assert answer.person == Person(name="Carla")
    assert "preciso de ajuda com a renda" not in bot.heard
    assert chat.lines()[-2:] == [
        ("person", "Carla", "Bom dia, sou a Carla."),
        ("candidate", None, "preciso de ajuda com a renda"),
    ]
    assert "Carla" in chat.lines()[-3][2], "Ponte says who is there now"


def test_buttons_still_work_while_a_person_is_there(chat: Chat, bot: ScriptedBot) -> None:
    chat.reply("Olá")
    chat.presses("/delete_data")
    assert bot.heard[-1] == "/delete_data"
    assert chat.person() == Person(name="Carla")


def test_a_candidate_can_go_on_without_the_person(chat: Chat, bot: ScriptedBot) -> None:
    chat.reply("Olá")
    chat.presses(hand_over.GO_ON)
    assert chat.person() is None
    chat.writes("moro em Taunton")
    assert bot.heard[-1] == "moro em Taunton"
    with pytest.raises(errors.PersonRequestClosed):
        chat.reply("Ainda aí?")


def test_when_the_coordinator_ends_it_the_bot_puts_its_question_again(chat: Chat, bot: ScriptedBot) -> None:
    chat.reply("Olá")
    chat.close()
    chat.worker_answers()

    assert bot.heard[-1].startswith("/go_on")
    senders = [line[0] for line in chat.lines()]
    assert senders[-2:] == ["bot", "bot"], "that it is back, then the question; the candidate said nothing"
    assert chat.person() is None


def test_a_request_answered_by_phone_is_closed_without_a_word_in_the_chat(chat: Chat) -> None:
    before = chat.lines()
    chat.close()
    chat.close()
    assert chat.lines() == before


def test_a_second_coordinator_can_take_over_and_the_candidate_is_told(chat: Chat) -> None:
    chat.reply("Olá")
    chat.reply("Sou o Rui", name="Rui")
    assert chat.person() == Person(name="Rui")
    assert sum("Rui" in text for sender, _, text in chat.lines() if sender == "bot") == 1


def test_someone_left_without_an_answer_has_the_bot_back_and_still_waits_for_a_person(
    chat: Chat, bot: ScriptedBot, database: Database, now: datetime
) -> None:
    chat.reply("Um momento.")

    def release(at: datetime) -> int:
        with database.session() as session:
            return hand_over.release_forgotten(session, at)

    assert release(now + timedelta(hours=1)) == 0, "the candidate has not written anything yet"
    # The clock stands still, so the candidate's message is given its own time.
    chat.writes("está aí?")
    with database.session() as session:
        last = session.query(IncomingMessage).order_by(IncomingMessage.seq.desc()).first()
        assert last is not None
        last.received_at = now + timedelta(minutes=1)
    assert release(now + timedelta(minutes=10)) == 0
    assert release(now + timedelta(minutes=12)) == 1
    assert release(now + timedelta(minutes=12)) == 0
    chat.worker_answers()
    assert chat.person() == Person(name=None)
    chat.writes("moro em Taunton")
    assert bot.heard[-1] == "moro em Taunton"


@pytest.mark.parametrize(
    ("text", "error"),
    [("", errors.ReplyEmpty), (" \n\x00", errors.ReplyEmpty), ("a" * 1001, errors.ReplyTooLong)],
)
def test_an_empty_or_endless_reply_is_refused_and_takes_nothing(
    chat: Chat, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        chat.reply(text)
    assert chat.person() == Person(name=None)


def test_a_request_that_was_erased_is_unknown(database: Database, now: datetime) -> None:
    with database.session() as session, pytest.raises(errors.PersonRequestUnknown):
        hand_over.reply(session, "per_none", "Olá", name="Carla", now=now)
