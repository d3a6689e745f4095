"""The managers' page of colleagues, and how whoever was invited comes in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from api.core.db import Database
from api.referrals.models import Referral
from api.staff.models import StaffUser
from tests.api.pages.conftest import HUB, RECRUITER, STRANGER, signed_in
from tests.api.pages.html import Page, read
from tests.api.pages.recruiter_pages import case, report
from tests.factories.candidates import a_candidate
from tests.factories.http import TestClient, a_client
from tests.factories.referrals import a_referral

PASSWORD = "three random words"


def _let(database: Database, email: str, access: str) -> None:
    with database.session() as session:
        session.execute(update(StaffUser).where(StaffUser.email == email).values(access=access))


@pytest.fixture
def manager(app: FastAPI, database: Database) -> TestClient:
    """Rita, who decides who else works for Somerset Care."""
    _let(database, RECRUITER, "manager")
    return signed_in(app, RECRUITER)


def _invite(browser: TestClient, **changes: str) -> Page:
    form = {
        "csrf_token": read(browser.get("/recruiter/team")).hidden("csrf_token"),
        "email": "nuno@care.example",
        "name": "Nuno",
        "access": "member",
    }
    return read(browser.post("/recruiter/team", data=form | changes))


def _path(page: Page) -> str:
    return "/" + page.one("code").words.split("/", 3)[3]


def _accept(browser: TestClient, path: str, password: str) -> Any:
    token = read(browser.get(path)).hidden("csrf_token")
    return browser.post(path, data={"csrf_token": token, "password": password})


def test_a_colleague_is_invited_by_a_link_that_is_shown_once(app: FastAPI, manager: TestClient) -> None:
    shown = _invite(manager)
    path = _path(shown)
    assert "Nuno nuno@care.example Member: works on referrals Invited" in shown.text
    assert "/join/" not in manager.get("/recruiter/team").text

    newcomer = a_client(app)
    form = read(newcomer.get(path))
    assert form.one("input", id="email").attributes["value"] == "nuno@care.example"
    assert form.answer.headers["referrer-policy"] == "no-referrer"
    short = read(_accept(newcomer, path, "short"))
    assert "at least 12 characters" in short.text
    saved = read(_accept(newcomer, path, PASSWORD))
    assert "Your password is saved. Please sign in." in saved.text
    assert "This invitation is not valid any more." in read(newcomer.get(path)).text

    data = {"csrf_token": saved.hidden("csrf_token"), "email": "nuno@care.example", "password": PASSWORD}
    assert newcomer.post("/sign-in", data=data).url.path == "/recruiter"


def test_a_link_opened_by_another_sites_form_sets_no_password(app: FastAPI, manager: TestClient) -> None:
    path = _path(_invite(manager))
    answer = a_client(app).post(path, data={"csrf_token": "guessed", "password": PASSWORD})
    assert "This form has expired." in answer.text
    assert read(a_client(app).get(path)).one("h1").words == "Choose a password"


def test_a_colleague_is_let_go(app: FastAPI, manager: TestClient, database: Database) -> None:
    _accept(a_client(app), _path(_invite(manager)), PASSWORD)
    colleague = signed_in(app, "nuno@care.example")
    assert colleague.get("/recruiter").url.path == "/recruiter"
    page = read(manager.get("/recruiter/team"))
    with database.session() as session:
        nuno, theo = (
            session.scalars(select(StaffUser.id).where(StaffUser.email == email)).one()
            for email in ("nuno@care.example", HUB)
        )

    token = {"csrf_token": page.hidden("csrf_token")}
    told = read(manager.post(f"/recruiter/team/{theo}/deactivate", data=token))
    assert "We do not know this colleague." in told.text
    assert "This form has expired." in manager.post(f"/recruiter/team/{nuno}/deactivate").text
    done = read(manager.post(f"/recruiter/team/{nuno}/deactivate", data=token))

    assert "The account is deactivated." in done.text
    assert "Nuno nuno@care.example Member: works on referrals Deactivated" in done.text
    assert colleague.get("/recruiter").url.path == "/sign-in"


def test_what_is_missing_is_said_and_nobody_is_added(manager: TestClient) -> None:
    assert "Please write the person's name." in _invite(manager, name=" ").text
    assert "Please write an e-mail address" in _invite(manager, email="nuno").text
    assert "There is an account with this e-mail address already." in _invite(manager, email=STRANGER).text
    assert "This form has expired." in _invite(manager, csrf_token="guessed").text
    assert "Nuno" not in manager.get("/recruiter/team").text


@pytest.mark.parametrize("access", ["member", "viewer"])
def test_only_a_manager_sees_the_page(app: FastAPI, database: Database, access: str) -> None:
    _let(database, RECRUITER, access)
    browser = signed_in(app, RECRUITER)
    page = read(browser.get("/recruiter"))
    assert "Colleagues" not in page.text
    told = read(browser.get("/recruiter/team"))
    assert "Only a manager of your organisation can do this." in told.text
    form = {"csrf_token": page.hidden("csrf_token"), "email": "a@b.example", "name": "A", "access": "manager"}
    assert "Only a manager" in browser.post("/recruiter/team", data=form).text


def test_a_coordinator_has_no_such_page(coordinator: TestClient) -> None:
    assert coordinator.get("/recruiter/team").url.path == "/coordinator"


def test_a_viewer_reads_everything_and_is_offered_nothing(
    app: FastAPI, database: Database, now: datetime
) -> None:
    _let(database, RECRUITER, "viewer")
    with database.session() as session:
        row: Referral = a_referral(session, a_candidate(session), now=now)
    viewer = signed_in(app, RECRUITER)

    listed = read(viewer.get("/recruiter"))
    assert row.reference in listed.text
    assert not listed.all("input", name="chosen")
    page = case(viewer, row.id)
    assert "+447700900123" in page.text
    assert not page.all("input", name="type")
    assert not page.all("textarea")

    form = {"csrf_token": listed.hidden("csrf_token"), "version": str(row.version), "type": "acknowledged"}
    refused = read(viewer.post(f"/recruiter/referrals/{row.id}/events", data=form))
    assert "You may read here, and change nothing." in refused.text
    assert (
        "You may read here"
        in viewer.post(f"/recruiter/referrals/{row.id}/notes", data={**form, "text": "x"}).text
    )
    chosen = {"csrf_token": form["csrf_token"], "chosen": f"{row.id}:{row.version}"}
    assert "You may read here" in viewer.post("/recruiter/acknowledge", data=chosen).text
    _let(database, RECRUITER, "member")
    assert "Saved:" in report(viewer, row.id, "acknowledged").text
