"""An opportunity as schema.org JobPosting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from api.core.db import Database
from api.opportunities.endpoints import router
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.opportunities import TODAY, a_signup, an_event, an_opportunity
from tests.factories.staff import an_employer

JSON_LD = "application/ld+json"


@pytest.fixture
def client(database: Database, now: datetime) -> TestClient:
    with database.session() as session:
        an_employer(session, name="Somerset Care")
        an_event(session)
        an_opportunity(session)
        a_signup(session)
    return a_client(an_app(database, StandingClock(now), router))


def _read(client: TestClient, path: str = "/v1/opportunities/hca-taunton") -> dict[str, Any]:
    answer = client.get(path, headers={"Accept": JSON_LD})
    assert answer.headers["content-type"] == JSON_LD
    assert answer.headers["vary"] == "Accept"
    body: dict[str, Any] = answer.json()
    return body


def test_a_job_has_the_fields_search_engines_read(client: TestClient) -> None:
    posting = _read(client)
    assert posting["@type"] == "JobPosting"
    assert posting["title"] == "Care worker"
    assert posting["datePosted"] == "2026-05-31"
    assert posting["validThrough"] == "2026-07-03"
    assert posting["employmentType"] == "FULL_TIME"
    assert posting["hiringOrganization"] == {"@type": "Organization", "name": "Somerset Care"}
    assert posting["jobLocation"]["address"]["addressLocality"] == "Taunton"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "minValue": 12.9,
        "unitText": "HOUR",
    }
    assert posting["workHours"] == "20 to 37.5 hours a week"
    assert posting["totalJobOpenings"] == 2


def test_what_schema_org_has_no_field_for_is_in_a_namespace_of_its_own(client: TestClient) -> None:
    posting = _read(client)
    assert {"ponte": "urn:ponte:"} in posting["@context"]
    assert posting["ponte:guaranteedInterview"] == [
        {"ponte:route": "redundancy_event", "ponte:event": "oscar-mayer"}
    ]
    assert posting["ponte:dbs"] == "enhanced_barred"
    assert posting["ponte:englishSpeaking"] == "A2"
    assert posting["ponte:driving"] == "none"
    assert posting["ponte:inferred"] == []
    own = {"ponte", "@context", "@type", "@id"}
    known = {
        *("identifier title description datePosted validThrough employmentType hiringOrganization").split(),
        *("jobLocation baseSalary workHours skills experienceRequirements").split(),
        *("eligibilityToWorkRequirement totalJobOpenings jobStartDate").split(),
    }
    assert {name.split(":")[0] for name in posting} <= known | own


def test_what_is_unknown_is_left_out(client: TestClient, database: Database) -> None:
    with database.session() as session:
        an_opportunity(session, "bare", pay_hourly_min=None, hours_max=None, closes_on=None, skills_wanted=[])
    posting = _read(client, "/v1/opportunities/bare")
    assert not {"baseSalary", "workHours", "validThrough", "skills", "jobStartDate"} & set(posting)


@pytest.mark.parametrize(
    ("changes", "employment_type", "hours"),
    [
        ({"hours_min": 16.0, "hours_max": 16.0}, "PART_TIME", "16 hours a week"),
        ({"type": "bank"}, "PER_DIEM", "20 to 37.5 hours a week"),
        ({"type": "volunteering"}, "VOLUNTEER", "20 to 37.5 hours a week"),
        ({"type": "esol", "starts_on": TODAY}, "OTHER", "20 to 37.5 hours a week"),
    ],
)
def test_the_kind_of_employment_follows_type_and_hours(
    client: TestClient, database: Database, changes: dict[str, Any], employment_type: str, hours: str
) -> None:
    with database.session() as session:
        an_opportunity(session, "one", **changes)
    posting = _read(client, "/v1/opportunities/one")
    assert (posting["employmentType"], posting["workHours"]) == (employment_type, hours)


def test_the_list_is_an_item_list(client: TestClient) -> None:
    listed = _read(client, "/v1/opportunities")
    assert listed["@type"] == "ItemList"
    assert [element["item"]["identifier"] for element in listed["itemListElement"]] == ["hca-taunton"]


def test_the_next_page_of_an_item_list_is_in_the_link_header(client: TestClient, database: Database) -> None:
    with database.session() as session:
        an_opportunity(session, "second")
    answer = client.get("/v1/opportunities?limit=1", headers={"Accept": JSON_LD})
    following = answer.headers["link"].split(">")[0].removeprefix("<")
    assert _read(client, following)["itemListElement"][0]["item"]["identifier"] == "second"


@pytest.mark.parametrize(
    ("accept", "is_json_ld"),
    [
        ("application/ld+json", True),
        ("application/json", False),
        ("*/*", False),
        ("", False),
        ("text/html,application/xhtml+xml", False),
        ("application/ld+json;q=0.9, application/json;q=0.5", True),
        ("application/ld+json;q=0.1, */*;q=0.8", False),
        ("application/json, application/ld+json", False),
        ("application/ld+json;q=oops", False),
    ],
)
def test_the_form_is_the_one_the_client_prefers(client: TestClient, accept: str, is_json_ld: bool) -> None:
    answer = client.get("/v1/opportunities/hca-taunton", headers={"Accept": accept})
    assert (answer.headers["content-type"] == JSON_LD) is is_json_ld
