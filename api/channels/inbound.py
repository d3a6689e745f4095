"""Taking messages in: each once, those of one sender in the order they were sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.channels import codes
from api.channels.heard import Heard, Passed
from api.channels.hearing import Moment, hear
from api.channels.models import InboundDelivery
from api.chat import contacts
from api.chat.service import Conversations
from api.core.clock import Clock
from api.core.db import Database

log = structlog.get_logger()

T = TypeVar("T")

# How long a message waits for one before it that the provider's numbers show to be missing.
HOLD_BACK = timedelta(seconds=2)
# A gap wider than this is none: the provider has begun to count anew.
WIDEST_GAP = 50
# A delivery younger than this is still in the hands of the process that took it in.
LEFT_BEHIND_AFTER = timedelta(seconds=5)
KEEP_NUMBERS = timedelta(days=7)


class Inbox:
    """What messaging apps deliver to this process."""

    def __init__(self, database: Database, clock: Clock, chats: Conversations, max_waiting: int) -> None:
        self._database = database
        self._clock = clock
        self._chats = chats
        self._max_waiting = max_waiting

    async def keep(self, delivery: Heard | Passed) -> bool:
        """Keep a delivery before anything is done about it; false when it was delivered before."""
        return await asyncio.to_thread(self._insert, delivery)

    def _insert(self, delivery: Heard | Passed) -> bool:
        now = self._clock()
        row = InboundDelivery(
            channel=delivery.channel,
            delivery_id=delivery.delivery_id,
            order_no=delivery.order_no,
            received_at=now,
            handled_at=now,
        )
        if isinstance(delivery, Heard):
            row.sender = contacts.indexes(delivery.channel, delivery.address)[0]
            row.content = delivery.model_dump(mode="json")
            row.handled_at = None
        try:
            with self._database.session() as session:
                session.add(row)
        except IntegrityError:
            return False
        return True

    async def go_on(self, heard: Heard) -> None:
        """Do what a sender's messages ask for, and have them answered."""
        await self._go_on(heard.channel, contacts.indexes(heard.channel, heard.address)[0])

    async def _go_on(self, channel: str, sender: str) -> None:
        try:
            await self._handle_and_answer(channel, sender)
        except Exception as error:
            # What is left is kept, and the worker tries again.
            log.error("inbound_failed", channel=channel, kind=type(error).__name__)

    async def _handle_and_answer(self, channel: str, sender: str) -> None:
        waits = True
        while waits:
            sessions, waits = await asyncio.to_thread(self._handle_ready, channel, sender)
            for session_id in sessions:
                await self._chats.answer_all_waiting(session_id)
            if waits:
                await asyncio.sleep(HOLD_BACK.total_seconds() / 8)

    def _handle_ready(self, channel: str, sender: str) -> tuple[list[str], bool]:
        """Handle what can be handled. Returns the conversations to answer, and whether more is held back."""
        sessions: dict[str, None] = {}
        while True:
            oldest = self._do(lambda session: _oldest(session, channel, sender))
            if oldest is None:
                return list(sessions), False
            if self._clock() < oldest.received_at + HOLD_BACK and self._do(
                lambda session, row=oldest: _follows_a_gap(session, row)  # type: ignore[misc]
            ):
                return list(sessions), True
            session_id = self._handle(oldest.id)
            if session_id is not None:
                sessions[session_id] = None

    def _handle(self, row_id: int) -> str | None:
        try:
            return self._do(lambda session: self._handle_in(session, row_id))
        except IntegrityError:
            # Two messages of a new sender made their contact at the same moment; now there is one.
            return self._do(lambda session: self._handle_in(session, row_id))

    def _handle_in(self, session: Session, row_id: int) -> str | None:
        row = session.get(InboundDelivery, row_id, with_for_update=True, populate_existing=True)
        if row is None or row.handled_at is not None or row.content is None:
            return None
        heard = Heard.model_validate(row.content)
        row.handled_at = self._clock()
        row.content = row.sender = None
        return hear(session, heard, Moment(self._clock(), self._max_waiting))

    async def go_on_with_the_left_behind(self) -> int:
        """Handle what a process took in and ended before it handled it. Returns of how many senders."""
        before = self._clock() - LEFT_BEHIND_AFTER
        left = await asyncio.to_thread(self._do, lambda session: _left_behind(session, before))
        for channel, sender in left:
            await self._go_on(channel, sender)
        return len(left)

    def _do(self, work: Callable[[Session], T]) -> T:
        with self._database.session() as session:
            return work(session)


def _oldest(session: Session, channel: str, sender: str) -> InboundDelivery | None:
    query = (
        select(InboundDelivery)
        .where(
            InboundDelivery.channel == channel,
            InboundDelivery.sender == sender,
            InboundDelivery.handled_at.is_(None),
        )
        .order_by(InboundDelivery.order_no, InboundDelivery.id)
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def _follows_a_gap(session: Session, row: InboundDelivery) -> bool:
    """Whether a number before this one is missing. What was handled has waited for its own gaps."""
    if row.order_no is None:
        return False
    query = (
        select(InboundDelivery.order_no, InboundDelivery.handled_at)
        .where(
            InboundDelivery.channel == row.channel,
            InboundDelivery.order_no < row.order_no,
            InboundDelivery.order_no >= row.order_no - WIDEST_GAP,
        )
        .order_by(InboundDelivery.order_no.desc())
    )
    expected = row.order_no - 1
    for number, handled_at in session.execute(query):
        if number != expected:
            return True
        if handled_at is not None:
            return False
        expected -= 1
    return False


def _left_behind(session: Session, before: datetime) -> list[tuple[str, str]]:
    query = (
        select(InboundDelivery.channel, InboundDelivery.sender)
        .where(InboundDelivery.handled_at.is_(None), InboundDelivery.received_at < before)
        .group_by(InboundDelivery.channel, InboundDelivery.sender)
        .limit(50)
    )
    return [(channel, sender) for channel, sender in session.execute(query) if sender is not None]


def forget_old(session: Session, now: datetime) -> None:
    """Delete the numbers of deliveries no provider repeats any more, and wrong codes."""
    session.execute(delete(InboundDelivery).where(InboundDelivery.handled_at < now - KEEP_NUMBERS))
    codes.forget_old(session, now)
