"""The schema of a referral holds for the referrals that are read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from api.core.db import Database
from api.referrals.json_schema import router
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.referrals import a_referral
from tests.factories.region import Region
from tests.factories.staff import bearer


@pytest.fixture
def schema(database: Database, clock: StandingClock) -> dict[str, Any]:
    answer = a_client(an_app(database, clock, router)).get("/v1/schemas/referral.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/schema+json"
    found: dict[str, Any] = answer.json()
    return found


def test_it_is_a_schema_and_says_which_draft(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"id", "status", "opportunity", "candidate", "guaranteed_interview"} <= set(schema["properties"])


def test_referrals_as_they_are_read_hold_to_it_and_others_do_not(
    client: TestClient, database: Database, region: Region, now: datetime, schema: dict[str, Any]
) -> None:
    with database.session() as session:
        for event in ("oscar-mayer", None):
            candidate = a_candidate(session, redundancy_event_id=event)
            a_referral(session, candidate, "hca-taunton", now=now)
    items = client.get("/v1/referrals", headers=bearer(region.somerset_care)).json()["items"]
    assert len(items) == 2
    validator = Draft202012Validator(schema)
    for item in items:
        validator.validate(item)
    for wrong in ({"status": "lost"}, {"opportunity": None}, {"version": "one"}):
        with pytest.raises(ValidationError):
            validator.validate({**items[0], **wrong})


def test_it_is_sent_once(database: Database, clock: StandingClock) -> None:
    client = a_client(an_app(database, clock, router))
    first = client.get("/v1/schemas/referral.json")
    again = client.get("/v1/schemas/referral.json", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
