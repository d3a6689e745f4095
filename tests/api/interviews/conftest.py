"""A referral that was sent, its candidate's conversation, and the recruiter's client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from api.chat import interview_steps, referral_news
from api.chat.models import ChatSession, OutgoingMessage
from api.core.db import Database
from api.interviews import endpoints as interviews
from api.referrals import endpoints as referrals
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.referrals import a_referral
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer

BASE = "https://ponte.example"


@dataclass
class Case:
    """Ana, her referral to Somerset Care, and both sides of it."""

    database: Database
    clock: StandingClock
    client: TestClient
    region: Region
    candidate_id: str
    referral_id: str
    session_id: str

    def offers(self, *times: str, key: str | None = None, **changes: Any) -> Any:
        """The recruiter offers times."""
        body = {"times": list(times), "minutes": 30, "place": "Main entrance, Taunton", **changes}
        path = f"/v1/referrals/{self.referral_id}/interview"
        return self.client.put(path, json=body, headers=bearer(key or self.region.somerset_care))

    def reports(self, event: str, **more: str) -> Any:
        """The recruiter reports an event."""
        path = f"/v1/referrals/{self.referral_id}/events"
        return self.client.post(path, json={"type": event, **more}, headers=bearer(self.region.somerset_care))

    def status(self) -> str:
        path = f"/v1/referrals/{self.referral_id}"
        answer = self.client.get(path, headers=bearer(self.region.somerset_care))
        return str(answer.json()["status"])

    def interview(self) -> Any:
        """What the recruiter reads of it."""
        path = f"/v1/referrals/{self.referral_id}/interview"
        return self.client.get(path, headers=bearer(self.region.somerset_care)).json()

    def worker(self) -> None:
        """One round of the worker."""
        with self.database.session() as session:
            referral_news.tell(session, self.clock())
            referral_news.remind(session, self.clock())

    def heard(self) -> list[dict[str, Any]]:
        """All that was said to Ana, in order."""
        with self.database.session() as session:
            query = select(OutgoingMessage).where(OutgoingMessage.session_id == self.session_id)
            return [row.body for row in session.scalars(query.order_by(OutgoingMessage.position))]

    def takes(self, do: interview_steps.Step, name: str, candidate_id: str | None = None) -> dict[str, Any]:
        """Ana presses a button; what is said about it."""
        with self.database.session() as session:
            (said,) = interview_steps.take(
                session,
                candidate_id or self.candidate_id,
                do,
                name,
                language="en",
                base_url=BASE,
                now=self.clock(),
            )
        return said


@pytest.fixture
def case(database: Database, now: datetime) -> Case:
    """The referral is sent and acknowledged; nothing else has happened."""
    clock = StandingClock(now)
    app = an_app(database, clock, referrals.router, interviews.router)
    app.state.settings = SimpleNamespace(base_url=BASE)
    with database.session() as session:
        region = a_region(session, now)
        candidate = a_candidate(session)
        chat = ChatSession(
            candidate_id=candidate.id, token_hash="x", channel="web", language="en", created_at=now,
            last_message_at=now, last_seq=1,
        )  # fmt: skip
        session.add(chat)
        session.flush()
        referral = a_referral(session, candidate, now=now)
        ids = (candidate.id, referral.id, chat.id)
    case = Case(database, clock, a_client(app), region, *ids)
    case.worker()
    return case
