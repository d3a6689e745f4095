"""A recruiter's system reads referrals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core.db import Database
from api.referrals.models import Referral
from api.referrals.statuses import Status
from tests.factories.candidates import a_candidate
from tests.factories.http import CountedStatements, StandingClock, TestClient
from tests.factories.referrals import a_referral
from tests.factories.region import Region
from tests.factories.staff import bearer


def _refer(database: Database, now: datetime, opportunity_id: str = "hca-taunton", **candidate: Any) -> str:
    with database.session() as session:
        return a_referral(session, a_candidate(session, **candidate), opportunity_id, now=now).id


def _read(client: TestClient, key: str, query: str = "") -> Any:
    answer = client.get(f"/v1/referrals{query}", headers=bearer(key))
    assert answer.status_code == 200, answer.text
    return answer.json()


def _ids(client: TestClient, key: str, query: str = "") -> list[str]:
    return [item["id"] for item in _read(client, key, query)["items"]]


def test_a_referral_reads_as_the_contract_says(
    client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    referral_id = _refer(database, now, redundancy_event_id="oscar-mayer")
    (item,) = _read(client, region.somerset_care)["items"]
    assert item["id"] == referral_id
    assert item["reference"].startswith("P-")
    assert item["opportunity"]["id"] == "hca-taunton"
    assert item["opportunity"]["employer"] == "Somerset Care"
    assert item["candidate"] == {
        "first_name": "Ana",
        "contact": {"phone": "+447700900123", "email": None},
        "language": "pt",
        "home": {"place": "Chard", "outward_code": "TA20"},
        "skills": [{"id": "food_packing", "label": "Packing food", "source_text": "linha de enbalagem"}],
        "english": {"speaking": "A2", "reading": "A2", "writing": "A1"},
        "right_to_work": "yes",
        "hours": {"min": 20.0, "max": 37.5},
        "shifts": ["early", "late"],
        "can_drive": False,
        "travel": {"modes": ["bus"], "max_minutes": 60},
    }
    assert item["guaranteed_interview"] == {
        "entitled": True,
        "route": "redundancy_event",
        "rule": "redundancy-event/1",
        "granted_at": "2026-06-03T12:00:00Z",
        "respond_by": "2026-06-10",
        "responded_at": None,
        "outcome": None,
        "overdue": False,
        "ruling": None,
    }
    assert item["checks"][2] == {
        "kind": "dbs",
        "level": "enhanced_barred",
        "paid_by": "employer",
        "state": "not_started",
        "changed_at": None,
    }
    assert item["reasons"][0] == {"code": "near_home", "text": "About 35 minutes from home by bus."}
    assert item["gaps"] == [{"code": "dbs_check", "text": "A criminal record check is needed."}]
    assert item["review"] == {"state": "pending", "reviewed_at": None}
    assert (item["status"], item["demo"]) == ("sent", True)
    assert item["allowed_events"] == [
        "acknowledged",
        "interview_offered",
        "interview_booked",
        "offered",
        "declined",
        "withdrawn",
    ]


def test_the_candidates_situation_is_not_told(
    client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    _refer(database, now, redundancy_event_id="oscar-mayer")
    answer = client.get("/v1/referrals", headers=bearer(region.somerset_care))
    (item,) = answer.json()["items"]
    del item["opportunity"]
    assert "oscar" not in str(item).lower()
    assert "made_redundant" not in str(item)


def test_who_is_not_entitled_is_marked_so(
    client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    _refer(database, now)
    (item,) = _read(client, region.somerset_care)["items"]
    assert item["guaranteed_interview"]["entitled"] is False
    assert item["guaranteed_interview"]["respond_by"] is None


def test_a_late_answer_is_marked_overdue(
    client: TestClient, database: Database, region: Region, clock: StandingClock, now: datetime
) -> None:
    _refer(database, now, redundancy_event_id="oscar-mayer")
    clock.now = now + timedelta(days=8)
    (item,) = _read(client, region.somerset_care)["items"]
    assert item["guaranteed_interview"]["overdue"] is True


def test_an_employer_finds_its_own_and_nobody_elses(
    client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    own = _refer(database, now)
    trusts = _refer(database, now, "porter-trust")
    strangers = _refer(database, now, "job-stranger")
    assert _ids(client, region.somerset_care) == [own]
    assert _ids(client, region.stranger) == [strangers]
    assert set(_ids(client, region.trust)) == {own, trusts}


@pytest.mark.parametrize("key", ["stranger", "somerset_care"])
def test_another_employers_referral_looks_like_none(
    client: TestClient, database: Database, region: Region, now: datetime, key: str
) -> None:
    trusts = _refer(database, now, "porter-trust")
    headers = bearer(getattr(region, key))
    for referral_id in (trusts, "ref_of_nobody"):
        answers = [
            client.get(f"/v1/referrals/{referral_id}", headers=headers),
            client.post(f"/v1/referrals/{referral_id}/events", json={"type": "offered"}, headers=headers),
        ]
        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (404, "referral.unknown")
            assert answer.json()["detail"] == "We do not know this referral."


@pytest.mark.parametrize("status", [Status.AWAITING_REVIEW, Status.STOPPED])
def test_what_is_not_sent_or_is_stopped_is_not_shown(
    client: TestClient, database: Database, region: Region, now: datetime, status: Status
) -> None:
    referral_id = _refer(database, now)
    with database.session() as session:
        session.get_one(Referral, referral_id).status = status
    assert _ids(client, region.somerset_care) == []
    assert _ids(client, region.somerset_care, f"?status={status}") == []
    answer = client.get(f"/v1/referrals/{referral_id}", headers=bearer(region.somerset_care))
    assert answer.json()["code"] == "referral.unknown"


def test_the_list_is_filtered_by_status_and_by_time_of_change(
    client: TestClient, database: Database, region: Region, clock: StandingClock, now: datetime
) -> None:
    first = _refer(database, now)
    second = _refer(database, now + timedelta(minutes=1))
    clock.now = now + timedelta(minutes=2)
    client.post(
        f"/v1/referrals/{first}/events", json={"type": "acknowledged"}, headers=bearer(region.somerset_care)
    )
    key = region.somerset_care
    assert _ids(client, key) == [second, first]
    assert _ids(client, key, "?status=acknowledged&updated_since=&cursor=") == [first]
    assert _ids(client, key, "?status=") == [second, first]
    assert _ids(client, key, "?updated_since=2026-06-03T12:02:00Z") == [first]
    assert _ids(client, key, "?updated_since=2026-06-03T12:01:00Z") == [second, first]
    assert _ids(client, key, "?updated_since=2026-06-03T13:01:30%2B01:00") == [first]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?status=lost", "request.invalid"),
        ("?updated_since=yesterday", "request.invalid"),
        ("?updated_since=2026-06-03T12:00:00", "request.invalid"),
        ("?limit=1000", "request.invalid"),
        ("?cursor=abc", "request.invalid_cursor"),
        ("?cursor=WyIyMDI2LTA2LTAzIiwicmVmIl0", "request.invalid_cursor"),
    ],
)
def test_a_bad_question_is_refused_with_a_code(
    client: TestClient, region: Region, query: str, code: str
) -> None:
    answer = client.get(f"/v1/referrals{query}", headers=bearer(region.trust))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_pages_miss_nothing_while_referrals_come_in_and_change(
    client: TestClient, database: Database, region: Region, clock: StandingClock, now: datetime
) -> None:
    key = region.somerset_care
    expected = {_refer(database, now + timedelta(minutes=number // 2)) for number in range(7)}
    first = _read(client, key, "?limit=3")
    seen = [item["id"] for item in first["items"]]
    clock.now = now + timedelta(hours=1)
    changed = [seen[0], (expected - set(seen)).pop()]
    for referral_id in changed:
        client.post(f"/v1/referrals/{referral_id}/events", json={"type": "acknowledged"}, headers=bearer(key))
    late = _refer(database, now + timedelta(hours=2))
    cursor = first["next_cursor"]
    while cursor:
        page = _read(client, key, f"?limit=3&cursor={cursor}")
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert set(seen) == expected | {late}
    assert sorted(set(seen), key=seen.count)[-1] == changed[0]
    assert len(seen) == len(expected) + 2


def test_however_many_referrals_it_takes_the_same_few_statements(
    client: TestClient, database: Database, region: Region, now: datetime
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(8):
            _refer(database, now, redundancy_event_id="oscar-mayer")
        _read(client, region.trust)
        with CountedStatements(database) as counted:
            _read(client, region.trust)
        counts.append(counted.count)
    # The key, the referrals with what belongs to them, their logs, their checks, the routes of their opportunities.
    assert counts == [5, 5]
