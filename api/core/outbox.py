"""What must leave this machine, written in the transaction that decided it and sent by a worker afterwards.

A row is handed out in the order of its key, to one worker at a time, until it is done or dead. A worker
that is killed while it sends leaves its lease behind; when that has run out the row is handed out again,
so everything leaves at least once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, Integer, and_, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from api.core.crypto import EncryptedJson
from api.core.db import Base


class OutboxRow(Base):
    """One thing to send. Its content goes when it is done or dead; ``progress`` counts the parts that left."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    topic: Mapped[str]
    key: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_error_code: Mapped[str | None]


_LIVE = and_(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_(None))
Index(
    "ix_outbox_live", OutboxRow.topic, OutboxRow.key, OutboxRow.id, postgresql_where=_LIVE, sqlite_where=_LIVE
)
Index("ix_outbox_key", OutboxRow.key)


@dataclass(frozen=True)
class Letter:
    """A row in the hands of a worker."""

    id: int
    key: str
    payload: dict[str, Any]
    created_at: datetime
    attempts: int
    progress: int


def put(session: Session, topic: str, key: str, payload: dict[str, Any], now: datetime) -> None:
    """Send `payload` after what was put under the same key before."""
    session.add(OutboxRow(topic=topic, key=key, payload=payload, created_at=now, next_try_at=now))
    session.flush()


def take(
    session: Session, topic: str, owner: str, now: datetime, lease_until: datetime, limit: int
) -> list[Letter]:
    """Take on what is due: of each key the oldest, if no other worker has it."""
    earlier = aliased(OutboxRow)
    first = ~(
        select(earlier.id)
        .where(earlier.topic == OutboxRow.topic, earlier.key == OutboxRow.key, earlier.id < OutboxRow.id)
        .where(earlier.done_at.is_(None), earlier.dead_at.is_(None))
        .exists()
    )
    free = or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until < now)
    query = (
        select(OutboxRow)
        .where(_LIVE, OutboxRow.topic == topic, OutboxRow.next_try_at <= now, free, first)
        .order_by(OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(query).all()
    for row in rows:
        row.lease_owner, row.lease_until = owner, lease_until
    return [
        Letter(row.id, row.key, row.payload or {}, row.created_at, row.attempts, row.progress) for row in rows
    ]


def _mine(row_id: int, owner: str) -> ColumnElement[bool]:
    return and_(OutboxRow.id == row_id, OutboxRow.lease_owner == owner, _LIVE)


def _change(session: Session, which: ColumnElement[bool], **values: Any) -> int:
    changed = session.execute(update(OutboxRow).where(which).values(**values))
    return int(getattr(changed, "rowcount", 0))


def keep_on(session: Session, row_id: int, owner: str, progress: int, lease_until: datetime) -> bool:
    """Remember how many parts have left; false when the row is not this worker's any more."""
    return bool(_change(session, _mine(row_id, owner), progress=progress, lease_until=lease_until))


def done(session: Session, row_id: int, owner: str, now: datetime) -> None:
    """It has arrived at the provider: its content is not needed any more."""
    _change(
        session,
        _mine(row_id, owner),
        done_at=now,
        payload=None,
        lease_owner=None,
        lease_until=None,
        last_error_code=None,
    )


def try_later(session: Session, row_id: int, owner: str, code: str, at: datetime) -> None:
    """It did not leave; what was put after it waits too."""
    values = {"next_try_at": at, "last_error_code": code, "lease_owner": None, "lease_until": None}
    _change(session, _mine(row_id, owner), attempts=OutboxRow.attempts + 1, **values)


def give_up(session: Session, row_id: int, owner: str, code: str, now: datetime) -> bool:
    """It will never leave. The row stays to be looked at, without its content.

    False when the row is not this worker's any more.
    """
    values = {"dead_at": now, "last_error_code": code, "lease_owner": None, "lease_until": None}
    changed = _change(session, _mine(row_id, owner), attempts=OutboxRow.attempts + 1, payload=None, **values)
    return bool(changed)


def report_lost(
    session: Session, row_id: int, topics: Collection[str], code: str, now: datetime
) -> str | None:
    """A provider tells, later, that something never arrived. Returns its key; null for an unknown row."""
    row = session.scalars(
        select(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.topic.in_(topics)).with_for_update()
    ).one_or_none()
    if row is None:
        return None
    row.dead_at, row.last_error_code = row.dead_at or now, code
    return row.key


def stop(session: Session, key: str, topic: str, code: str, now: datetime) -> None:
    """Nothing more of `key` leaves by `topic`."""
    which = and_(OutboxRow.key == key, OutboxRow.topic == topic, _LIVE)
    _change(session, which, dead_at=now, last_error_code=code, payload=None)


def forget(session: Session, keys: Collection[str]) -> None:
    """Delete everything of these keys, sent or not."""
    session.execute(delete(OutboxRow).where(OutboxRow.key.in_(keys)))


def forget_settled(session: Session, before: datetime) -> None:
    """Delete what was done or dead before a moment."""
    session.execute(delete(OutboxRow).where(or_(OutboxRow.done_at < before, OutboxRow.dead_at < before)))


@dataclass(frozen=True)
class Standing:
    """How a topic stands: rows that wait, the moment of the oldest, and dead rows by code."""

    waiting: int
    oldest: datetime | None
    dead: dict[str, int]


def standing(session: Session, topic: str) -> Standing:
    """How much of `topic` waits and how much died, and of what."""
    live = select(func.count(), func.min(OutboxRow.created_at)).where(_LIVE, OutboxRow.topic == topic)
    waiting, oldest = session.execute(live).one()
    died = (
        select(OutboxRow.last_error_code, func.count())
        .where(OutboxRow.topic == topic, OutboxRow.dead_at.is_not(None))
        .group_by(OutboxRow.last_error_code)
        .order_by(OutboxRow.last_error_code)
    )
    return Standing(waiting, oldest, {code or "unknown": count for code, count in session.execute(died)})
