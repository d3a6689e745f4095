"""Taking a message in, having it answered in order, once, and telling when that has to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from anyio import CapacityLimiter, to_thread

from api.chat import errors, views
from api.chat.gateway import BotFailed, BotGateway, BotUnavailable
from api.chat.payloads import parse
from api.chat.schemas import MAX_TEXT, Answer, NewMessage, NewSession, Opened, Transcript
from api.chat.store import ChatStore, Done, OpenTurn
from api.chat.taking_in import start
from api.core.db import Database
from api.core.i18n import is_language, languages

log = structlog.get_logger()

T = TypeVar("T")

# How long a request waits for another process to finish the turn before it.
OTHERS_TURN_SECONDS = 20.0


class Conversations:
    """All conversations of this process.

    Messages of one conversation are answered one at a time in the order they arrived, also when
    several processes share the database: a lock in this process, a lease between processes.
    """

    def __init__(self, store: ChatStore, gateway: BotGateway, database: Database) -> None:
        self._store = store
        self._gateway = gateway
        self._database = database
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}
        # Threads of its own: while requests wait for the bot, the bot's own calls to the API need
        # the server's.
        self._threads = CapacityLimiter(16)

    async def open(self, wish: NewSession) -> Opened:
        """Start a conversation and return the bot's first words."""
        if wish.language is not None and not is_language(wish.language):
            names = ", ".join(language.name for language in languages())
            raise errors.LanguageNotOffered(languages=names)
        session_id, token = await self._run(lambda: self._store.open(wish.channel, wish.language))
        answer = await self._receive(session_id, start(wish.language), is_payload=True, key=None)
        return Opened(session_id=session_id, token=token, **answer.model_dump())

    async def say(self, session_id: str, message: NewMessage, key: str | None) -> Answer:
        """Take a message in and return the answer to it, or that it will come."""
        if message.payload is not None:
            parse(message.payload)
            return await self._receive(session_id, message.payload, is_payload=True, key=key)
        text = message.text or ""
        if len(text) > MAX_TEXT:
            raise errors.MessageTooLong
        return await self._receive(session_id, text, is_payload=False, key=key)

    async def transcript(self, session_id: str) -> Transcript:
        """The conversation so far."""
        return await self._run(lambda: views.transcript(self._database, session_id))

    async def authorise(self, session_id: str, token: str | None) -> None:
        """Let the holder of the conversation's token in; raise otherwise."""
        await self._run(lambda: self._store.authorise(session_id, token))

    async def _receive(self, session_id: str, text: str, *, is_payload: bool, key: str | None) -> Answer:
        received = await self._run(
            lambda: self._store.receive(session_id, text, is_payload=is_payload, key=key)
        )
        unstored = await self._answer_up_to(session_id, received.seq)
        return await self._run(lambda: views.answer(self._database, session_id, received.seq, unstored))

    async def answer_all_waiting(self, session_id: str) -> None:
        """Answer every message that waits in a conversation, in order, unless another process is at it."""
        async with _Turn(self._locks, session_id):
            while (turn := await self._take_next(session_id)) is not None:
                if await self._answer(turn) is None:
                    return

    async def _answer_up_to(self, session_id: str, seq: int) -> list[dict[str, Any]] | None:
        """See that message number `seq` is answered, by this process or another.

        Returns the answer itself when it ended the conversation and so is stored nowhere.
        """
        async with _Turn(self._locks, session_id):
            deadline = asyncio.get_running_loop().time() + OTHERS_TURN_SECONDS
            while asyncio.get_running_loop().time() < deadline:
                turn = await self._take_next(session_id)
                if turn is not None:
                    done = await self._answer(turn)
                    if done is None or done.unstored or turn.seq >= seq:
                        return done.unstored if done else None
                elif await self._run(lambda: views.is_answered(self._database, session_id, seq)):
                    return None
                else:
                    await asyncio.sleep(0.1)
        return None

    async def _take_next(self, session_id: str) -> OpenTurn | None:
        return await self._run(lambda: self._store.take_next(session_id))

    async def _answer(self, turn: OpenTurn) -> Done | None:
        """Have one message answered and the answer stored; null when that has to wait."""
        try:
            answer = await self._gateway.ask(turn.question)
        except BotUnavailable:
            await self._run(lambda: self._store.give_back(turn, failed=False))
            return None
        except BotFailed:
            log.warning("bot_failed", message_id=turn.message_id)
            await self._run(lambda: self._store.give_back(turn, failed=True))
            return Done()
        return await self._run(lambda: self._store.answer(turn, answer))

    async def _run(self, work: Callable[[], T]) -> T:
        return await to_thread.run_sync(work, limiter=self._threads)


class _Turn:
    """A lock for one conversation, forgotten when nobody waits for it."""

    def __init__(self, locks: dict[str, tuple[asyncio.Lock, int]], key: str) -> None:
        self._locks = locks
        self._key = key

    async def __aenter__(self) -> None:
        lock, users = self._locks.get(self._key, (asyncio.Lock(), 0))
        self._locks[self._key] = (lock, users + 1)
        try:
            await lock.acquire()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._locks[self._key][0].release()
        self._leave()

    def _leave(self) -> None:
        lock, users = self._locks[self._key]
        if users == 1:
            del self._locks[self._key]
        else:
            self._locks[self._key] = (lock, users - 1)
