"""Checks before the first day: a list with states, and no place for a document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from api.core.db import Database
from api.opportunities.checks import checks_for
from api.opportunities.models import Opportunity
from tests.factories.candidates import a_candidate
from tests.factories.http import TestClient
from tests.factories.opportunities import an_opportunity
from tests.factories.referrals import a_referral
from tests.factories.region import Region
from tests.factories.staff import bearer


@pytest.fixture
def referral_id(database: Database, region: Region, now: datetime) -> str:
    with database.session() as session:
        return a_referral(session, a_candidate(session), now=now).id


@pytest.fixture
def put(client: TestClient, region: Region, referral_id: str) -> Any:
    """Reports a check as the employer does."""

    def report(kind: str, state: str, *, key: str | None = None, **more: Any) -> Any:
        return client.put(
            f"/v1/referrals/{referral_id}/checks/{kind}",
            json={"state": state, **more.pop("body", {})},
            headers={**bearer(key or region.somerset_care), **more},
        )

    return report


@pytest.fixture
def happens(client: TestClient, region: Region, referral_id: str) -> Any:
    def report(type_: str, **fields: Any) -> Any:
        return client.post(
            f"/v1/referrals/{referral_id}/events",
            json={"type": type_, **fields},
            headers=bearer(region.somerset_care),
        )

    return report


def _states(answer: Any) -> dict[str, str]:
    return {check["kind"]: check["state"] for check in answer.json()["checks"]}


def test_a_check_goes_its_way_and_the_log_keeps_each_step(
    put: Any, database: Database, referral_id: str
) -> None:
    assert _states(put("dbs", "asked"))["dbs"] == "asked"
    done = put("dbs", "done")
    assert _states(done) == {
        "identity": "not_started",
        "right_to_work": "not_started",
        "dbs": "done",
        "references": "not_started",
        "occupational_health": "not_started",
        "overseas_police": "not_started",
    }
    (dbs,) = (check for check in done.json()["checks"] if check["kind"] == "dbs")
    assert (dbs["level"], dbs["paid_by"], dbs["changed_at"]) == (
        "enhanced_barred",
        "employer",
        "2026-06-03T12:00:00Z",
    )
    same = put("dbs", "done")
    assert same.headers["etag"] == done.headers["etag"]
    assert _states(put("overseas_police", "not_needed"))["overseas_police"] == "not_needed"


def test_a_check_moves_no_status(put: Any) -> None:
    assert put("references", "done").json()["status"] == "sent"


def test_health_is_asked_about_only_once_work_is_offered(put: Any, happens: Any) -> None:
    early = put("occupational_health", "asked")
    assert (early.status_code, early.json()["code"]) == (409, "referral.check_too_early")
    assert put("occupational_health", "not_needed").status_code == 200
    happens("offered")
    assert put("occupational_health", "asked").status_code == 200
    happens("started")
    assert put("occupational_health", "done").status_code == 200


def test_there_is_no_place_for_words_or_documents(put: Any) -> None:
    assert put("identity", "done", body={"note": "Passport 123456789"}).status_code == 422
    assert put("identity", "passport 123456789").status_code == 422
    assert put("passport", "done").status_code == 422


def test_who_changed_it_meanwhile_is_told(
    put: Any, client: TestClient, region: Region, referral_id: str
) -> None:
    headers = bearer(region.somerset_care)
    etag = client.get(f"/v1/referrals/{referral_id}", headers=headers).headers["etag"]
    assert put("identity", "asked", **{"If-Match": etag}).status_code == 200
    late = put("identity", "done", **{"If-Match": etag})
    assert (late.status_code, late.json()["code"]) == (409, "referral.changed_meanwhile")


def test_another_employer_finds_nothing(put: Any, region: Region) -> None:
    assert put("identity", "done", key=region.stranger).json()["code"] == "referral.unknown"


def test_what_has_ended_is_not_checked_any_more(put: Any, happens: Any) -> None:
    happens("withdrawn")
    answer = put("identity", "done")
    assert (answer.status_code, answer.json()["code"]) == (409, "referral.illegal_move")


def test_a_check_the_opportunity_does_not_ask_for_is_refused(
    put: Any, database: Database, referral_id: str
) -> None:
    put("identity", "done")
    with database.session() as session:
        session.get_one(Opportunity, "hca-taunton").checks = ["dbs", "references"]
    answer = put("right_to_work", "done")
    assert (answer.status_code, answer.json()["code"]) == (404, "referral.check_unknown")
    assert answer.json()["allowed"] == ["dbs", "references"]
    # What was reported before stays to be seen.
    assert _states(put("dbs", "asked")) == {
        "dbs": "asked",
        "references": "not_started",
        "identity": "done",
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"dbs": "none"}, "identity right_to_work references occupational_health overseas_police"),
        ({"type": "volunteering", "dbs": "basic"}, "identity dbs references"),
        ({"type": "esol", "dbs": "none"}, "identity"),
        ({"checks": []}, ""),
        ({"checks": ["references"]}, "references"),
    ],
)
def test_the_list_is_that_of_the_type_unless_the_opportunity_has_its_own(
    database: Database, region: Region, changes: dict[str, Any], expected: str
) -> None:
    with database.session() as session:
        row = an_opportunity(session, "another", **changes)
        assert [str(check.kind) for check in checks_for(row)] == expected.split()


@pytest.mark.parametrize(
    ("paid_by", "expected"), [("employer", "employer"), ("candidate", "candidate"), ("none", None)]
)
def test_who_pays_is_said_of_checks_with_a_fee(
    database: Database, region: Region, paid_by: str, expected: str | None
) -> None:
    with database.session() as session:
        row = an_opportunity(session, "another", checks_paid_by=paid_by)
        paid = {str(check.kind): check.paid_by for check in checks_for(row)}
    assert (paid["dbs"], paid["overseas_police"], paid["identity"]) == (expected, expected, "employer")
