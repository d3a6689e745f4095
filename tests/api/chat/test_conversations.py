"""Messages are kept first, answered in order, once, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, TypeVar

import pytest

from api.chat import errors, hand_over, repository
from api.chat.erasure import erase
from api.chat.gateway import BotAnswer, Question
from api.chat.models import PersonRequest
from api.chat.payloads import PayloadUnknown
from api.chat.schemas import Answer, NewMessage, NewSession
from api.chat.service import Conversations
from api.chat.store import MAX_ATTEMPTS, ChatStore
from api.core.db import Database
from api.core.i18n import languages
from tests.api.chat.conftest import ScriptedBot

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def texts(answer: Answer) -> list[str]:
    return [message.text for message in answer.messages]


async def opened(chats: Conversations, language: str | None = "en") -> str:
    return (await chats.open(NewSession(language=language))).session_id


def test_the_bot_speaks_first_and_every_message_carries_the_state_of_the_last(
    chats: Conversations, bot: ScriptedBot
) -> None:
    async def talk() -> list[str]:
        session_id = await opened(chats)
        first = await chats.say(session_id, NewMessage(text="hello"), None)
        second = await chats.say(session_id, NewMessage(text="again"), None)
        return texts(first) + texts(second)

    assert run(talk()) == ["2: hello", "3: again"]
    assert bot.heard[0] == '/start{"language":"en"}'


def test_fifty_messages_at_once_are_answered_in_the_order_they_arrived(
    chats: Conversations, bot: ScriptedBot
) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        sent = [f"message {number}" for number in range(50)]
        answers = await asyncio.gather(*(chats.say(session_id, NewMessage(text=text), None) for text in sent))
        for text, answer in zip(sent, answers, strict=True):
            assert texts(answer)[0].endswith(f": {text}"), "each request gets the answer to its own message"
        transcript = await chats.transcript(session_id)
        said = [line.text for line in transcript.messages if line.sender == "candidate"]
        assert bot.heard[1:] == said, "answered in the order of arrival"
        assert sorted(said) == sorted(sent)
        assert transcript.pending is False

    run(talk())


def test_the_same_key_twice_is_one_message(chats: Conversations, bot: ScriptedBot) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        first = await chats.say(session_id, NewMessage(text="hello"), "key-1")
        second = await chats.say(session_id, NewMessage(text="hello"), "key-1")
        assert first == second
        assert bot.heard.count("hello") == 1
        with pytest.raises(errors.KeyReused):
            await chats.say(session_id, NewMessage(text="other"), "key-1")

    run(talk())


def test_two_requests_with_the_same_key_at_the_same_time_are_one_message(
    chats: Conversations, bot: ScriptedBot
) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        answers = await asyncio.gather(
            *(chats.say(session_id, NewMessage(text="hello"), "key-1") for _ in range(5))
        )
        assert {answer.messages[0].id for answer in answers} == {answers[0].messages[0].id}
        assert bot.heard.count("hello") == 1

    run(talk())


def test_while_the_bot_is_away_messages_wait_and_are_answered_once_when_it_is_back(
    chats: Conversations, bot: ScriptedBot
) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        bot.away = True
        waiting = await chats.say(session_id, NewMessage(text="are you there?"), None)
        assert waiting.pending is True
        assert texts(waiting) == ["I'll be right back. I've kept your message and will answer it here."]
        await chats.say(session_id, NewMessage(text="hello?"), None)
        assert (await chats.transcript(session_id)).pending is True
        bot.away = False
        await chats.answer_all_waiting(session_id)
        await chats.answer_all_waiting(session_id)
        transcript = await chats.transcript(session_id)
        assert transcript.pending is False
        assert [line.text for line in transcript.messages[1:]] == [
            "are you there?",
            "2: are you there?",
            "hello?",
            "3: hello?",
        ]

    run(talk())


def test_the_first_words_wait_too(chats: Conversations, bot: ScriptedBot) -> None:
    async def talk() -> None:
        bot.away = True
        answer = await chats.open(NewSession(language="pt"))
        assert answer.pending is True
        bot.away = False
        await chats.answer_all_waiting(answer.session_id)
        assert len((await chats.transcript(answer.session_id)).messages) == 1

    run(talk())


def test_a_message_the_bot_always_fails_on_gets_an_apology_and_holds_nothing_up(
    chats: Conversations, bot: ScriptedBot
) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        bot.fails_on = "poison"
        first = await chats.say(session_id, NewMessage(text="poison"), None)
        assert first.pending is True
        for _ in range(MAX_ATTEMPTS):
            await chats.answer_all_waiting(session_id)
        after = await chats.say(session_id, NewMessage(text="hello"), None)
        assert texts(after) == ["2: hello"], "the state is that of the last good turn"
        lines = [line.text for line in (await chats.transcript(session_id)).messages]
        assert any("something went wrong with your last message" in line for line in lines)

    run(talk())


def test_two_processes_on_one_database_answer_a_message_once(
    chats: Conversations, bot: ScriptedBot, database: Database, now: datetime
) -> None:
    worker = Conversations(ChatStore(database, lambda: now, max_waiting=60), bot, database)  # type: ignore[arg-type]

    async def talk() -> None:
        session_id = await opened(chats)
        bot.slow_seconds = 0.3
        request = asyncio.create_task(chats.say(session_id, NewMessage(text="hello"), None))
        await asyncio.sleep(0.1)
        await worker.answer_all_waiting(session_id)
        assert texts(await request) == ["2: hello"]
        assert bot.heard.count("hello") == 1

    run(talk())


def test_a_conversation_erased_by_a_message_still_gets_its_last_answer_and_keeps_nothing(
    chats: Conversations, bot: ScriptedBot, database: Database, now: datetime
) -> None:
    def erases(question: Question) -> None:
        if question.text == "delete":
            with database.session() as session:
                erase(session, question.session_id, now)

    async def talk() -> None:
        session_id = await opened(chats)
        bot.while_answering = erases
        answer = await chats.say(session_id, NewMessage(text="delete"), None)
        assert texts(answer) == ["2: delete"]
        assert answer.expects is None
        assert (await chats.transcript(session_id)).messages == []

    run(talk())


def test_share_codes_and_document_numbers_are_never_kept(chats: Conversations, bot: ScriptedBot) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        await chats.say(session_id, NewMessage(text="my code is W4E 5R6 T7Y, nino QQ 12 34 56 C"), None)
        transcript = await chats.transcript(session_id)
        assert "W4E" not in str(transcript)
        assert "12 34 56" not in str(transcript)
        assert "W4E" not in bot.heard[-1]

    run(talk())


@pytest.mark.parametrize(
    "text", ["Wednesday", "Wellbeing Warehouse 2 Weekdays", "was working 2 nights", "07700 900123", "TA1 2PX"]
)
def test_ordinary_words_and_numbers_are_kept(chats: Conversations, bot: ScriptedBot, text: str) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        await chats.say(session_id, NewMessage(text=text), None)
        assert bot.heard[-1] == text

    run(talk())


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "hello",
        "/unknown_intent",
        "/answer",
        '/answer{"slot":"home"}',
        '/answer{"slot":"home","value":{"nested":1}}',
        '/answer{"slot":"home","value":' + '"x' * 2000 + '"}',
        "/answer{not json}",
    ],
)
def test_a_payload_no_button_sends_is_refused_with_its_code(chats: Conversations, payload: str) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        with pytest.raises(PayloadUnknown):
            await chats.say(session_id, NewMessage(payload=payload), None)

    run(talk())


def test_a_language_ponte_does_not_speak_is_refused_by_name(chats: Conversations) -> None:
    with pytest.raises(errors.LanguageNotOffered) as refused:
        run(chats.open(NewSession(language="xx")))
    names = ", ".join(one.name for one in languages())
    assert refused.value.text("en") == f"I don't speak that language yet. I speak: {names}."


def test_too_many_waiting_messages_are_refused_and_the_kept_ones_stay(
    chats: Conversations, bot: ScriptedBot
) -> None:
    async def talk() -> None:
        session_id = await opened(chats)
        bot.away = True
        for number in range(60):
            await chats.say(session_id, NewMessage(text=str(number)), None)
        with pytest.raises(errors.TooManyWaiting):
            await chats.say(session_id, NewMessage(text="one more"), None)
        bot.away = False
        await chats.answer_all_waiting(session_id)
        assert bot.heard[1:] == [str(number) for number in range(60)]

    run(talk())


class AskingAboutEquality(ScriptedBot):
    """Puts one question of equality monitoring after the other."""

    async def ask(self, question: Question) -> BotAnswer:
        answer = await super().ask(question)
        buttons = [{"title": "Female", "payload": '/equality{"question":"sex","answer":"female"}'}]
        asked = {
            "text": f"Question {len(self.heard)}",
            "quick_replies": buttons,
            "cards": [],
            "private": True,
        }
        answer.messages = [asked]
        return answer


def test_equality_answers_leave_no_trace_in_the_conversation(
    store: ChatStore, database: Database, now: datetime
) -> None:
    bot = AskingAboutEquality()
    chats = Conversations(store, bot, database)  # type: ignore[arg-type]

    async def talk() -> str:
        session_id = await opened(chats)
        pressed = NewMessage(payload='/equality{"question":"sex","answer":"female"}')
        await chats.say(session_id, pressed, "key-1")
        again = await chats.say(session_id, pressed, "key-1")
        assert texts(again) == ["Question 2"], "sent twice, it is still one message"
        await chats.say(session_id, NewMessage(text="female"), None)  # typed, it presses the same button
        return session_id

    session_id = run(talk())
    assert bot.heard[1:] == ['/equality{"question":"sex","answer":"female"}'] * 2
    with database.session() as session:
        incoming, outgoing = repository.transcript(session, session_id)
        kept = [message.text for message in incoming] + [str(row.body) for row in outgoing]
        assert not any("female" in text.lower() for text in kept[:-1]), "the open question alone is left"
        request = PersonRequest(session_id=session_id, language="en", requested_at=now)
        session.add(request)
        session.flush()
        assert hand_over.read(session, request.id).lines == [], "and no coordinator reads it"
