"""The whole application on a small region, in which everything that has an address exists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI
from sqlalchemy.orm import Session

from api.chat.models import ChatSession, PersonRequest
from api.core.crypto import token_hash
from api.core.settings import Settings
from api.documents.models import DocumentLink
from api.entitlements.models import Completion
from api.interviews.models import Interview, InterviewSlot
from api.main import create_app
from api.opportunities.models import Opportunity
from api.staff import keys
from api.webhooks import deliveries
from api.webhooks.events import TEST
from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.signing import new_secret
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient, a_client
from tests.factories.referrals import a_referral
from tests.factories.region import Region, a_region
from tests.support.running import free_port

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
CHAT_TOKEN = "ct_of_the_contract_tests"
DOCUMENT_TOKEN = "d_of_the_contract_tests"
REFERENCE = "HCA-26-7"


@dataclass(frozen=True)
class Whole:
    """The application, its keys, and the id of one thing of each kind that has an address.

    `ids` goes by the name of the path parameter; what has an owner belongs to `somerset-care`.
    """

    app: FastAPI
    region: Region
    ids: dict[str, str]

    def client(self) -> TestClient:
        """A client nobody has signed in with."""
        return a_client(self.app)


def _fill(session: Session, now: datetime) -> tuple[Region, dict[str, str]]:
    region = a_region(session, now)
    candidate = a_candidate(session, redundancy_event_id="oscar-mayer", email="ana@example.com")
    chat = ChatSession(
        id="chat_1",
        candidate_id=candidate.id,
        token_hash=token_hash(CHAT_TOKEN),
        channel="web",
        language="pt",
        created_at=now,
        last_message_at=now,
    )
    session.add(chat)
    session.flush()
    asked = PersonRequest(session_id=chat.id, language="pt", requested_at=now)
    link = DocumentLink(
        token_hash=token_hash(DOCUMENT_TOKEN),
        session_id=chat.id,
        kind="export_json",
        language="pt",
        expires_at=now + timedelta(hours=1),
    )
    session.add_all([asked, link])
    referral = a_referral(session, candidate, now=now)
    session.flush()
    # Not the one that calls: it may be revoked.
    spare = keys.create(session, role="recruiter", employer_id="somerset-care", name="Spare", now=now)
    session.get_one(Opportunity, referral.opportunity_id).reference = REFERENCE
    endpoint, delivery = _webhook(session, now)
    # Beside the log: the referral stays where most events can follow.
    interview = Interview(
        referral_id=referral.id,
        state="offered",
        place="Musgrove Park Hospital",
        minutes=30,
        offered_at=now,
        slots=[InterviewSlot(starts_at=now + timedelta(days=2))],
    )
    course = Completion(
        candidate_id=candidate.id,
        kind="swap",
        completed_on=now.date(),
        evidence="List of the college",
        recorded_by="test",
        recorded_at=now,
    )
    session.add_all([interview, course])
    session.flush()
    return region, {
        "session_id": chat.id,
        "request_id": asked.id,
        "token": DOCUMENT_TOKEN,
        "referral_id": referral.id,
        "opportunity_id": referral.opportunity_id,
        "key_id": spare.row.id,
        "employer": "somerset-care",
        "reference": REFERENCE,
        "webhook_id": endpoint.id,
        "delivery_id": delivery.id,
        "calendar_token": interview.calendar_token,
        "kind": "identity",
        "signup_id": "somerset-care-oscar-mayer",
        "candidate_id": candidate.id,
        "completion_id": course.id,
    }


def _webhook(session: Session, now: datetime) -> tuple[WebhookEndpoint, WebhookDelivery]:
    endpoint = WebhookEndpoint(
        employer_id="somerset-care",
        url="https://ats.example/hooks",
        description="Our tracking system",
        events=[],
        secret=new_secret(),
        created_at=now,
        updated_at=now,
    )
    session.add(endpoint)
    session.flush()
    delivery = deliveries.add(session, endpoint, "msg_1", TEST, json.dumps({"type": TEST}), now)
    return endpoint, delivery


@pytest.fixture
def whole(database_url: str, tmp_path: Path, database: object) -> Iterator[Whole]:
    """The application as `ponte serve` assembles it; its bot is away."""
    settings = Settings(
        secret_keys=(Fernet.generate_key().decode(),),
        database_url=database_url,
        data_dir=tmp_path,
        bot_url=f"http://127.0.0.1:{free_port()}",
        rate_limit="100000/second",
    )
    app = create_app(settings, StandingClock(NOON))
    with app.state.database.session() as session:
        region, ids = _fill(session, NOON)
    yield Whole(app, region, ids)
    app.state.database.close()
