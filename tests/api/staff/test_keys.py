"""Programs call with a key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import APIRouter
from sqlalchemy import select, update

from api.core.db import Database
from api.staff.auth import Coordinator, Recruiter
from api.staff.models import ApiKey
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.staff import an_employer, bearer, coordinator_key, recruiter_key

router = APIRouter()


@router.get("/for-recruiters")
def for_recruiters(who: Recruiter) -> str | None:
    return who.employer_id


@router.get("/for-coordinators")
def for_coordinators(who: Coordinator) -> str:
    return who.label


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def client(database: Database, clock: StandingClock) -> TestClient:
    return a_client(an_app(database, clock, router))


@pytest.fixture
def keys(database: Database, now: datetime) -> dict[str, str]:
    with database.session() as session:
        an_employer(session)
        return {
            "recruiter": recruiter_key(session, "somerset-care", now),
            "coordinator": coordinator_key(session, now),
        }


def _last_used(database: Database) -> Any:
    with database.session() as session:
        return session.scalars(select(ApiKey.last_used_at).where(ApiKey.role == "recruiter")).one()


def test_a_key_is_taken_as_bearer_token_or_in_its_own_header(
    client: TestClient, keys: dict[str, str]
) -> None:
    key = keys["recruiter"]
    assert key.startswith("pk_")
    for headers in (bearer(key), {"X-API-Key": key}):
        answer = client.get("/for-recruiters", headers=headers)
        assert (answer.status_code, answer.json()) == (200, "somerset-care")


@pytest.mark.parametrize(
    ("headers", "status", "code", "sentence"),
    [
        ({}, 401, "auth.missing", "This needs a key. Send it as a Bearer token or in the X-API-Key header."),
        ({"Authorization": "Basic x"}, 401, "auth.missing", None),
        ({"Authorization": "Bearer pk_wrong"}, 401, "auth.invalid", "This key is not valid."),
        ({"X-API-Key": "pk_wrong"}, 401, "auth.invalid", None),
    ],
)
def test_without_a_good_key_the_answer_is_a_problem_that_says_so(
    client: TestClient,
    keys: dict[str, str],
    headers: dict[str, str],
    status: int,
    code: str,
    sentence: str | None,
) -> None:
    answer = client.get("/for-recruiters", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert sentence is None or answer.json()["detail"] == sentence


@pytest.mark.parametrize(
    ("role", "path"), [("recruiter", "/for-coordinators"), ("coordinator", "/for-recruiters")]
)
def test_a_key_of_the_other_role_is_forbidden(
    client: TestClient, keys: dict[str, str], role: str, path: str
) -> None:
    answer = client.get(path, headers=bearer(keys[role]))
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.forbidden")
    assert answer.json()["detail"] == "This key may not do that."


def test_a_revoked_key_is_not_valid(
    client: TestClient, database: Database, keys: dict[str, str], now: datetime
) -> None:
    with database.session() as session:
        session.execute(update(ApiKey).where(ApiKey.role == "recruiter").values(revoked_at=now))
    assert client.get("/for-recruiters", headers=bearer(keys["recruiter"])).json()["code"] == "auth.invalid"


def test_the_last_use_is_noted_at_most_once_a_minute(
    client: TestClient, database: Database, keys: dict[str, str], clock: StandingClock, now: datetime
) -> None:
    headers = bearer(keys["recruiter"])
    client.get("/for-recruiters", headers=headers)
    assert _last_used(database) == now
    clock.now = now + timedelta(seconds=59)
    client.get("/for-recruiters", headers=headers)
    assert _last_used(database) == now
    clock.now = now + timedelta(seconds=60)
    client.get("/for-recruiters", headers=headers)
    assert _last_used(database) == clock.now


def test_the_database_holds_no_key(database: Database, keys: dict[str, str]) -> None:
    with database.session() as session:
        held = session.scalars(select(ApiKey.key_hash)).all()
    assert not set(held) & set(keys.values())
