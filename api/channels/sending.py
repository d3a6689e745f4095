"""Sending a letter of the outbox in a messaging app: to whom, in which parts, and whether it may be sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import httpx
from sqlalchemy.orm import Session

from api.channels.render import Button, Shown, shown
from api.chat import contacts
from api.core.clock import Clock
from api.core.db import Database
from api.core.outbox import Letter
from api.notifications.pace import Pace
from api.notifications.verdicts import GiveUp, NotMine, Progress, Sent, TryLater, Verdict

T = TypeVar("T")

TIMEOUT = httpx.Timeout(15.0, connect=5.0)


@dataclass(frozen=True)
class Part:
    """What one request to a provider carries."""

    text: str
    buttons: tuple[Button, ...] = ()
    together: frozenset[str] = frozenset()
    message_id: str | None = None
    language: str = "en"


class App(Protocol):
    """A messaging app, as far as sending goes."""

    channel: str
    pace: Pace
    # How long after their last message somebody may be written to; null for always.
    window: timedelta | None

    def parts(self, message: Shown, message_id: str | None) -> Sequence[Part]:
        """The requests a message takes, always the same for the same message."""
        ...

    async def send(self, address: str, part: Part, row_id: int) -> Verdict:
        """Make one of them."""
        ...


class Delivery:
    """Delivers the letters of one app."""

    def __init__(self, app: App, database: Database, clock: Clock) -> None:
        self._app = app
        self._database = database
        self._clock = clock

    async def __call__(self, letter: Letter, progress: Progress) -> Verdict:
        """Send what is left of a letter, part by part."""
        message = shown(letter.payload)
        parts = self._app.parts(message, letter.payload.get("message_id"))
        for number in range(letter.progress, len(parts)):
            address = await self._do(lambda session: self._address(session, letter))
            if isinstance(address, GiveUp):
                return address
            await self._app.pace.wait(address)
            # Told before each part, not after: while this one waited, somebody may have said stop.
            if not await progress(number):
                return NotMine()
            verdict = await self._app.send(address, parts[number], letter.id)
            if verdict == GiveUp("opted_out"):
                await self._do(lambda session: self._opt_out(session, letter))
            if not isinstance(verdict, Sent):
                return verdict
            if number + 1 < len(parts) and not await progress(number + 1):
                return NotMine()
        return Sent()

    def _address(self, session: Session, letter: Letter) -> str | GiveUp:
        known = letter.payload.get("to")
        if known:
            return GiveUp(_closed(self._app)) if self._is_closed(letter.created_at) else str(known)
        contact = contacts.of_conversation(session, letter.key, self._app.channel)
        if contact is None:
            return GiveUp("moved")
        if contact.opted_out_at is not None:
            return GiveUp("opted_out")
        if self._is_closed(contact.last_inbound_at):
            return GiveUp(_closed(self._app))
        return contact.address

    def _is_closed(self, last_heard: datetime) -> bool:
        return self._app.window is not None and self._clock() >= last_heard + self._app.window

    def _opt_out(self, session: Session, letter: Letter) -> None:
        contact = contacts.of_conversation(session, letter.key, self._app.channel)
        if contact is not None:
            contact.opted_out_at = contact.opted_out_at or self._clock()

    async def _do(self, work: Callable[[Session], T]) -> T:
        def transaction() -> T:
            with self._database.session() as session:
                return work(session)

        return await asyncio.to_thread(transaction)


def _closed(app: App) -> str:
    return f"{app.channel}_window_closed"


def judged(
    provider: str, answer: httpx.Response, code: object, retry_after: float | None
) -> TryLater | GiveUp:
    """What a refusal means: too fast or ill, then later; anything else will not be better another time."""
    said = f"{provider}_{code if code is not None else answer.status_code}"
    if answer.status_code == 429 or answer.status_code >= 500:
        return TryLater(said, retry_after)
    return GiveUp(said)


def json_of(answer: httpx.Response) -> dict[str, Any]:
    """The object a provider answered with; empty when it is none."""
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
