"""The loop that sends one topic of the outbox."""

from __future__ import annotations

import asyncio
import contextlib
import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from api.core import outbox
from api.core.clock import Clock
from api.core.db import Database
from api.core.outbox import Letter
from api.notifications.verdicts import Deliver, GiveUp, Sent, TryLater, Verdict

log = structlog.get_logger()

T = TypeVar("T")

OnDead = Callable[[Session, Letter, str, datetime], None]

# How long a worker may be silent about a letter before another takes it: longer than any provider's time-out.
LEASE = timedelta(seconds=90)
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=2)
MOST_TRIES = 24
GIVE_UP_AFTER = timedelta(hours=24)
AT_ONCE = 20
LOOK_EVERY_SECONDS = 0.3
KEEP_SETTLED = timedelta(days=30)


def wait_before_try(tries: int, asked_seconds: float | None, chance: float) -> timedelta:
    """How long to wait after so many failed tries: doubled each time, by chance up to half as long again.

    What the provider asks for is the least.
    """
    wait: timedelta = min(FIRST_WAIT * 2 ** min(tries, 20), LONGEST_WAIT) * (1 + chance / 2)
    return max(wait, timedelta(seconds=asked_seconds)) if asked_seconds else wait


class Sender:
    """Sends the letters of one topic, those of different keys at the same time.

    Parameters
    ----------
    deliver
        Sends one letter, and tells what became of it.
    chance
        A number from 0 to 1, so that not all who failed come back at once.
    on_dead
        Told of a letter that will never leave and of what, in the transaction that gives it up.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        topic: str,
        deliver: Deliver,
        *,
        chance: Callable[[], float] = random.random,
        on_dead: OnDead | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._topic = topic
        self._deliver = deliver
        self._chance = chance
        self._on_dead = on_dead
        self._owner = uuid.uuid4().hex

    async def send_due(self) -> int:
        """Send what is due, of each key the oldest. Returns how many letters were tried."""
        now = self._clock()
        letters = await self._do(
            lambda session: outbox.take(session, self._topic, self._owner, now, now + LEASE, AT_ONCE)
        )
        await asyncio.gather(*(self._send(letter) for letter in letters))
        return len(letters)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; one failing round is logged, not the end."""
        while not stop.is_set():
            busy = 0
            try:
                busy = await self.send_due()
            except Exception as error:
                log.error("sending_round_failed", topic=self._topic, kind=type(error).__name__)
            if not busy:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK_EVERY_SECONDS)

    async def _send(self, letter: Letter) -> None:
        async def progress(parts: int) -> bool:
            until = self._clock() + LEASE
            return await self._do(
                lambda session: outbox.keep_on(session, letter.id, self._owner, parts, until)
            )

        try:
            verdict = await self._deliver(letter, progress)
        except Exception as error:
            # A letter that breaks its own delivery must not hold up those of others.
            log.error("delivery_failed", topic=self._topic, row=letter.id, kind=type(error).__name__)
            verdict = TryLater("internal")
        await self._do(lambda session: self._settle(session, letter, verdict))

    def _settle(self, session: Session, letter: Letter, verdict: Verdict) -> None:
        now = self._clock()
        match verdict:
            case Sent():
                outbox.done(session, letter.id, self._owner, now)
            case GiveUp(code):
                self._give_up(session, letter, code, now)
            case TryLater(code, asked):
                at = now + wait_before_try(letter.attempts, asked, self._chance())
                if letter.attempts + 1 >= MOST_TRIES or at > letter.created_at + GIVE_UP_AFTER:
                    self._give_up(session, letter, code, now)
                else:
                    log.info("letter_waits", topic=self._topic, row=letter.id, code=code)
                    outbox.try_later(session, letter.id, self._owner, code, at)

    def _give_up(self, session: Session, letter: Letter, code: str, now: datetime) -> None:
        log.warning("letter_dead", topic=self._topic, row=letter.id, code=code)
        if outbox.give_up(session, letter.id, self._owner, code, now) and self._on_dead is not None:
            self._on_dead(session, letter, code, now)

    async def _do(self, work: Callable[[Session], T]) -> T:
        def transaction() -> T:
            with self._database.session() as session:
                return work(session)

        return await asyncio.to_thread(transaction)
