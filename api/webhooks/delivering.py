"""Sending one message to its endpoint, and keeping what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from api.core.clock import Clock
from api.core.db import Database
from api.core.outbox import Letter
from api.notifications.pace import seconds
from api.notifications.verdicts import GiveUp, Progress, Sent, TryLater, Verdict
from api.webhooks import repository, service
from api.webhooks.deliveries import DISABLED
from api.webhooks.events import DeliveryState
from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.posting import Answered, Poster
from api.webhooks.signing import signed_headers

T = TypeVar("T")

# A receiver that took nothing for so long has been forgotten by its owners; a long weekend is shorter.
DISABLE_AFTER = timedelta(days=5)
MOST_ATTEMPTS_KEPT = 30
GONE = 410


@dataclass(frozen=True)
class _Message:
    """All that one request needs."""

    url: str
    message_id: str
    body: str
    keys: tuple[str, ...]


class Delivery:
    """Delivers the letters of the topic ``webhook``."""

    def __init__(self, poster: Poster, database: Database, clock: Clock) -> None:
        self._poster = poster
        self._database = database
        self._clock = clock

    async def __call__(self, letter: Letter, progress: Progress) -> Verdict:
        """Post a message once."""
        message = await self._do(lambda session: _message(session, letter.key, self._clock()))
        if not isinstance(message, _Message):
            return message
        now = self._clock()
        headers = signed_headers(message.message_id, message.body, message.keys, now)
        answered = await self._poster.post(message.url, message.body, headers)
        await self._do(lambda session: _record(session, letter.key, answered, now))
        if answered.error_code is None:
            return Sent()
        if answered.status_code == GONE:
            return GiveUp(answered.error_code)
        return TryLater(answered.error_code, seconds(answered.retry_after))

    async def _do(self, work: Callable[[Session], T]) -> T:
        def transaction() -> T:
            with self._database.session() as session:
                return work(session)

        return await asyncio.to_thread(transaction)


def _message(session: Session, delivery_id: str, now: datetime) -> _Message | Sent | GiveUp:
    row = repository.to_send(session, delivery_id)
    if row is None:
        return GiveUp("deleted")
    if row.state != DeliveryState.WAITING:
        return Sent()  # a worker that died had sent it, and noted so
    if row.endpoint.disabled_reason is not None:
        return GiveUp(DISABLED)
    return _Message(row.endpoint.url, row.message_id, row.body, keys_of(row.endpoint, now))


def keys_of(endpoint: WebhookEndpoint, now: datetime) -> tuple[str, ...]:
    """The secrets that sign for an endpoint now, the newest first."""
    until = endpoint.previous_secret_until
    if endpoint.previous_secret is None or until is None or until <= now:
        return (endpoint.secret,)
    return endpoint.secret, endpoint.previous_secret


def _record(session: Session, delivery_id: str, answered: Answered, now: datetime) -> None:
    row = repository.to_send(session, delivery_id)
    if row is None:
        return  # deleted meanwhile
    attempt = {
        "at": now.isoformat(),
        "status_code": answered.status_code,
        "error_code": answered.error_code,
        "milliseconds": answered.milliseconds,
    }
    row.attempts = [*row.attempts, attempt][-MOST_ATTEMPTS_KEPT:]
    row.tries += 1
    row.error_code = answered.error_code
    if answered.error_code is None:
        _note_success(row, now)
    else:
        _note_failure(row.endpoint, answered, now)


def _note_success(row: WebhookDelivery, now: datetime) -> None:
    row.state, row.settled_at = DeliveryState.DELIVERED, now
    row.endpoint.failing_since, row.endpoint.last_success_at = None, now


def _note_failure(endpoint: WebhookEndpoint, answered: Answered, now: datetime) -> None:
    endpoint.failing_since = endpoint.failing_since or now
    if answered.status_code == GONE:
        service.disable(endpoint, "gone", now)
    elif now - endpoint.failing_since >= DISABLE_AFTER:
        service.disable(endpoint, "failing", now)
