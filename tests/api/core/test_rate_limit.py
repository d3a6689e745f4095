"""A program that calls too often is told to wait, and how long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from fastapi import APIRouter

from api.core.db import Database
from api.staff.auth import Recruiter
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.staff import an_employer, bearer, recruiter_key

router = APIRouter()


@router.get("/mine")
def mine(who: Recruiter) -> str | None:
    return who.employer_id


@pytest.fixture
def client(database: Database, now: datetime) -> TestClient:
    return a_client(an_app(database, StandingClock(now), router, rate_limits="3/minute;100/hour"))


@pytest.fixture
def keys(database: Database, now: datetime) -> list[str]:
    with database.session() as session:
        an_employer(session)
        return [recruiter_key(session, "somerset-care", now) for _ in range(2)]


def test_the_limit_counts_for_each_key_and_is_told_in_every_answer(
    client: TestClient, keys: list[str], now: datetime
) -> None:
    def call(key: str) -> Any:
        return client.get("/mine", headers=bearer(key))

    with time_machine.travel(now, tick=False) as traveller:
        for left in (2, 1, 0):
            answer = call(keys[0])
            assert answer.status_code == 200
            assert answer.headers["ratelimit-policy"] == '"60s";q=3;w=60, "3600s";q=100;w=3600'
            assert answer.headers["ratelimit"].startswith(f'"60s";r={left};t=60, "3600s";r=')
        refused = call(keys[0])
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limit.exceeded")
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"] == "60"
        assert refused.json()["detail"] == "Too many requests. Please wait a moment and try again."
        assert refused.headers["ratelimit"].startswith('"60s";r=0;t=60')
        assert call(keys[1]).status_code == 200
        traveller.shift(60)
        assert call(keys[0]).status_code == 200


def test_who_has_no_key_is_not_counted(client: TestClient, keys: list[str]) -> None:
    for _ in range(5):
        answer = client.get("/mine", headers=bearer("pk_wrong"))
        assert answer.status_code == 401
        assert "ratelimit" not in answer.headers
    assert client.get("/mine", headers=bearer(keys[0])).status_code == 200
