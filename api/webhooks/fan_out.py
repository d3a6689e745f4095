"""From what happened to a referral to one message for each endpoint that listens."""

from __future__ import annotations

import asyncio

from sqlalchemy.orm import Session

from api.core.clock import Clock
from api.core.db import Database
from api.core.outbox import Letter
from api.notifications.verdicts import Progress, Sent
from api.webhooks import deliveries, repository
from api.webhooks.events import body_of


class FanOut:
    """Addresses announcements. A worker that dies on the way does it again, and finds what is there already."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, letter: Letter, progress: Progress) -> Sent:
        """Address one announcement."""
        await asyncio.to_thread(self._in_a_transaction, letter)
        return Sent()

    def _in_a_transaction(self, letter: Letter) -> None:
        with self._database.session() as session:
            self._address(session, letter)

    def _address(self, session: Session, letter: Letter) -> None:
        told = letter.payload
        for endpoint in repository.listening(session, told["opportunity_id"]):
            wanted = not endpoint.events or told["type"] in endpoint.events
            if wanted and not repository.has_message(session, endpoint.id, told["message_id"]):
                message = (told["message_id"], told["type"], body_of(told))
                deliveries.add(session, endpoint, *message, self._clock())
