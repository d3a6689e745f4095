"""Access tokens by the OAuth 2 client credentials grant (RFC 6749)."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select

from api.core.db import Database
from api.staff.key_endpoints import router as keys_router
from api.staff.models import ApiKey
from api.staff.scopes import Scope
from api.staff.token_endpoints import router as token_router
from api.staff.tokens import AccessTokens
from tests.factories.guarded import router
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.staff import an_employer, bearer, coordinator_key, recruiter_key


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def client(database: Database, clock: StandingClock) -> TestClient:
    return a_client(an_app(database, clock, router, keys_router, token_router))


@pytest.fixture
def key(database: Database, now: datetime) -> str:
    """May read and write referrals."""
    with database.session() as session:
        an_employer(session)
        return recruiter_key(session, "somerset-care", now, [Scope.REFERRALS_READ, Scope.REFERRALS_WRITE])


@pytest.fixture
def key_id(database: Database, key: str) -> str:
    with database.session() as session:
        return session.scalars(select(ApiKey.id)).one()


def _ask(client: TestClient, key_id: str, key: str, **form: str) -> Any:
    fields = {"grant_type": "client_credentials", **form}
    return client.post("/oauth/token", data=fields, auth=(key_id, key))


def test_a_key_is_exchanged_for_a_token_that_works_like_it(client: TestClient, key_id: str, key: str) -> None:
    answer = _ask(client, key_id, key)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert body["scope"] == "referrals:read referrals:write"
    for path in ("/reading", "/writing"):
        assert client.get(path, headers=bearer(body["access_token"])).json() == "somerset-care"


def test_id_and_secret_may_come_in_the_form(client: TestClient, key_id: str, key: str) -> None:
    form = {"grant_type": "client_credentials", "client_id": key_id, "client_secret": key}
    token = client.post("/oauth/token", data=form).json()["access_token"]
    assert client.get("/reading", headers=bearer(token)).status_code == 200


def test_a_token_may_ask_for_less_than_its_key_has_and_never_for_more(
    client: TestClient, key_id: str, key: str
) -> None:
    body = _ask(client, key_id, key, scope="referrals:read").json()
    assert body["scope"] == "referrals:read"
    answer = client.get("/writing", headers=bearer(body["access_token"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope_missing")
    for scope in ("referrals:read keys:manage", "everything"):
        answer = _ask(client, key_id, key, scope=scope)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_a_token_ends_by_itself(
    client: TestClient, key_id: str, key: str, clock: StandingClock, now: datetime
) -> None:
    token = _ask(client, key_id, key).json()["access_token"]
    clock.now = now + timedelta(minutes=15, seconds=-1)
    assert client.get("/reading", headers=bearer(token)).status_code == 200
    clock.now = now + timedelta(minutes=15, seconds=1)
    answer = client.get("/reading", headers=bearer(token))
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.invalid")


def test_revoking_the_key_ends_its_tokens_at_once(
    client: TestClient, database: Database, key_id: str, key: str, now: datetime
) -> None:
    token = _ask(client, key_id, key).json()["access_token"]
    with database.session() as session:
        session.get_one(ApiKey, key_id).revoked_at = now
    assert client.get("/reading", headers=bearer(token)).status_code == 401
    answer = _ask(client, key_id, key)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_taking_a_scope_from_the_key_takes_it_from_its_tokens(
    client: TestClient, database: Database, key_id: str, key: str
) -> None:
    token = _ask(client, key_id, key).json()["access_token"]
    with database.session() as session:
        session.get_one(ApiKey, key_id).scopes = ["referrals:read"]
    assert client.get("/reading", headers=bearer(token)).status_code == 200
    assert client.get("/writing", headers=bearer(token)).status_code == 403


def test_tokens_of_others_and_changed_ones_are_refused(
    client: TestClient, key_id: str, key: str, now: datetime
) -> None:
    scopes = frozenset(Scope)
    elsewhere = AccessTokens("https://elsewhere.example", timedelta(minutes=5)).make(key_id, scopes, now)
    claims = {"iss": "http://testserver", "aud": "http://testserver", "sub": key_id, "exp": 4_000_000_000}
    forged = jwt.encode({"alg": "HS256", "typ": "at+jwt"}, claims, OctKey.import_key(b"x" * 32))
    unsigned = ".".join(
        base64.urlsafe_b64encode(part).decode().rstrip("=")
        for part in (b'{"alg":"none","typ":"at+jwt"}', b'{"sub":"' + key_id.encode() + b'"}', b"")
    )
    good = _ask(client, key_id, key).json()["access_token"]
    for token in (elsewhere, forged, unsigned, good[:-4] + "AAAA", "a.b.c", "ä.b", "{}"):
        headers = {"Authorization": b"Bearer " + token.encode()}
        answer = client.get("/reading", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.invalid")


@pytest.mark.parametrize(
    ("auth", "form", "status", "error"),
    [
        (None, {"grant_type": "client_credentials"}, 401, "invalid_client"),
        (("key_of_nobody", "pk_x"), {"grant_type": "client_credentials"}, 401, "invalid_client"),
        (("KEY", "pk_wrong"), {"grant_type": "client_credentials"}, 401, "invalid_client"),
        (("KEY", "GOOD"), {"grant_type": "password"}, 400, "unsupported_grant_type"),
        (("KEY", "GOOD"), {"scope": "x"}, 400, "invalid_request"),
        (("KEY\0", "GOOD"), {"grant_type": "client_credentials"}, 401, "invalid_client"),
    ],
)
def test_refusals_have_the_shape_of_the_rfc(
    client: TestClient,
    key_id: str,
    key: str,
    auth: tuple[str, str] | None,
    form: dict[str, str],
    status: int,
    error: str,
) -> None:
    if auth is not None:
        auth = (auth[0].replace("KEY", key_id), auth[1].replace("GOOD", key))
    answer = (
        client.post("/oauth/token", data=form, auth=auth) if auth else client.post("/oauth/token", data=form)
    )
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    "kwargs",
    [
        {"json": {"grant_type": "client_credentials"}},
        {"content": b"grant_type=client_credentials&grant_type=x", "headers": {"content-type": "FORM"}},
        {"content": b"grant_type=%ff", "headers": {"content-type": "FORM"}},
        {"content": b""},
    ],
)
def test_what_is_no_form_is_an_invalid_request(client: TestClient, kwargs: dict[str, Any]) -> None:
    if "headers" in kwargs:
        kwargs = {**kwargs, "headers": {"content-type": "application/x-www-form-urlencoded"}}
    answer = client.post("/oauth/token", **kwargs)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("header", ["Basic /w==", "Basic ä", "Basic", "Basic Og=="])
def test_a_basic_header_that_is_no_text_is_an_invalid_client(client: TestClient, header: str) -> None:
    answer = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": header.encode("utf-8")},
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_coordinators_key_is_no_client(
    client: TestClient, database: Database, now: datetime, key: str
) -> None:
    with database.session() as session:
        coordinator = coordinator_key(session, now)
        its_id = session.scalars(select(ApiKey.id).where(ApiKey.role == "coordinator")).one()
    answer = _ask(client, its_id, coordinator)
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


def test_an_oauth_library_gets_and_uses_a_token(client: TestClient, key_id: str, key: str) -> None:
    with OAuth2Client(key_id, key, scope="referrals:read", transport=client._transport) as oauth:
        oauth.fetch_token("http://testserver/oauth/token", grant_type="client_credentials")
        assert oauth.get("http://testserver/reading").json() == "somerset-care"
