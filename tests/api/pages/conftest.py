"""The pages of a demo, and staff who sign in."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.crypto import hash_password, new_token, token_hash
from api.core.db import Database
from api.core.settings import Settings
from api.pages import mount_pages
from api.pages.staff_session import SESSION_COOKIE
from api.staff.models import StaffSession, StaffUser
from tests.api.pages.html import Page, read
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.referrals import a_referral
from tests.factories.region import a_region
from tests.factories.staff import PASSWORD

RECRUITER = "rita@care.example"
STRANGER = "sofia@stranger.example"
HUB = "theo@trust.example"
COORDINATOR = "carla@hub.example"


@cache
def _hash() -> str:
    # Made once: hashing is slow on purpose, and every test needs the same accounts.
    return hash_password(PASSWORD)


def an_account(session: Session, email: str, role: str, employer_id: str | None) -> None:
    """An account with the tests' password."""
    name = email.partition("@")[0].title()
    session.add(StaffUser(email=email, name=name, role=role, employer_id=employer_id, password_hash=_hash()))


@pytest.fixture
def app(database: Database, now: datetime, tmp_path: Path) -> FastAPI:
    """The pages of a region with an employer, the trust it recruits through, a stranger, and a coordinator."""
    with database.session() as session:
        a_region(session, now)
        an_account(session, RECRUITER, "recruiter", "somerset-care")
        an_account(session, STRANGER, "recruiter", "stranger")
        an_account(session, HUB, "recruiter", "trust")
        an_account(session, COORDINATOR, "coordinator", None)
    app = an_app(database, StandingClock(now))
    app.state.settings = Settings(demo=True, data_dir=tmp_path)
    mount_pages(app)
    return app


@pytest.fixture
def front(tmp_path: Path) -> TestClient:
    """The chat page and the static files, which need no database."""
    app = FastAPI()
    app.state.settings = Settings(demo=True, data_dir=tmp_path)
    mount_pages(app)
    return a_client(app)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """A browser nobody has signed in with."""
    return a_client(app)


def signed_in(app: FastAPI, email: str) -> TestClient:
    """A browser in which this person has signed in."""
    token, now = new_token("st"), app.state.clock()
    with app.state.database.session() as session:
        user_id = session.scalars(select(StaffUser.id).where(StaffUser.email == email)).one()
        session.add(
            StaffSession(
                token_hash=token_hash(token),
                user_id=user_id,
                csrf_token=new_token("csrf"),
                created_at=now,
                expires_at=now + timedelta(hours=12),
            )
        )
    browser = a_client(app)
    browser.cookies.set(SESSION_COOKIE, token)
    return browser


@pytest.fixture
def recruiter(app: FastAPI) -> TestClient:
    """Rita of Somerset Care, signed in."""
    return signed_in(app, RECRUITER)


@pytest.fixture
def coordinator(app: FastAPI) -> TestClient:
    """Carla, signed in."""
    return signed_in(app, COORDINATOR)


@pytest.fixture
def every_page(
    visitor: TestClient, recruiter: TestClient, coordinator: TestClient, database: Database, now: datetime
) -> dict[str, Page]:
    """Each page by the address it is read at; one referral waits, with a promised interview."""
    with database.session() as session:
        referral = a_referral(session, a_candidate(session, redundancy_event_id="oscar-mayer"), now=now)
    browsers = {
        "/?lang=en": visitor,
        "/?lang=pt": visitor,
        "/sign-in": visitor,
        "/opportunities/hca-taunton?lang=en": visitor,
        "/opportunities/hca-taunton?lang=ar": visitor,
        "/recruiter": recruiter,
        "/recruiter?status=ended": recruiter,
        f"/recruiter/referrals/{referral.id}": recruiter,
        "/coordinator": coordinator,
    }
    return {path: read(browser.get(path)) for path, browser in browsers.items()}
