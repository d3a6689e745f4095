"""Staff sign in with their organisation's accounts, and nobody gets in another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from sqlalchemy import func, select

from api.core.db import Database
from api.core.settings import Settings
from api.pages import mount_pages
from api.staff.models import StaffSession, StaffUser
from tests.api.pages.conftest import COORDINATOR, RECRUITER, an_account
from tests.api.pages.html import Page, read
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.staff import an_employer
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The organisation's provider, which vouches for Rita."""
    with running_provider() as provider:
        provider.person = {"email": RECRUITER, "email_verified": True}
        yield provider


def _app(database: Database, now: datetime, provider: Provider, tmp_path: Path, **changes: Any) -> FastAPI:
    app = an_app(database, StandingClock(now))
    values: dict[str, Any] = {
        "demo": True,
        "data_dir": tmp_path,
        "public_url": "http://testserver",
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": SecretStr(CLIENT_SECRET),
        "oidc_name": "Somerset accounts",
    }
    app.state.settings = Settings(**{**values, **changes})
    mount_pages(app)
    return app


@pytest.fixture
def app(database: Database, now: datetime, provider: Provider, tmp_path: Path) -> FastAPI:
    """The pages, with the provider."""
    with database.session() as session:
        an_employer(session)
        an_account(session, RECRUITER, "recruiter", "somerset-care")
        an_account(session, COORDINATOR, "coordinator", None)
    return _app(database, now, provider, tmp_path)


def _leave(browser: TestClient, path: str = "/sign-in/oidc") -> str:
    """Off to the provider, and the address it sends the browser back to."""
    away = browser.get(path, follow_redirects=False)
    assert away.status_code == 302, away.text
    back = httpx.get(away.headers["location"], trust_env=False)
    assert back.status_code == 302, back.text
    return back.headers["location"]


def _sign_in(browser: TestClient) -> Page:
    return read(browser.get(_leave(browser)))


def _nobody_is_signed_in(database: Database) -> bool:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(StaffSession)) == 0


def test_the_sign_in_page_offers_the_provider_by_its_name(visitor: TestClient) -> None:
    link = next(one for one in read(visitor.get("/sign-in")).all("a") if "Somerset" in one.words)
    assert (link.words, link.attributes["href"]) == ("Sign in with Somerset accounts", "/sign-in/oidc")


@pytest.mark.parametrize(("email", "home"), [(RECRUITER, "/recruiter"), (COORDINATOR, "/coordinator")])
def test_whom_the_provider_vouches_for_comes_to_their_own_page(
    visitor: TestClient, provider: Provider, email: str, home: str
) -> None:
    provider.person = {"email": email.title(), "email_verified": True}
    page = _sign_in(visitor)
    assert page.answer.url.path == home
    assert page.one("h1").words


def test_the_page_that_was_asked_for_comes_after_sign_in(visitor: TestClient) -> None:
    back = _leave(visitor, "/sign-in/oidc?next=/recruiter/referrals/ref_1")
    answer = visitor.get(back, follow_redirects=False)
    assert answer.headers["location"] == "/recruiter/referrals/ref_1"
    elsewhere = visitor.get(
        _leave(visitor, "/sign-in/oidc?next=https://evil.example"), follow_redirects=False
    )
    assert elsewhere.headers["location"] == "/recruiter"


def test_every_sign_in_has_its_own_state_nonce_and_challenge(visitor: TestClient, provider: Provider) -> None:
    for _ in range(2):
        _leave(visitor)
    for name in ("state", "nonce", "challenge"):
        first, second = (asked[name] for asked in provider.asked)
        assert first != second
        assert len(first) >= 20


def test_the_cookie_between_the_two_steps_is_out_of_reach_and_gone_afterwards(visitor: TestClient) -> None:
    away = visitor.get("/sign-in/oidc", follow_redirects=False)
    cookie = away.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "path=/sign-in/oidc" in cookie
    _sign_in(visitor)
    assert "ponte_oidc" not in visitor.cookies


def test_nobody_gets_an_account_by_signing_in(
    visitor: TestClient, provider: Provider, database: Database
) -> None:
    provider.person = {"email": "new@care.example", "email_verified": True}
    page = _sign_in(visitor)
    assert "There is no account for you here." in page.text
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(StaffUser)) == 2
    assert _nobody_is_signed_in(database)


@pytest.mark.parametrize(
    "person",
    [
        {"email": RECRUITER},
        {"email": RECRUITER, "email_verified": False},
        {"email": RECRUITER, "email_verified": "true"},
        {"email_verified": True},
        {"email": [RECRUITER], "email_verified": True},
    ],
)
def test_an_address_nobody_vouches_for_opens_nothing(
    visitor: TestClient, provider: Provider, database: Database, person: dict[str, Any]
) -> None:
    provider.person = person
    assert "did not confirm your e-mail address" in _sign_in(visitor).text
    assert _nobody_is_signed_in(database)


def test_an_address_that_only_looks_the_same_opens_nothing(
    visitor: TestClient, provider: Provider, database: Database
) -> None:
    provider.person = {"email": RECRUITER.replace("k", "\u212a"), "email_verified": True}
    provider.person["email"] = provider.person["email"].replace("s", "\u017f") + "\u200b"
    _sign_in(visitor)
    assert _nobody_is_signed_in(database)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"nonce": "another sign-in's"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
    ],
)
def test_a_token_that_is_not_for_us_opens_nothing(
    visitor: TestClient, provider: Provider, database: Database, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    assert "Your organisation's sign-in did not work." in _sign_in(visitor).text
    assert _nobody_is_signed_in(database)


def test_a_token_with_another_key_opens_nothing(
    visitor: TestClient, provider: Provider, database: Database
) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "first"})
    assert "sign-in did not work" in _sign_in(visitor).text
    assert _nobody_is_signed_in(database)


def test_an_answer_to_another_browser_or_a_second_time_opens_nothing(
    app: FastAPI, visitor: TestClient, database: Database
) -> None:
    victim = a_client(app)
    assert "sign-in did not work" in read(victim.get(_leave(visitor))).text
    assert _nobody_is_signed_in(database)

    back = _leave(visitor)
    assert visitor.get(back).url.path == "/recruiter"
    again = read(a_client(app).get(back))
    assert "sign-in did not work" in again.text


def test_a_code_without_its_verifier_opens_nothing(
    visitor: TestClient, provider: Provider, database: Database
) -> None:
    back = _leave(visitor)
    code = parse_qs(urlsplit(back).query)["code"][0]
    provider.codes[code]["challenge"] = "another browser's"
    assert "sign-in did not work" in read(visitor.get(back)).text
    assert _nobody_is_signed_in(database)


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=y", "?code=x", "?state=y"])
def test_an_answer_that_makes_no_sense_is_said_kindly(visitor: TestClient, query: str) -> None:
    assert "sign-in did not work" in read(visitor.get(f"/sign-in/oidc/callback{query}")).text


def test_a_provider_that_answers_in_anothers_name_or_not_at_all_is_not_believed(
    database: Database, now: datetime, provider: Provider, app: FastAPI, visitor: TestClient, tmp_path: Path
) -> None:
    provider.configuration = {"issuer": "https://another.example"}
    assert "sign-in did not work" in read(visitor.get("/sign-in/oidc")).text
    nowhere = _app(database, now, provider, tmp_path, oidc_issuer="http://127.0.0.1:9")
    assert "sign-in did not work" in read(a_client(nowhere).get("/sign-in/oidc")).text


def test_without_a_provider_there_is_no_such_page(database: Database, now: datetime, tmp_path: Path) -> None:
    app = an_app(database, StandingClock(now))
    app.state.settings = Settings(demo=True, data_dir=tmp_path)
    mount_pages(app)
    browser = a_client(app)
    assert "Sign in with" not in browser.get("/sign-in").text
    for path in ("/sign-in/oidc", "/sign-in/oidc/callback"):
        assert browser.get(path).status_code == 404


def test_the_demos_accounts_open_without_a_password_only_where_that_is_set(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    with database.session() as session:
        an_employer(session)
        for email in ("recruiter@demo.ponte.example", RECRUITER):
            an_account(session, email, "recruiter", "somerset-care")

    def browser(**changes: Any) -> TestClient:
        app = an_app(database, StandingClock(now))
        app.state.settings = Settings(demo=True, data_dir=tmp_path, **changes)
        mount_pages(app)
        return a_client(app)

    def sign_in(browser: TestClient, email: str, **data: str) -> Any:
        token = read(browser.get("/sign-in")).hidden("csrf_token")
        return browser.post("/sign-in/demo", data={"email": email, "csrf_token": token, **data})

    shut, opened = browser(), browser(dev_sign_in=True)
    assert sign_in(shut, "recruiter@demo.ponte.example").status_code == 404
    page = read(opened.get("/sign-in"))
    assert [
        one.attributes["value"]
        for one in page.all("input", name="email")
        if one.attributes["type"] == "hidden"
    ] == ["recruiter@demo.ponte.example"]
    assert sign_in(opened, RECRUITER).url.path == "/sign-in"
    assert sign_in(opened, "recruiter@demo.ponte.example", csrf_token="guessed").url.path == "/sign-in"
    assert sign_in(opened, "recruiter@demo.ponte.example").url.path == "/recruiter"
