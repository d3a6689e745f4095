"""Messaging apps on a real database, with fake providers on loopback and a bot the test scripts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api.channels import endpoints
from api.channels.inbound import Inbox
from api.channels.sending import Delivery
from api.channels.telegram import Telegram
from api.channels.twilio import Sms, TwilioAccount, WhatsApp
from api.channels.whatsapp_buttons import Templates
from api.chat.models import ChannelContact, ChatSession
from api.chat.service import Conversations
from api.chat.store import ChatStore
from api.core.db import Database
from api.core.outbox import OutboxRow
from api.core.settings import Settings
from api.notifications.pace import Pace
from api.notifications.sender import Sender
from tests.api.chat.conftest import ScriptedBot
from tests.factories.http import an_app
from tests.support import senders
from tests.support.providers import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    BOT_TOKEN,
    SECRET,
    SMS_FROM,
    WHATSAPP_FROM,
    Providers,
    providers,
)
from tests.support.senders import Post, TelegramUser

T = TypeVar("T")

PUBLIC = "https://ponte.example"
ANA = "+447700900123"
RUI = "+447700900456"


class RunningClock:
    """A clock that starts at a moment, runs, and can be put forward."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._began) + self._ahead

    def forward(self, **duration: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(**duration)

    def move_to(self, moment: datetime) -> None:
        """Let time pass until just after `moment`."""
        self._ahead += moment - self() + timedelta(seconds=1)


class ChoosingBot(ScriptedBot):
    """Answers with what the test puts into `says`, else by quoting."""

    def __init__(self) -> None:
        super().__init__()
        self.says: list[dict[str, Any]] = []
        self.expects: dict[str, Any] = {"slot": "home", "kind": "text"}

    async def ask(self, question: Any) -> Any:
        answer = await super().ask(question)
        if self.says:
            answer = answer.model_copy(update={"messages": self.says, "expects": self.expects})
            self.says = []
        return answer


class World:
    """Ponte's side of the messaging apps, the providers, and the people who write."""

    def __init__(self, database: Database, clock: RunningClock, found: Providers, data_dir: Path) -> None:
        self.database = database
        self.clock = clock
        self.providers = found
        self.bot = ChoosingBot()
        self.settings = Settings(
            demo=True,
            data_dir=data_dir,
            public_url=PUBLIC,
            twilio_account_sid=ACCOUNT_SID,
            twilio_auth_token=AUTH_TOKEN,
            twilio_sms_from=SMS_FROM,
            twilio_whatsapp_from=WHATSAPP_FROM,
            twilio_base_url=found.url,
            telegram_bot_token=BOT_TOKEN,
            telegram_secret=SECRET,
            telegram_base_url=found.url,
        )
        self._runner = asyncio.Runner()
        self.account = TwilioAccount(self.settings)
        self.telegram = Telegram(self.settings, Pace(1000))
        templates = Templates(database, clock)
        self.apps = (
            Sms(self.account, SMS_FROM, Pace(1000)),
            WhatsApp(self.account, WHATSAPP_FROM, templates, Pace(1000)),
            self.telegram,
        )
        self.senders = self.a_worker()
        self.chats, self.inbox, self.app = self.a_process()

    def a_worker(self) -> list[Sender]:
        """The senders of one worker."""
        return [
            Sender(
                self.database,
                self.clock,
                app.channel,
                Delivery(app, self.database, self.clock),
                chance=lambda: 0.0,
            )
            for app in self.apps
        ]

    def a_process(self) -> tuple[Conversations, Inbox, FastAPI]:
        """An API process."""
        store = ChatStore(self.database, self.clock, max_waiting=60)
        chats = Conversations(store, self.bot, self.database)  # type: ignore[arg-type]
        inbox = Inbox(self.database, self.clock, chats, max_waiting=60)
        app = an_app(self.database, self.clock, endpoints.router)  # type: ignore[arg-type]
        app.state.settings = self.settings
        app.state.inbox = inbox
        app.state.telegram = self.telegram
        return chats, inbox, app

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await something, always in the same loop."""
        return self._runner.run(work)

    def close(self) -> None:
        """Close every connection."""
        self.run(self.account.close())
        self.run(self.telegram.close())
        self._runner.close()

    def post(self, *posts: Post, app: FastAPI | None = None) -> list[httpx.Response]:
        """Have providers call, all at once; done when everything that follows from it is."""

        async def all_at_once() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app or self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as http:
                calls = (
                    http.post(one.path, data=one.form, json=one.json, headers=one.headers) for one in posts
                )
                return list(await asyncio.gather(*calls))

        return self.run(all_at_once())

    def text(self, sender: str, body: str = "", **more: str) -> httpx.Response:
        """A message by SMS, or by WhatsApp from a ``whatsapp:`` number."""
        return self.post(senders.message(PUBLIC, sender, body, **more))[0]

    def update(self, update: dict[str, Any]) -> httpx.Response:
        """An update by Telegram."""
        return self.post(senders.telegram_post(update))[0]

    def answer_waiting(self) -> None:
        """What the worker does about messages that wait."""
        for session in self.all_sessions():
            self.run(self.chats.answer_all_waiting(session.id))

    def send(self, worker: list[Sender] | None = None) -> int:
        """Send all that is due, as the worker does."""
        total = 0
        while tried := sum(self.run(sender.send_due()) for sender in worker or self.senders):
            total += tried
        return total

    def sent(self, address: str) -> list[str]:
        """Send what is due; everything an address ever got."""
        self.send()
        return self.providers.sent(address)

    def all_sessions(self) -> list[ChatSession]:
        """Every conversation, the oldest first."""
        with self.database.session() as session:
            return list(session.scalars(select(ChatSession).order_by(ChatSession.created_at)))

    def contacts(self) -> list[ChannelContact]:
        """Every sender."""
        with self.database.session() as session:
            return list(session.scalars(select(ChannelContact)))

    def rows(self) -> list[OutboxRow]:
        """The outbox."""
        with self.database.session() as session:
            return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))

    def codes(self) -> list[str | None]:
        """Of what the dead rows of the outbox died."""
        return [row.last_error_code for row in self.rows() if row.dead_at is not None]


def buttons(*titles: str, slot: str = "home") -> list[dict[str, str]]:
    """Buttons with these titles; the first answers "1"."""
    return [
        {"title": title, "payload": '/answer{"slot":"%s","value":"%d"}' % (slot, number)}
        for number, title in enumerate(titles, start=1)
    ]


def says(text: str, *titles: str, **more: Any) -> dict[str, Any]:
    """A message of the bot."""
    return {"text": text, "quick_replies": buttons(*titles), "cards": [], "links": [], **more}


@pytest.fixture
def clock(now: datetime) -> RunningClock:
    return RunningClock(now)


@pytest.fixture
def world(database: Database, clock: RunningClock, tmp_path: Path) -> Iterator[World]:
    with providers() as found:
        world = World(database, clock, found, tmp_path)
        yield world
        world.close()


@pytest.fixture
def ana() -> TelegramUser:
    return TelegramUser()
