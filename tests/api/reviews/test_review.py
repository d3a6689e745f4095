"""Coordinators look at each referral."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core.db import Database
from api.referrals import reporting, service
from api.referrals.endpoints import router as referrals_router
from api.referrals.statuses import EventType
from api.reviews.endpoints import router
from api.reviews.reasons import STOP_REASONS, StopReason
from api.staff.service import Principal
from tests.factories.candidates import a_candidate
from tests.factories.http import CountedStatements, StandingClock, TestClient, a_client, an_app
from tests.factories.opportunities import an_opportunity
from tests.factories.referrals import a_referral
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer

RECRUITER = Principal("recruiter", "somerset-care", None, "ats")


@pytest.fixture
def region(database: Database, now: datetime) -> Region:
    with database.session() as session:
        made = a_region(session, now)
        an_opportunity(session, "look-first", review_mode="before")
        return made


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def client(database: Database, clock: StandingClock) -> TestClient:
    return a_client(an_app(database, clock, router, referrals_router))


@pytest.fixture
def board(client: TestClient, region: Region) -> Any:
    """Calls as the coordinators' board: `board("GET", "review-queue")`."""

    def call(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return client.request(
            method, f"/v1/coordinator/{path}", json=body, headers=bearer(region.coordinator)
        )

    return call


def _refer(
    database: Database, now: datetime, opportunity_id: str = "hca-taunton", event_id: str | None = None
) -> str:
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id=event_id)
        return a_referral(session, candidate, opportunity_id, now=now).id


def _queue(board: Any) -> list[str]:
    return [item["referral"]["id"] for item in board("GET", "review-queue").json()["items"]]


def _recruiters(client: TestClient, region: Region) -> list[str]:
    answer = client.get("/v1/referrals", headers=bearer(region.somerset_care))
    return [item["id"] for item in answer.json()["items"]]


def test_a_referral_that_waits_for_review_is_sent_when_approved(
    board: Any, client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now, "look-first")
    assert _recruiters(client, region) == []
    answer = board("POST", f"referrals/{referral_id}/approve")
    assert answer.status_code == 200
    assert answer.json()["referral"]["status"] == "sent"
    assert answer.json()["referral"]["review"] == {"state": "approved", "reviewed_at": "2026-06-03T12:00:00Z"}
    assert [entry["type"] for entry in answer.json()["log"]] == ["referred", "approved", "sent"]
    assert answer.json()["log"][1]["actor"] == "coordinator:partnership board"
    assert _recruiters(client, region) == [referral_id]
    assert _queue(board) == []


def test_the_employers_clock_starts_when_the_referral_is_sent(
    board: Any, database: Database, clock: StandingClock, now: datetime, region: Region
) -> None:
    referral_id = _refer(database, now, "look-first", "oscar-mayer")
    clock.now = now + timedelta(days=6)
    interview = board("POST", f"referrals/{referral_id}/approve").json()["referral"]["guaranteed_interview"]
    assert interview["granted_at"] == "2026-06-03T12:00:00Z"
    assert interview["respond_by"] == "2026-06-16"


def test_one_that_was_sent_at_once_stays_as_it_is_when_approved(
    board: Any, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now)
    assert _queue(board) == [referral_id]
    assert board("POST", f"referrals/{referral_id}/approve").json()["referral"]["status"] == "sent"
    assert _queue(board) == []


def test_a_second_approval_is_told_that_it_is_late(
    board: Any, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now)
    board("POST", f"referrals/{referral_id}/approve")
    answer = board("POST", f"referrals/{referral_id}/approve")
    assert (answer.status_code, answer.json()["code"]) == (409, "review.already_reviewed")
    assert answer.json()["detail"] == "This referral has been reviewed already."


def test_a_stopped_referral_vanishes_from_the_recruiter(
    board: Any, client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now, event_id="oscar-mayer")
    assert _recruiters(client, region) == [referral_id]
    answer = board("POST", f"referrals/{referral_id}/stop", {"reason_code": "duplicate", "note": "See May."})
    assert answer.json()["referral"]["status"] == "stopped"
    assert answer.json()["log"][-1]["note"] == "See May."
    assert answer.json()["referral"]["guaranteed_interview"]["outcome"] == "stopped"
    assert _recruiters(client, region) == []
    assert _queue(board) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "referral.reason_needed"),
        ({"reason_code": "mood"}, "referral.reason_unknown"),
        ({"reason_code": "other", "note": " "}, "referral.note_needed"),
        ({"reason": "typo"}, "request.invalid"),
    ],
)
def test_stopping_needs_a_listed_reason(
    board: Any, database: Database, region: Region, now: datetime, body: dict[str, str], code: str
) -> None:
    referral_id = _refer(database, now)
    answer = board("POST", f"referrals/{referral_id}/stop", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert _queue(board) == [referral_id]


def test_what_has_ended_cannot_be_stopped(
    board: Any, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now)
    with database.session() as session:
        reporting.report(session, RECRUITER, referral_id, EventType.WITHDRAWN, now=now)
    answer = board("POST", f"referrals/{referral_id}/stop", {"reason_code": "duplicate"})
    assert (answer.status_code, answer.json()["code"]) == (409, "review.cannot_stop")
    assert answer.json()["detail"] == "This referral has ended, so it cannot be stopped any more."


@pytest.mark.parametrize("action", ["approve", "stop"])
def test_an_unknown_referral_is_a_404(board: Any, region: Region, action: str) -> None:
    answer = board("POST", f"referrals/nothing/{action}", {"reason_code": "duplicate"})
    assert (answer.status_code, answer.json()["code"]) == (404, "referral.unknown")


def test_a_refused_guaranteed_interview_comes_back_even_after_approval(
    board: Any, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now, event_id="oscar-mayer")
    board("POST", f"referrals/{referral_id}/approve")
    with database.session() as session:
        reporting.report(
            session, RECRUITER, referral_id, EventType.DECLINED, now=now, reason_code="english_level"
        )
    (item,) = board("GET", "review-queue").json()["items"]
    assert item["needs_coordinator"] is True
    assert item["log"][-1]["reason_code"] == "english_level"
    assert item["attention"] == ["interview_refused"]
    answer = board("POST", f"referrals/{referral_id}/approve")
    assert (answer.status_code, answer.json()["code"]) == (409, "review.ruling_needed")
    assert _queue(board) == [referral_id]


def test_the_most_urgent_comes_first(board: Any, database: Database, region: Region, now: datetime) -> None:
    plain = _refer(database, now - timedelta(days=3))
    sent_entitled = _refer(database, now, event_id="oscar-mayer")
    waiting = _refer(database, now, "look-first")
    waiting_entitled = _refer(database, now, "look-first", "oscar-mayer")
    refused = _refer(database, now, event_id="oscar-mayer")
    with database.session() as session:
        reporting.report(
            session, RECRUITER, refused, EventType.DECLINED, now=now, reason_code="english_level"
        )
    assert _queue(board) == [refused, waiting_entitled, waiting, sent_entitled, plain]


def test_ended_and_withdrawn_referrals_do_not_wait(
    board: Any, database: Database, region: Region, now: datetime
) -> None:
    with database.session() as session:
        candidate = a_candidate(session)
        a_referral(session, candidate, now=now)
        service.withdraw_all_for(session, candidate.id, now)
    assert _queue(board) == []


def test_recruiters_cannot_review(
    client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now, "look-first")
    headers = bearer(region.somerset_care)
    answers = [
        client.get("/v1/coordinator/review-queue", headers=headers),
        client.post(f"/v1/coordinator/referrals/{referral_id}/approve", headers=headers),
        client.post(
            f"/v1/coordinator/referrals/{referral_id}/stop",
            json={"reason_code": "duplicate"},
            headers=headers,
        ),
    ]
    assert [answer.json()["code"] for answer in answers] == ["auth.forbidden"] * 3


def test_a_long_queue_takes_as_many_statements_as_a_short_one(
    board: Any, database: Database, region: Region, now: datetime
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(6):
            _refer(database, now, event_id="oscar-mayer")
        _queue(board)
        with CountedStatements(database) as counted:
            _queue(board)
        counts.append(counted.count)
    assert counts == [5, 5]


def test_every_reason_to_stop_has_a_sentence() -> None:
    assert set(STOP_REASONS) == set(StopReason)
