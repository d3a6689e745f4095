"""A POST that is sent again acts once: on both databases, in several processes, until a day is over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from sqlalchemy import select

from api.core import idempotency
from api.core.clock import NowDep
from api.core.db import Database, SessionDep
from api.core.errors import DomainError
from api.core.idempotency import IdempotentAnswer
from api.staff.auth import Recruiter
from api.staff.models import Employer
from api.staff.once import OnceDep
from tests.factories.http import StandingClock, a_client, an_app
from tests.factories.staff import an_employer, bearer, recruiter_key

SLOW = Event()
ENTERED = Event()


class Wish(BaseModel):
    name: str
    slow: bool = False


class Made(BaseModel):
    id: str


class Refused(DomainError):
    """It cannot be done."""

    code = "test.refused"
    status = 409


router = APIRouter()


@router.post("/things", status_code=201)
def make(
    wish: Wish,
    session: SessionDep,
    now: NowDep,
    who: Recruiter,
    once: OnceDep,
    response: Response,
    refuse: Annotated[bool, Query()] = False,
) -> Made:
    if wish.slow:
        ENTERED.set()
        assert SLOW.wait(20)
    number = len(session.scalars(select(Employer.id)).all())
    row = Employer(id=f"{wish.name}-{number}", name=wish.name, kind="social_care")
    session.add(row)
    session.flush()
    if refuse:
        raise Refused
    response.headers["ETag"] = '"1"'
    response.headers["X-Other"] = "not kept"
    return once.keep(Made(id=row.id), response)


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def keys(database: Database, now: datetime) -> dict[str, str]:
    with database.session() as session:
        an_employer(session)
        an_employer(session, "stranger")
        return {name: recruiter_key(session, name, now) for name in ("somerset-care", "stranger")}


@pytest.fixture
def send(database: Database, clock: StandingClock, keys: dict[str, str]) -> Any:
    """Posts as one employer or the other, each time to another process's application."""

    def post(name: str = "a", *, key: str | None = "k1", who: str = "somerset-care", **more: Any) -> Any:
        own = Database(database.engine.url.render_as_string(hide_password=False))
        client = a_client(an_app(own, clock, router))
        headers = {**bearer(keys[who]), "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        query = more.pop("query", "")
        try:
            return client.post(f"/things{query}", headers=headers, **{"json": {"name": name}, **more})
        finally:
            own.close()

    return post


def _made(database: Database) -> list[str]:
    with database.session() as session:
        query = select(Employer.id).where(Employer.id.not_in(("somerset-care", "stranger")))
        return list(session.scalars(query.order_by(Employer.id)))


def test_the_same_request_is_answered_alike_and_acts_once(database: Database, send: Any) -> None:
    first, again = send(), send()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"id": "a-2"}
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["etag"] == '"1"'
    assert "x-other" not in again.headers
    assert again.headers["content-type"] == "application/json"
    assert _made(database) == ["a-2"]


def test_without_a_key_or_with_another_it_acts_again(database: Database, send: Any) -> None:
    for key in (None, None, "k1", "k2"):
        assert send(key=key).status_code == 201
    assert len(_made(database)) == 4


def test_the_key_with_another_request_is_refused(database: Database, send: Any) -> None:
    send()
    answer = send("b")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.key_reused")
    assert answer.json()["detail"] == "This Idempotency-Key was already used for another request."
    assert _made(database) == ["a-2"]


def test_the_same_json_written_otherwise_is_the_same_request(database: Database, send: Any) -> None:
    for content in (b'{"name": "a", "slow": false}', b'{"slow":false,"name":"a"}'):
        answer = send(json=None, content=content)
        assert answer.status_code == 201
    assert _made(database) == ["a-2"]


def test_the_key_of_another_employer_is_another(database: Database, send: Any) -> None:
    assert send().json() != send(who="stranger").json()
    assert len(_made(database)) == 2


def test_a_refused_request_has_changed_nothing_and_may_come_again(database: Database, send: Any) -> None:
    assert send(query="?refuse=true").json()["code"] == "test.refused"
    assert _made(database) == []
    assert send().status_code == 201
    assert _made(database) == ["a-2"]


def test_after_a_day_the_key_is_free(
    database: Database, send: Any, clock: StandingClock, now: datetime
) -> None:
    send()
    clock.now = now + timedelta(hours=24, seconds=-1)
    assert send().headers["idempotency-replayed"] == "true"
    clock.now = now + timedelta(hours=24)
    assert "idempotency-replayed" not in send("b").headers
    assert len(_made(database)) == 2
    with database.session() as session:
        idempotency.forget_old(session, clock.now + timedelta(hours=24))
        assert session.scalars(select(IdempotentAnswer)).all() == []


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_key_that_is_none_is_refused(send: Any, key: str) -> None:
    answer = send(key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


def test_while_the_first_runs_the_second_is_told_to_wait_or_waits(database: Database, send: Any) -> None:
    """PostgreSQL answers 409 at once; SQLite lets one writer in after the other, so the second waits."""
    SLOW.clear()
    ENTERED.clear()
    body = {"name": "a", "slow": True}
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(send, json=body)
        assert ENTERED.wait(20)
        second = pool.submit(send, json=body)
        if database.engine.dialect.name == "postgresql":
            answer = second.result(20)
            assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.still_running")
        SLOW.set()
        assert first.result(20).status_code == 201
        if database.engine.dialect.name == "sqlite":
            assert second.result(20).json() == first.result().json()
    assert send(json=body).json() == first.result().json()
    assert _made(database) == ["a-2"]


def test_of_many_at_once_exactly_one_acts(database: Database, send: Any) -> None:
    barrier = Barrier(6, timeout=20)

    def post() -> Any:
        barrier.wait()
        return send()

    with ThreadPoolExecutor(6) as pool:
        answers = [task.result() for task in [pool.submit(post) for _ in range(6)]]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json()["id"] for answer in answers if answer.status_code == 201} == {"a-2"}
    assert _made(database) == ["a-2"]


def test_what_was_answered_is_kept_encrypted_and_can_be_forgotten(database: Database, send: Any) -> None:
    send()
    with database.session() as session:
        raw = session.connection().exec_driver_sql("SELECT * FROM idempotent_answers").one()
        assert not any(word in repr(raw) for word in ("a-2", "k1"))
        idempotency.forget_about(session, "/thing")
        assert len(session.scalars(select(IdempotentAnswer)).all()) == 1
