"""An employer's own keys over the API: scopes, rotation with an overlap, and an end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core.db import Database
from api.staff.key_endpoints import router as keys_router
from api.staff.keys import MOST_LIVE_KEYS
from api.staff.scopes import Scope
from tests.factories.guarded import router
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.staff import an_employer, bearer, coordinator_key, recruiter_key


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def client(database: Database, clock: StandingClock) -> TestClient:
    return a_client(an_app(database, clock, router, keys_router))


@pytest.fixture
def keys(database: Database, now: datetime) -> dict[str, str]:
    with database.session() as session:
        an_employer(session)
        an_employer(session, "stranger")
        return {
            "all": recruiter_key(session, "somerset-care", now),
            "reader": recruiter_key(session, "somerset-care", now, [Scope.REFERRALS_READ]),
            "manager": recruiter_key(session, "somerset-care", now, [Scope.KEYS_MANAGE]),
            "stranger": recruiter_key(session, "stranger", now),
            "coordinator": coordinator_key(session, now),
        }


def _make(client: TestClient, key: str, *scopes: str, **fields: Any) -> Any:
    body = {"name": "ATS", "scopes": list(scopes) or ["referrals:read"], **fields}
    return client.post("/v1/keys", json=body, headers=bearer(key))


def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_key_may_do_what_its_scopes_say(client: TestClient, keys: dict[str, str]) -> None:
    assert client.get("/reading", headers=bearer(keys["reader"])).status_code == 200
    answer = client.get("/writing", headers=bearer(keys["reader"]))
    assert _code(answer) == (403, "auth.scope_missing")
    assert answer.json()["detail"] == "This key needs another scope for that: referrals:write."
    assert answer.json()["scopes"] == ["referrals:write"]
    assert answer.headers["www-authenticate"] == (
        'Bearer error="insufficient_scope", scope="referrals:write"'
    )


def test_a_key_without_written_scopes_may_do_all_that_recruiters_may(
    client: TestClient, keys: dict[str, str]
) -> None:
    for path in ("/reading", "/writing", "/v1/keys"):
        assert client.get(path, headers=bearer(keys["all"])).status_code == 200
    items = client.get("/v1/keys", headers=bearer(keys["all"])).json()["items"]
    assert [str(scope) for scope in Scope] in [item["scopes"] for item in items]


def test_a_coordinators_key_has_nothing_to_do_here(client: TestClient, keys: dict[str, str]) -> None:
    assert _code(client.get("/v1/keys", headers=bearer(keys["coordinator"]))) == (403, "auth.forbidden")


def test_a_new_key_works_and_is_shown_once(client: TestClient, keys: dict[str, str], now: datetime) -> None:
    made = _make(client, keys["all"], "referrals:write", "referrals:read")
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    assert made.json()["scopes"] == ["referrals:read", "referrals:write"]
    assert client.get("/reading", headers=bearer(made.json()["key"])).json() == "somerset-care"
    listing = client.get("/v1/keys", headers=bearer(keys["all"]))
    assert made.json()["key"] not in listing.text
    item = next(item for item in listing.json()["items"] if item["id"] == made.json()["id"])
    assert (item["name"], item["works"], item["last_used_at"]) == ("ATS", True, "2026-06-03T12:00:00Z")


def test_a_key_gives_only_scopes_it_has(client: TestClient, keys: dict[str, str]) -> None:
    answer = _make(client, keys["manager"], "keys:manage", "referrals:read")
    assert _code(answer) == (403, "keys.scope_not_held")
    assert answer.json()["scopes"] == ["referrals:read"]
    listing = client.get("/v1/keys", headers=bearer(keys["all"])).json()["items"]
    stronger = next(item["id"] for item in listing if len(item["scopes"]) == len(Scope))
    answer = client.post(f"/v1/keys/{stronger}/rotate", json={}, headers=bearer(keys["manager"]))
    assert _code(answer) == (403, "keys.scope_not_held")


@pytest.mark.parametrize(
    "fields",
    [
        {"scopes": []},
        {"scopes": ["referrals:erase"]},
        {"name": "  "},
        {"name": "x" * 61},
        {"expires_at": "2026-07-01T00:00:00"},
        {"colour": "red"},
    ],
)
def test_a_wish_that_is_none_is_refused(
    client: TestClient, keys: dict[str, str], fields: dict[str, Any]
) -> None:
    assert _code(_make(client, keys["all"], **fields)) == (422, "request.invalid")


def test_a_key_ends_at_its_moment(
    client: TestClient, keys: dict[str, str], clock: StandingClock, now: datetime
) -> None:
    assert _code(_make(client, keys["all"], expires_at=now.isoformat())) == (422, "keys.moment_passed")
    made = _make(client, keys["all"], expires_at=(now + timedelta(days=1)).isoformat()).json()
    clock.now = now + timedelta(days=1, seconds=-1)
    assert client.get("/reading", headers=bearer(made["key"])).status_code == 200
    clock.now = now + timedelta(days=1)
    assert _code(client.get("/reading", headers=bearer(made["key"]))) == (401, "auth.invalid")


def test_after_a_rotation_both_keys_work_until_the_day_the_old_one_ends(
    client: TestClient, keys: dict[str, str], clock: StandingClock, now: datetime
) -> None:
    old = _make(client, keys["all"], "referrals:read").json()
    until = (now + timedelta(days=2)).isoformat()
    new = client.post(
        f"/v1/keys/{old['id']}/rotate", json={"old_works_until": until}, headers=bearer(keys["all"])
    ).json()
    assert (new["name"], new["scopes"]) == (old["name"], old["scopes"])
    assert new["id"] != old["id"]
    clock.now = now + timedelta(days=2, seconds=-1)
    for key in (old["key"], new["key"]):
        assert client.get("/reading", headers=bearer(key)).status_code == 200
    clock.now = now + timedelta(days=2)
    assert client.get("/reading", headers=bearer(old["key"])).status_code == 401
    assert client.get("/reading", headers=bearer(new["key"])).status_code == 200
    answer = client.post(f"/v1/keys/{old['id']}/rotate", json={}, headers=bearer(keys["all"]))
    assert _code(answer) == (409, "keys.ended")


def test_a_rotation_gives_seven_days_unless_told_and_never_more_life(
    client: TestClient, keys: dict[str, str], now: datetime
) -> None:
    def rotated(**fields: Any) -> Any:
        old = _make(client, keys["all"], **fields).json()
        client.post(f"/v1/keys/{old['id']}/rotate", json={}, headers=bearer(keys["all"]))
        items = client.get("/v1/keys", headers=bearer(keys["all"])).json()["items"]
        return next(item for item in items if item["id"] == old["id"])["expires_at"]

    assert rotated() == "2026-06-10T12:00:00Z"
    assert rotated(expires_at=(now + timedelta(days=3)).isoformat()) == "2026-06-06T12:00:00Z"


def test_a_revoked_key_opens_nothing_from_that_moment(client: TestClient, keys: dict[str, str]) -> None:
    made = _make(client, keys["all"]).json()
    for _ in range(2):
        answer = client.delete(f"/v1/keys/{made['id']}", headers=bearer(keys["all"]))
        assert (answer.status_code, answer.json()["works"]) == (200, False)
        assert answer.json()["revoked_at"] == "2026-06-03T12:00:00Z"
    assert client.get("/reading", headers=bearer(made["key"])).status_code == 401


def test_another_employers_key_looks_like_none(client: TestClient, keys: dict[str, str]) -> None:
    made = _make(client, keys["all"]).json()
    headers = bearer(keys["stranger"])
    for key_id in (made["id"], "key_of_nobody"):
        assert _code(client.delete(f"/v1/keys/{key_id}", headers=headers)) == (404, "keys.unknown")
        answer = client.post(f"/v1/keys/{key_id}/rotate", json={}, headers=headers)
        assert _code(answer) == (404, "keys.unknown")
    assert len(client.get("/v1/keys", headers=headers).json()["items"]) == 1


def test_an_employer_has_only_so_many_keys_that_work(client: TestClient, keys: dict[str, str]) -> None:
    made = [_make(client, keys["all"]) for _ in range(MOST_LIVE_KEYS - 2)]
    assert _code(made[-1]) == (409, "keys.too_many")
    assert made[-1].json()["detail"] == (
        "Your employer has as many keys as it may have. Revoke one that is no longer used."
    )
    client.delete(f"/v1/keys/{made[0].json()['id']}", headers=bearer(keys["all"]))
    assert _make(client, keys["all"]).status_code == 201


def test_making_a_key_twice_with_one_idempotency_key_makes_one(
    client: TestClient, keys: dict[str, str]
) -> None:
    def make() -> Any:
        return client.post(
            "/v1/keys",
            json={"name": "ATS", "scopes": ["referrals:read"]},
            headers={**bearer(keys["all"]), "Idempotency-Key": "one"},
        )

    first, again = make(), make()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len(client.get("/v1/keys", headers=bearer(keys["all"])).json()["items"]) == 4
