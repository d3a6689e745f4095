"""Conversations on a real database with a bot whose answers the test scripts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from api.chat.gateway import BotAnswer, BotFailed, BotUnavailable, Question
from api.chat.service import Conversations
from api.chat.store import ChatStore
from api.core.db import Database


class ScriptedBot:
    """Answers each message by quoting it; can be away, fail, or be slow."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.away = False
        self.fails_on: str | None = None
        self.slow_seconds = 0.0
        self.while_answering: Callable[[Question], None] = lambda question: None

    async def ask(self, question: Question) -> BotAnswer:
        if self.away:
            raise BotUnavailable
        await asyncio.sleep(self.slow_seconds)
        if question.text == self.fails_on:
            raise BotFailed
        self.heard.append(question.text)
        self.while_answering(question)
        turns = (question.state or {}).get("turns", 0) + 1
        return BotAnswer(
            messages=[{"text": f"{turns}: {question.text}", "quick_replies": [], "cards": []}],
            state={"turns": turns},
            expects={"slot": "home", "kind": "text"},
            language="en",
        )

    async def ready(self) -> bool:
        return not self.away


@pytest.fixture
def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture
def store(database: Database, now: datetime) -> ChatStore:
    return ChatStore(database, lambda: now, max_waiting=60)


@pytest.fixture
def chats(store: ChatStore, bot: ScriptedBot, database: Database) -> Conversations:
    return Conversations(store, bot, database)  # type: ignore[arg-type]
