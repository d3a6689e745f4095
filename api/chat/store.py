"""The steps of a turn, each one short transaction; nothing is held open while the bot thinks."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.chat import contacts, errors, repository
from api.chat.gateway import BotAnswer, Question
from api.chat.messaging import MESSAGING, NUMBERED, say_last_words, several_of
from api.chat.models import ChatSession, IncomingMessage
from api.chat.pressed import as_payload
from api.chat.saying import body, say
from api.chat.taking_in import open_session, take_in
from api.chat.untold import forget, is_private
from api.core.clock import Clock
from api.core.crypto import token_hash
from api.core.db import Database
from api.core.i18n import N_, translate
from api.core.ids import new_id

# How long one process may take to answer before another takes over: longer than the bot's time-out.
LEASE = timedelta(seconds=45)
# A message Rasa fails on is tried this often, then answered with an apology, so that one bad
# message cannot hold up all that follow.
MAX_ATTEMPTS = 3
APOLOGY = N_("I'm sorry, something went wrong with your last message. Could you say it in other words?")


@dataclass(frozen=True)
class OpenTurn:
    """A message this process has taken on; `address` is where its sender is in a messaging app."""

    seq: int
    message_id: str
    question: Question
    address: str | None = None


@dataclass(frozen=True)
class Done:
    """A message that needs no more work; `unstored` holds an answer that must not be kept."""

    unstored: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Received:
    """A stored message: its number in the conversation."""

    seq: int


class ChatStore:
    """Reads and writes conversations."""

    def __init__(self, database: Database, clock: Clock, max_waiting: int) -> None:
        self._database = database
        self._clock = clock
        self._max_waiting = max_waiting
        self._owner = uuid.uuid4().hex

    def open(self, channel: str, language: str | None) -> tuple[str, str]:
        """A new conversation. Returns its id and its token."""
        with self._database.session() as session:
            chat, token = open_session(session, channel, language, self._clock())
            return chat.id, token

    def authorise(self, session_id: str, token: str | None) -> None:
        """Let the holder of the conversation's token in; raise otherwise."""
        with self._database.session() as session:
            chat = session.get(ChatSession, session_id)
            if chat is None:
                raise errors.SessionUnknown
            if token is None:
                raise errors.TokenMissing
            if not hmac.compare_digest(token_hash(token), chat.token_hash):
                raise errors.TokenWrong
            if chat.erased_at is not None:
                raise errors.SessionErased(language=chat.language)

    def receive(self, session_id: str, text: str, *, is_payload: bool, key: str | None) -> Received:
        """Keep a message before anything else happens with it. The same key twice is one message."""
        try:
            return self._insert(session_id, text, is_payload, key)
        except IntegrityError:
            # The same key arrived twice at the same moment; the other one won.
            return self._insert(session_id, text, is_payload, key)

    def _insert(self, session_id: str, text: str, is_payload: bool, key: str | None) -> Received:
        with self._database.session() as session:
            number = take_in(
                session,
                session_id,
                text,
                is_payload=is_payload,
                key=key,
                now=self._clock(),
                max_waiting=self._max_waiting,
            )
            return Received(number)

    def take_next(self, session_id: str) -> OpenTurn | None:
        """Take on the oldest waiting message; null when none waits or another process is at it."""
        now = self._clock()
        with self._database.session() as session:
            message = repository.oldest_waiting(session, session_id)
            if message is None:
                return None
            if not repository.take_lease(session, session_id, self._owner, now, now + LEASE):
                return None
            chat = session.get_one(ChatSession, session_id, populate_existing=True)
            # Read again under the lease: another process may have answered it meanwhile.
            message = repository.oldest_waiting(session, session_id)
            if message is None:
                chat.lease_until = None
                return None
            message.attempts += 1
            pressed = (
                None
                if message.is_payload
                else as_payload(
                    message.text,
                    repository.last_offered(session, session_id, message.seq),
                    numbered=chat.channel in NUMBERED,
                    several_of=several_of(chat.expects),
                )
            )
            question = Question(
                session_id, pressed or message.text, message.is_payload or pressed is not None, chat.bot_state
            )
            return OpenTurn(message.seq, message.id, question, _address(session, chat))

    def answer(self, turn: OpenTurn, answer: BotAnswer) -> Done:
        """Store the answer and the bot's new state together.

        Nothing is stored when the answer ended the conversation (it was deleted), or when another
        process answered first.
        """
        with self._database.session() as session:
            chat = repository.lock(session, turn.question.session_id)
            if chat is None or chat.erased_at is not None:
                if chat is not None and turn.address:
                    say_last_words(session, chat, turn.address, answer.messages, self._clock())
                return Done([{**body, "id": new_id("out")} for body in answer.messages])
            message = session.get_one(IncomingMessage, turn.message_id)
            if message.answered_at is not None or chat.lease_owner != self._owner:
                return Done()
            if turn.question.is_payload and is_private(turn.question.text):
                forget(session, message)
            chat.bot_state = answer.state
            chat.expects = answer.expects
            chat.language = answer.language or chat.language
            chat.lease_until = None
            self._store(session, message, chat, answer.messages)
            return Done()

    def _store(
        self, session: Session, message: IncomingMessage, chat: ChatSession, bodies: list[dict[str, Any]]
    ) -> None:
        now = self._clock()
        message.answered_at = now
        say(session, chat, bodies, now, in_reply_to=message.seq)

    def give_back(self, turn: OpenTurn, *, failed: bool) -> None:
        """Leave a message waiting; one that has failed too often gets an apology instead."""
        with self._database.session() as session:
            chat = repository.lock(session, turn.question.session_id)
            if chat is None or chat.lease_owner != self._owner:
                return
            chat.lease_until = None
            message = session.get_one(IncomingMessage, turn.message_id)
            if not failed:
                message.attempts -= 1
            elif message.attempts >= MAX_ATTEMPTS:
                self._store(session, message, chat, [body(translate(APOLOGY, chat.language or "en"))])

    def waiting_since(self, moment: datetime) -> list[str]:
        """Conversations with a message that has waited since before `moment`."""
        with self._database.session() as session:
            return list(repository.sessions_waiting(session, moment))


def _address(session: Session, chat: ChatSession) -> str | None:
    if chat.channel not in MESSAGING:
        return None
    contact = contacts.of_conversation(session, chat.id, chat.channel)
    return contact.address if contact is not None and contact.opted_out_at is None else None
