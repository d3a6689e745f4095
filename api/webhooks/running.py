"""What the worker runs for webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.core.clock import Clock
from api.core.db import Database
from api.core.settings import Settings
from api.notifications.sender import Sender
from api.referrals import announcements
from api.webhooks import deliveries, repository
from api.webhooks.delivering import Delivery
from api.webhooks.fan_out import FanOut
from api.webhooks.posting import Poster
from api.webhooks.targets import Targets


@dataclass(frozen=True)
class Webhooks:
    """The two steps of sending, and what they send with."""

    senders: tuple[Sender, ...]
    poster: Poster

    async def close(self) -> None:
        """Close every connection."""
        await self.poster.close()


def targets_of(settings: Settings) -> Targets:
    """Where webhooks may go under these settings."""
    return Targets(allow_private=settings.webhooks_allow_private)


def webhooks_of(poster: Poster, database: Database, clock: Clock) -> Webhooks:
    """First who is told, then the telling."""
    senders = (
        Sender(database, clock, announcements.TOPIC, FanOut(database, clock)),
        Sender(
            database,
            clock,
            deliveries.TOPIC,
            Delivery(poster, database, clock),
            on_dead=deliveries.note_dead,
        ),
    )
    return Webhooks(senders, poster)


def let_go(session: Session, now: datetime, keep: timedelta) -> None:
    """Delete deliveries settled longer than `keep` ago, and secrets whose overlap is over."""
    repository.forget_settled(session, now - keep)
    repository.forget_old_secrets(session, now)
