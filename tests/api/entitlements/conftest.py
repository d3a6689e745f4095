"""The whole way from the chat to the employer's answer, through the API, without the bot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import select

from api.chat import bot_endpoints, entitlement_endpoints
from api.chat import endpoints as chat
from api.chat.gateway import BotGateway
from api.chat.models import ChatSession
from api.core.crypto import new_token, token_hash
from api.core.db import Database
from api.core.ids import new_id
from api.core.settings import Settings
from api.entitlements import endpoints as entitlements
from api.insights import endpoints as insights
from api.main import conversations
from api.matches import knowledge
from api.referrals import endpoints as referrals
from api.reviews import endpoints as reviews
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer

BOT = "the bot's secret"
PROFILE = {
    "consent": True,
    "first_name": "Ana",
    "phone": "+447700900123",
    "home": {"place": "Taunton", "outward_code": "TA1"},
    "add_skills": [{"id": "personal_care", "source_text": "cuidei da minha mãe", "confidence": 0.9}],
    "english_speaking": "B1",
    "english_reading": "B1",
    "english_writing": "B1",
    "right_to_work": "yes",
    "hours": {"min": 20, "max": 37.5},
    "shifts": ["early", "late"],
    "can_drive": False,
    "travel": {"modes": ["bus"], "max_minutes": 60},
    "age_band": "18_plus",
}


@cache
def known() -> knowledge.Knowledge:
    # Read once: it takes two seconds, and no test changes it.
    with TemporaryDirectory() as folder:
        return knowledge.load(Settings(demo=True, data_dir=Path(folder)))


class Someone:
    """A candidate in the chat."""

    def __init__(self, client: TestClient, database: Database, now: datetime, **answers: Any) -> None:
        self._client = client
        self.id, token = new_id("chat"), new_token("ct")
        with database.session() as session:
            session.add(
                ChatSession(
                    id=self.id,
                    token_hash=token_hash(token),
                    channel="web",
                    language="pt",
                    created_at=now,
                    last_message_at=now,
                )
            )
        self.token = token
        answer = self._bot("PATCH", "profile", {**PROFILE, **answers})
        assert answer.status_code == 204, answer.text
        with database.session() as session:
            found = session.scalars(select(ChatSession.candidate_id).where(ChatSession.id == self.id))
            self.candidate_id = found.one() or ""

    def _bot(self, method: str, path: str, body: dict[str, Any]) -> Any:
        address = f"/internal/sessions/{self.id}/{path}"
        return self._client.request(method, address, json=body, headers=bearer(BOT))

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Call as the candidate's own page does."""
        address = f"/v1/chat/sessions/{self.id}/{path}"
        return self._client.request(method, address, json=body, headers=bearer(self.token))

    def cards(self) -> dict[str, Any]:
        """The matches shown, by opportunity."""
        found = self._bot("POST", "matches", {"language": "pt"}).json()["cards"]
        return {card["opportunity_id"]: card for card in found}

    def asked_to_share(self, opportunity_id: str = "hca-taunton") -> str:
        """What the candidate is told would be shared about them, in English."""
        body = {"language": "en", "opportunity_id": opportunity_id}
        return str(self._bot("POST", "offer", body).json()["offer"]["about_you"])

    def agrees(self, opportunity_id: str = "hca-taunton") -> str:
        """Be referred; the referral's id."""
        self.cards()
        body = {"language": "pt", "opportunity_id": opportunity_id}
        made = self._bot("POST", "referrals", body).json()["referral"]
        found = self.call("GET", "entitlements").json()["items"]
        return str(next(one["id"] for one in found if one["reference"] == made["reference"]))


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def county(database: Database, now: datetime) -> Region:
    """Three employers, one sign-up for the redundancies at Oscar Mayer, and a coordinator."""
    with database.session() as session:
        return a_region(session, now)


@pytest.fixture
def client(database: Database, county: Region, clock: StandingClock, tmp_path: Path) -> TestClient:
    """Every door that the entitlement has."""
    app = an_app(
        database,
        clock,
        chat.router,
        bot_endpoints.router,
        entitlement_endpoints.router,
        entitlements.router,
        referrals.router,
        reviews.router,
        insights.router,
    )
    settings = Settings(demo=True, data_dir=tmp_path)
    app.state.settings = settings
    app.state.internal_token = BOT
    app.state.knowledge = known()
    app.state.conversations = conversations(
        settings, database, BotGateway("http://127.0.0.1:1", BOT, 1), clock
    )
    return a_client(app)


Call = Callable[..., Any]


def sign_up(board: Call, route: str, **changes: Any) -> Any:
    """Record a promise of Somerset Care, valid this year, changed as told."""
    body = {
        "employer_id": "somerset-care",
        "route": route,
        "valid_from": "2026-06-01",
        "valid_to": "2026-12-31",
        "respond_within_working_days": 5,
        "evidence": "Letter of the manager, May 2026",
        **changes,
    }
    return board("POST", "interview-signups", body)


def completed(board: Call, who: Someone, kind: str, day: str = "2026-05-29") -> Any:
    """Record that someone completed a course."""
    body = {"kind": kind, "completed_on": day, "evidence": "List of the college"}
    return board("POST", f"candidates/{who.candidate_id}/completions", body)


@pytest.fixture
def board(client: TestClient, county: Region) -> Call:
    """Calls as the coordinators' board: `board("GET", "review-queue")`."""

    def call(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        address = f"/v1/coordinator/{path}"
        return client.request(method, address, json=body, headers=bearer(county.coordinator))

    return call


@pytest.fixture
def employer(client: TestClient, county: Region) -> Call:
    """Calls as Somerset Care: `employer("GET", referral_id)`."""

    def call(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return client.request(
            method, f"/v1/referrals/{path}", json=body, headers=bearer(county.somerset_care)
        )

    return call


@pytest.fixture
def someone(client: TestClient, database: Database, now: datetime) -> Callable[..., Someone]:
    """A new candidate who has answered everything, but as told."""

    def come(**answers: Any) -> Someone:
        return Someone(client, database, now, **answers)

    return come
