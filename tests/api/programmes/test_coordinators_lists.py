"""Coordinators read redundancy events and programmes."""

from __future__ import annotations

from datetime import datetime

import pytest

from api.core.db import Database
from api.programmes.endpoints import router
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.opportunities import a_programme
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer

PATHS = ["/v1/coordinator/redundancy-events", "/v1/coordinator/programmes"]


@pytest.fixture
def region(database: Database, now: datetime) -> Region:
    with database.session() as session:
        made = a_region(session, now)
        a_programme(session)
        return made


@pytest.fixture
def client(database: Database, now: datetime) -> TestClient:
    return a_client(an_app(database, StandingClock(now), router))


def test_an_event_is_told_with_its_figures_and_source(client: TestClient, region: Region) -> None:
    (event,) = client.get(PATHS[0], headers=bearer(region.coordinator)).json()["items"]
    assert (event["id"], event["employer_name"], event["site"]) == ("oscar-mayer", "Oscar Mayer", "Chard")
    assert (event["headcount"], event["affected"]) == (860, 780)
    assert event["source"] == "NHS Employers webinar, 14 July 2021"


def test_a_programme_is_told_with_its_source(client: TestClient, region: Region) -> None:
    (programme,) = client.get(PATHS[1], headers=bearer(region.coordinator)).json()["items"]
    assert (programme["id"], programme["kind"]) == ("care-academy", "swap")
    assert programme["provider_id"] == "somerset-care"


@pytest.mark.parametrize("path", PATHS)
def test_a_recruiter_may_not_read_them(client: TestClient, region: Region, path: str) -> None:
    assert client.get(path, headers=bearer(region.trust)).status_code == 403
