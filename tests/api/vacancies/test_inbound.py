"""An employer puts its own vacancies, and ends them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core.db import Database
from api.opportunities.endpoints import router as opportunities
from api.opportunities.models import Opportunity
from api.vacancies.endpoints import router
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.opportunities import TODAY
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer

VACANCY: dict[str, Any] = {
    "title": "Domestic assistant",
    "description": "Keep the wards clean, 20 to 30 hours a week, mornings. A basic DBS check is needed.",
    "place": "Taunton",
    "postcode": "TA1 5DA",
    "pay": {"min": 12.92},
    "closes_on": (TODAY + timedelta(days=20)).isoformat(),
}
PATH = "/v1/opportunities/somerset-care/D-17"


@pytest.fixture
def region(database: Database, now: datetime) -> Region:
    with database.session() as session:
        return a_region(session, now)


@pytest.fixture
def client(database: Database, region: Region, now: datetime) -> TestClient:
    client = a_client(an_app(database, StandingClock(now), opportunities, router))
    client.headers.update(bearer(region.somerset_care))
    return client


def _put(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer = client.put(PATH, json={**VACANCY, **changes})
    assert answer.status_code in (200, 201), answer.text
    body: dict[str, Any] = answer.json()
    assert (answer.status_code == 201) is (body["result"] == "created")
    return body


def test_a_vacancy_is_created_and_what_nobody_said_is_marked(client: TestClient) -> None:
    created = _put(client)
    assert (created["result"], created["changed"]) == ("created", [])
    assert created["inferred"] == ["role", "hours", "shifts", "dbs", "driving", "english", "skills_wanted"]
    stored = created["opportunity"]
    assert client.get(f"/v1/opportunities/{stored['id']}").json() == stored
    assert (stored["role"], stored["dbs"], stored["driving"]) == ("domestic", "basic", "none")
    assert (stored["hours"], stored["shifts"]) == ({"min": 20.0, "max": 30.0}, ["early"])
    assert (stored["place"], stored["outward_code"]) == ("Taunton", "TA1")
    assert stored["english"] == {"speaking": "A2", "reading": "A1", "writing": "A1"}
    assert stored["inferred"] == created["inferred"]
    assert stored["demo"] is False


def test_sending_the_same_again_changes_nothing(client: TestClient, database: Database) -> None:
    first = _put(client)
    again = _put(client)
    assert (again["result"], again["changed"]) == ("unchanged", [])
    assert again["opportunity"] == first["opportunity"]
    with database.session() as session:
        row = session.get(Opportunity, first["opportunity"]["id"])
        assert row is not None
        assert row.revision == 1


def test_what_changed_is_named(client: TestClient) -> None:
    _put(client)
    changed = _put(client, pay={"min": 13.10}, dbs="standard", places=3)
    assert changed["result"] == "changed"
    assert changed["changed"] == ["pay", "dbs", "places", "inferred"]
    assert changed["opportunity"]["dbs"] == "standard"
    assert "dbs" not in changed["inferred"]


def test_a_vacancy_past_its_day_is_closed_and_a_later_day_opens_it_again(client: TestClient) -> None:
    _put(client)
    closed = _put(client, closes_on=(TODAY - timedelta(days=1)).isoformat())
    assert (closed["changed"], closed["opportunity"]["status"]) == (["closes_on", "status"], "closed")
    assert _put(client)["opportunity"]["status"] == "open"


def test_ending_twice_is_as_ending_once(client: TestClient) -> None:
    stored = _put(client)["opportunity"]
    for _ in range(2):
        assert client.delete(PATH).status_code == 204
        assert client.get(f"/v1/opportunities/{stored['id']}").json()["status"] == "closed"
    unknown = client.delete("/v1/opportunities/somerset-care/D-18")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "vacancy.unknown")


def test_what_a_coordinator_withdrew_stays_withdrawn(client: TestClient, database: Database) -> None:
    stored = _put(client)["opportunity"]
    with database.session() as session:
        row = session.get(Opportunity, stored["id"])
        assert row is not None
        row.status = "withdrawn"
    assert _put(client, places=4)["opportunity"]["status"] == "withdrawn"
    assert client.delete(PATH).status_code == 204
    assert client.get(f"/v1/opportunities/{stored['id']}").json()["status"] == "withdrawn"


def test_a_reference_may_hold_slashes_and_letters_of_any_kind(client: TestClient) -> None:
    path = "/v1/opportunities/somerset-care/123/26%2FD%C3%93M%20b"
    assert client.put(path, json=VACANCY).status_code == 201
    assert client.put(path.replace("%2F", "/"), json=VACANCY).json()["result"] == "unchanged"
    assert client.delete(path).status_code == 204


@pytest.mark.parametrize("method", ["put", "delete"])
def test_only_the_employer_and_who_recruits_for_it_may_write(
    client: TestClient, region: Region, method: str
) -> None:
    def status(key: str | None, path: str = PATH) -> tuple[int, str | None]:
        headers = bearer(key) if key else {"Authorization": ""}
        sent = {"json": VACANCY} if method == "put" else {}
        answer = client.request(method, path, headers=headers, **sent)  # type: ignore[arg-type]
        return answer.status_code, answer.json()["code"] if answer.content and answer.is_error else None

    assert status(region.trust) in ((201, None), (404, "vacancy.unknown"))
    assert status(region.stranger) == (404, "vacancy.employer_unknown")
    assert status(region.trust, "/v1/opportunities/nobody/D-17") == (404, "vacancy.employer_unknown")
    assert status(region.somerset_care, "/v1/opportunities/trust/D-17") == (404, "vacancy.employer_unknown")
    assert status(region.coordinator) == (403, "auth.forbidden")
    assert status(None) == (401, "auth.missing")


def test_two_employers_may_use_the_same_reference(client: TestClient, region: Region) -> None:
    first = _put(client)["opportunity"]["id"]
    answer = client.put("/v1/opportunities/trust/D-17", json=VACANCY, headers=bearer(region.trust))
    assert answer.status_code == 201
    assert answer.json()["opportunity"]["id"] != first


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": None}, "request.invalid"),
        ({"title": "  "}, "request.invalid"),
        ({"nonsense": 1}, "request.invalid"),
        ({"hours": {"min": 30, "max": 20}}, "request.invalid"),
        ({"closes_on": "2026-13-01"}, "request.invalid"),
        ({"role": "astronaut"}, "request.invalid"),
        ({"lat": 51.0}, "request.invalid"),
        ({"title": "Consultant cardiologist"}, "vacancy.above_entry"),
        ({"band": "6"}, "vacancy.above_entry"),
        ({"title": "Poet"}, "vacancy.role_unknown"),
        ({"postcode": "ZZ9 9ZZ", "place": "Nowhereville"}, "vacancy.place_unknown"),
        ({"pay": {"min": 12, "unit": "year"}}, "vacancy.pay_implausible"),
        ({"skills_wanted": ["juggling_chainsaws"]}, "vacancy.skill_unknown"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_code(
    client: TestClient, changes: dict[str, Any], code: str
) -> None:
    answer = client.put(PATH, json={**VACANCY, **changes})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert client.delete(PATH).status_code == 404, "nothing was stored"


def test_characters_no_page_can_show_are_left_out(client: TestClient) -> None:
    sent = json.dumps({**VACANCY, "description": "Clean\0 the \ud800wards.", "title": "Cleaner\a"})
    read = client.put(PATH, content=sent, headers={"Content-Type": "application/json"}).json()["opportunity"]
    assert (read["title"], read["description"]) == ("Cleaner", "Clean the wards.")


def test_the_same_vacancy_sent_many_times_at_once_is_there_once(
    client: TestClient, database: Database
) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: _put(client)["result"], range(16)))
    assert sorted(results) == ["created"] + ["unchanged"] * 15
    with database.session() as session:
        assert session.query(Opportunity).filter_by(reference="D-17").count() == 1
