"""Requests that are sent twice act once: the first answer is kept for a day and given again.

The answer is written in the transaction of what it tells about, so both happen or neither does: a process
that is killed leaves nothing half done and no key that seems to be in use for ever. On PostgreSQL an
advisory lock keeps a second request with the same key away while the first runs. On SQLite writers come
one after another, so the second waits for the first and is then given its answer. A refused request has
changed nothing, so nothing of it is kept: sent again, it is judged again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI, Request, Response
from sqlalchemy import JSON, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from api.core.crypto import EncryptedText
from api.core.db import Base
from api.core.errors import DomainError
from api.core.i18n import N_

KEPT_FOR = timedelta(hours=24)
REPLAYED = "Idempotency-Replayed"
_KEPT_HEADERS = ("etag", "location", "cache-control")


class KeyReused(DomainError):
    """An Idempotency-Key came back with another request."""

    code = "idempotency.key_reused"
    status = 422
    sentence = N_("This Idempotency-Key was already used for another request.")


class StillRunning(DomainError):
    """The first request with this key has not ended."""

    code = "idempotency.still_running"
    status = 409
    sentence = N_("The first request with this Idempotency-Key is still running. Try again in a moment.")


# What an endpoint that keeps its answer can refuse.
REFUSALS = (KeyReused, StillRunning)


class IdempotentAnswer(Base):
    """An answer that is given again. `id` is a hash of who asked and their key; the body may be personal."""

    __tablename__ = "idempotent_answers"

    id: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    path: Mapped[str] = mapped_column(index=True)
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(index=True)


class Replayed(Exception):
    """The request was answered before: this is the answer."""

    def __init__(self, answer: IdempotentAnswer) -> None:
        super().__init__(answer.id)
        self.status = answer.status
        self.headers = dict(answer.headers)
        self.body = answer.body


@dataclass(frozen=True)
class Asked:
    """A request that is not to act twice: a hash of who asks and their key, and what is asked."""

    id: str
    fingerprint: str
    path: str


def asked(owner: str, key: str, method: str, path: str, body: bytes) -> Asked:
    """What identifies a request. Two JSON bodies that say the same are the same."""
    with contextlib.suppress(ValueError):  # what is not JSON is compared as it is
        body = json.dumps(json.loads(body), sort_keys=True).encode()
    return Asked(
        id=hashlib.sha256(f"{owner}\0{key}".encode()).hexdigest(),
        fingerprint=hashlib.sha256(f"{method}\0{path}\0".encode() + body).hexdigest(),
        path=path,
    )


def begin(session: Session, request: Asked, now: datetime) -> None:
    """Let a request act that has not acted yet.

    Raises
    ------
    Replayed
        It has: this carries the answer.
    KeyReused
        Its key belongs to another request.
    StillRunning
        It is acting at this moment, in another transaction (PostgreSQL).
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(bytes.fromhex(request.id[:16]), signed=True)
        if not session.scalars(select(func.pg_try_advisory_xact_lock(number))).one():
            raise StillRunning
    before = session.get(IdempotentAnswer, request.id)
    if before is None:
        return
    if before.created_at <= now - KEPT_FOR:
        session.delete(before)
        session.flush()
        return
    if before.fingerprint != request.fingerprint:
        raise KeyReused
    raise Replayed(before)


def keep(
    session: Session, request: Asked, body: str, status: int, headers: dict[str, str], now: datetime
) -> None:
    """Keep the answer, in the transaction of what it tells about."""
    session.add(
        IdempotentAnswer(
            id=request.id,
            fingerprint=request.fingerprint,
            path=request.path,
            status=status,
            headers={name: value for name, value in headers.items() if name.lower() in _KEPT_HEADERS},
            body=body,
            created_at=now,
        )
    )


def forget_about(session: Session, path: str) -> None:
    """Erase answers to requests at addresses below `path`."""
    session.execute(
        delete(IdempotentAnswer).where(IdempotentAnswer.path.startswith(path + "/", autoescape=True))
    )


def forget_old(session: Session, now: datetime) -> None:
    """Erase answers whose day is over."""
    session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.created_at <= now - KEPT_FOR))


async def _replay(_request: Request, found: Exception) -> Response:
    assert isinstance(found, Replayed)
    headers = {**found.headers, REPLAYED: "true"}
    return Response(found.body, found.status, headers, media_type="application/json")


def install(app: FastAPI) -> None:
    """Let `app` give answers again."""
    app.add_exception_handler(Replayed, _replay)
