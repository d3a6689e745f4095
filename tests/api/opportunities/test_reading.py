"""Anyone can read what is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.core.db import Database
from api.opportunities import repository
from api.opportunities.endpoints import router
from tests.factories.http import CountedStatements, StandingClock, TestClient, a_client, an_app
from tests.factories.opportunities import TODAY, a_programme, a_signup, an_event, an_opportunity
from tests.factories.staff import an_employer, bearer, coordinator_key, recruiter_key


@pytest.fixture
def client(database: Database, now: datetime) -> TestClient:
    with database.session() as session:
        an_employer(session, name="Somerset Care")
        an_event(session)
    return a_client(an_app(database, StandingClock(now), router))


def _ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_an_opportunity_reads_as_the_contract_says(client: TestClient, database: Database) -> None:
    with database.session() as session:
        an_opportunity(session)
        a_signup(session)
    assert client.get("/v1/opportunities/hca-taunton").json() == {
        "id": "hca-taunton",
        "type": "job",
        "role": "care_worker",
        "title": "Care worker",
        "description": "Help people get up, wash and eat. Full training given.",
        "employer": "Somerset Care",
        "employer_id": "somerset-care",
        "place": "Taunton",
        "outward_code": "TA1",
        "hours": {"min": 20.0, "max": 37.5},
        "shifts": ["early", "late"],
        "pay_hourly_min": 12.9,
        "band": None,
        "dbs": "enhanced_barred",
        "driving": "none",
        "english": {"speaking": "A2", "reading": "A2", "writing": "A1"},
        "closes_on": "2026-07-03",
        "starts_on": None,
        "ends_on": None,
        "places_left": 2,
        "status": "open",
        "guaranteed_interview_routes": [{"route": "redundancy_event", "event_id": "oscar-mayer"}],
        "checks": [
            {"kind": "identity", "level": None, "paid_by": "employer"},
            {"kind": "right_to_work", "level": None, "paid_by": "employer"},
            {"kind": "dbs", "level": "enhanced_barred", "paid_by": "employer"},
            {"kind": "references", "level": None, "paid_by": "employer"},
            {"kind": "occupational_health", "level": None, "paid_by": "employer"},
            {"kind": "overseas_police", "level": None, "paid_by": "employer"},
        ],
        "inferred": [],
        "demo": True,
    }


def test_what_is_unknown_is_null(client: TestClient, database: Database) -> None:
    with database.session() as session:
        an_opportunity(session, hours_min=None, pay_hourly_min=None, english_writing=None)
    read = client.get("/v1/opportunities/hca-taunton").json()
    assert (read["hours"], read["pay_hourly_min"], read["english"]["writing"]) == (None, None, None)
    assert read["guaranteed_interview_routes"] == []


def test_an_unknown_opportunity_is_a_404_with_its_code(client: TestClient) -> None:
    answer = client.get("/v1/opportunities/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "opportunity.unknown")
    assert answer.json()["detail"] == "We do not know this opportunity."


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({}, True),
        ({"status": "closed"}, False),
        ({"status": "withdrawn"}, False),
        ({"closes_on": TODAY}, True),
        ({"closes_on": TODAY - timedelta(days=1)}, False),
        ({"closes_on": None}, True),
        ({"places_taken": 2}, False),
        ({"type": "swap", "starts_on": TODAY}, True),
        ({"type": "swap", "starts_on": TODAY - timedelta(days=1)}, False),
        ({"type": "esol", "starts_on": None}, True),
        ({"type": "job", "starts_on": TODAY - timedelta(days=1)}, True),
    ],
)
def test_only_what_one_can_still_join_is_listed(
    client: TestClient, database: Database, changes: dict[str, Any], is_open: bool
) -> None:
    with database.session() as session:
        row = an_opportunity(session, **changes)
    assert repository.is_open(row, TODAY) is is_open
    assert (_ids(client.get("/v1/opportunities")) == ["hca-taunton"]) is is_open
    assert client.get("/v1/opportunities/hca-taunton").status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("type=job", ["porter-yeovil", "hca-taunton"]),
        ("type=swap", ["academy"]),
        ("role=porter", ["porter-yeovil"]),
        ("place=taunton", ["academy", "hca-taunton"]),
        ("place=ba20", ["porter-yeovil"]),
        ("type=job&place=Taunton", ["hca-taunton"]),
        ("type=&role=&place=&cursor=", ["academy", "porter-yeovil", "hca-taunton"]),
        ("role=astronaut", []),
    ],
)
def test_the_list_is_filtered_and_the_newest_comes_first(
    client: TestClient, database: Database, query: str, expected: list[str]
) -> None:
    with database.session() as session:
        an_opportunity(session)
        an_opportunity(
            session,
            "porter-yeovil",
            role="porter",
            place="Yeovil",
            outward_code="BA20",
            posted_on=TODAY - timedelta(days=1),
        )
        an_opportunity(session, "academy", type="swap", posted_on=TODAY, starts_on=TODAY)
    assert _ids(client.get(f"/v1/opportunities?{query}")) == expected


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("type=astronaut", "request.invalid"),
        ("limit=0", "request.invalid"),
        ("limit=201", "request.invalid"),
        ("place=%00", "request.invalid"),
        ("cursor=nonsense", "request.invalid_cursor"),
        ("cursor=WyJ4IiwieSJd", "request.invalid_cursor"),
        ("cursor=%C3%A9", "request.invalid_cursor"),
    ],
)
def test_a_bad_question_is_refused_with_a_code(client: TestClient, query: str, code: str) -> None:
    answer = client.get(f"/v1/opportunities?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_bad_cursor_says_what_to_do(client: TestClient) -> None:
    detail = client.get("/v1/opportunities?cursor=x").json()["detail"]
    assert detail == "This cursor is not one that we gave. Start again without a cursor."


def test_pages_hold_each_opportunity_once_while_new_ones_come_in(
    client: TestClient, database: Database
) -> None:
    with database.session() as session:
        for number in range(5):
            an_opportunity(session, f"job-{number}", posted_on=TODAY - timedelta(days=number // 2))
    seen: list[str] = []
    cursor = ""
    for turn in range(3):
        answer = client.get(f"/v1/opportunities?limit=2&cursor={cursor}")
        seen += _ids(answer)
        cursor = answer.json()["next_cursor"]
        assert (cursor is None) is (turn == 2)
        with database.session() as session:
            an_opportunity(session, f"new-{turn}", posted_on=TODAY + timedelta(days=1))
    assert seen == [f"job-{number}" for number in range(5)]


def test_an_unchanged_answer_is_not_sent_twice(client: TestClient, database: Database) -> None:
    with database.session() as session:
        an_opportunity(session)
    first = client.get("/v1/opportunities")
    assert "max-age" in first.headers["cache-control"]
    again = client.get("/v1/opportunities", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with database.session() as session:
        an_opportunity(session, "another")
    changed = client.get("/v1/opportunities", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


def test_a_long_list_takes_two_statements(client: TestClient, database: Database) -> None:
    with database.session() as session:
        a_signup(session)
        for number in range(30):
            an_opportunity(session, f"job-{number:02}")
    with CountedStatements(database) as counted:
        assert len(_ids(client.get("/v1/opportunities"))) == 30
    assert counted.count == 2


def test_the_matcher_gets_the_facts_of_a_row(session: Session) -> None:
    an_employer(session)
    record = repository.to_record(an_opportunity(session, places_taken=1, esol_level="B1"))
    assert (record.id, record.places_left, record.english.speaking) == ("hca-taunton", 1, 2)
    assert record.esol_level == 3
    assert record.shifts == {"early", "late"}
    assert record.first_shift_start is not None
    assert record.first_shift_start.hour == 7
    assert record.hours is not None
    assert (record.hours.min, record.hours.max) == (20.0, 37.5)
    assert (record.place.outward_code, str(record.pay_hourly_min)) == ("TA1", "12.90")


def test_coordinators_see_intakes_with_their_places_also_full_ones(
    client: TestClient, database: Database, now: datetime
) -> None:
    with database.session() as session:
        a_programme(session)
        intake = {"type": "swap", "programme_id": "care-academy", "places": 12}
        an_opportunity(session, "later", starts_on=TODAY + timedelta(days=9), **intake)
        an_opportunity(session, "full", starts_on=TODAY + timedelta(days=2), places_taken=12, **intake)
        an_opportunity(
            session,
            "running",
            starts_on=TODAY - timedelta(days=9),
            ends_on=TODAY + timedelta(days=9),
            **intake,
        )
        an_opportunity(session, "over", starts_on=TODAY - timedelta(days=40), **intake)
        an_opportunity(session, "a-job")
        key = coordinator_key(session, now)
        other = recruiter_key(session, "somerset-care", now)
    answer = client.get("/v1/coordinator/intakes", headers=bearer(key))
    read = [(item["opportunity"]["id"], item["places_taken"]) for item in answer.json()["items"]]
    assert read == [("running", 0), ("full", 12), ("later", 0)]
    assert answer.json()["items"][0]["programme_id"] == "care-academy"
    assert client.get("/v1/coordinator/intakes").status_code == 401
    assert client.get("/v1/coordinator/intakes", headers=bearer(other)).status_code == 403
