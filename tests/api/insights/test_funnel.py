"""How many people get how far."""

from __future__ import annotations

from datetime import datetime

import pytest

from api.candidates.models import Candidate
from api.chat.models import ChatSession
from api.core.db import Database
from api.insights import service
from api.insights.endpoints import router
from api.matches.models import ShownMatch
from api.referrals import reporting
from api.referrals import service as referrals
from api.referrals.statuses import EventType
from api.staff.service import Principal
from tests.factories.candidates import a_candidate
from tests.factories.http import CountedStatements, StandingClock, a_client, an_app
from tests.factories.referrals import a_referral
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer

TRUST = Principal("recruiter", "trust", None, "ats")
_E = EventType


@pytest.fixture
def region(database: Database, now: datetime) -> Region:
    with database.session() as session:
        return a_region(session, now)


def _counts(database: Database) -> dict[str, int]:
    with database.session() as session:
        return {step.code: step.count for step in service.funnel(session)}


def _arrive(database: Database, now: datetime, *ways: tuple[EventType, ...]) -> None:
    """One person for each way: chats, agrees, is shown two matches, is referred, and goes the way."""
    with database.session() as session:
        for way in ways:
            candidate = a_candidate(session, profile_completed_at=now)
            session.add(
                ChatSession(
                    candidate_id=candidate.id,
                    token_hash="x",
                    channel="web",
                    created_at=now,
                    last_message_at=now,
                )
            )
            for rank, opportunity_id in enumerate(("hca-taunton", "porter-trust"), start=1):
                session.add(_shown(candidate, opportunity_id, rank, now))
            referral = a_referral(session, candidate, now=now)
            for event in way:
                reason = "position_filled" if event is _E.DECLINED else None
                reporting.report(session, TRUST, referral.id, event, now=now, reason_code=reason)


def _shown(candidate: Candidate, opportunity_id: str, rank: int, now: datetime) -> ShownMatch:
    return ShownMatch(
        candidate_id=candidate.id,
        opportunity_id=opportunity_id,
        shown_at=now,
        rank=rank,
        status="ready",
        score=0.5,
        reasons=[],
        gaps=[],
        pathway=[],
    )


def test_with_nobody_there_every_step_is_zero(database: Database) -> None:
    assert _counts(database) == dict.fromkeys(
        "chat_started consented profile_complete matched referred acknowledged interviewed offered started "
        "sustained_13_weeks sustained_26_weeks".split(),
        0,
    )


def test_each_person_counts_at_every_step_they_reached(
    database: Database, region: Region, now: datetime
) -> None:
    _arrive(
        database,
        now,
        (),
        (_E.WITHDRAWN,),
        (_E.DECLINED,),
        (_E.INTERVIEW_BOOKED, _E.INTERVIEW_ATTENDED, _E.DECLINED),
        (_E.ACKNOWLEDGED, _E.INTERVIEW_OFFERED, _E.INTERVIEW_ATTENDED, _E.OFFERED, _E.STARTED),
        (_E.OFFERED,),
    )
    assert _counts(database) == {
        "chat_started": 6,
        "consented": 6,
        "profile_complete": 6,
        "matched": 6,
        "referred": 6,
        "acknowledged": 4,
        "interviewed": 2,
        "offered": 2,
        "started": 1,
        "sustained_13_weeks": 0,
        "sustained_26_weeks": 0,
    }


def test_a_person_with_two_referrals_is_one_person(database: Database, region: Region, now: datetime) -> None:
    with database.session() as session:
        candidate = a_candidate(session)
        for opportunity_id in ("hca-taunton", "porter-trust"):
            referral = a_referral(session, candidate, opportunity_id, now=now)
            reporting.report(session, TRUST, referral.id, _E.ACKNOWLEDGED, now=now)
    counts = _counts(database)
    assert (counts["referred"], counts["acknowledged"]) == (1, 1)


def test_who_erased_their_data_still_counts_as_referred(
    database: Database, region: Region, now: datetime
) -> None:
    _arrive(database, now, (_E.ACKNOWLEDGED,), (_E.ACKNOWLEDGED,))
    with database.session() as session:
        candidate_id = session.query(Candidate.id).limit(1).scalar()
        assert candidate_id is not None
        referrals.withdraw_all_for(session, candidate_id, now)
        referrals.forget(session, candidate_id, now)
    counts = _counts(database)
    assert (counts["referred"], counts["acknowledged"]) == (2, 2)


def test_the_funnel_is_counted_in_one_statement(database: Database, region: Region) -> None:
    with CountedStatements(database) as counted:
        _counts(database)
    assert counted.count == 1


def test_coordinators_read_it_and_it_names_nobody(database: Database, region: Region, now: datetime) -> None:
    _arrive(database, now, ())
    client = a_client(an_app(database, StandingClock(now), router))
    answer = client.get("/v1/coordinator/insights/funnel", headers=bearer(region.coordinator))
    assert answer.json()["counted_at"] == "2026-06-03T12:00:00Z"
    assert answer.json()["steps"][0] == {"code": "chat_started", "label": "Chat started", "count": 1}
    assert {key for step in answer.json()["steps"] for key in step} == {"code", "label", "count"}
    refused = client.get("/v1/coordinator/insights/funnel", headers=bearer(region.trust))
    assert refused.json()["code"] == "auth.forbidden"
