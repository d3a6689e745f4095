"""What programs rely on: requests sent twice, answers already held, and pages that lose nothing."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.core.db import Database
from api.core.idempotency import IdempotentAnswer
from api.opportunities.models import Opportunity
from api.privacy import service as privacy
from api.referrals.models import Referral, ReferralEvent
from api.staff.scopes import Scope
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient
from tests.factories.referrals import a_referral
from tests.factories.region import Region
from tests.factories.staff import bearer, recruiter_key


@pytest.fixture
def referral_id(database: Database, region: Region, now: datetime) -> str:
    """A referral with a guaranteed interview, just sent."""
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        return a_referral(session, candidate, now=now).id


@pytest.fixture
def report(client: TestClient, region: Region, referral_id: str) -> Any:
    """Posts an event as the employer does."""

    def post(type_: str, *, key: str | None = None, **headers: str) -> Any:
        sent = {**bearer(region.somerset_care), **headers}
        if key is not None:
            sent["Idempotency-Key"] = key
        return client.post(f"/v1/referrals/{referral_id}/events", json={"type": type_}, headers=sent)

    return post


def test_an_event_that_is_sent_twice_with_a_key_is_reported_once(
    report: Any, database: Database, referral_id: str
) -> None:
    first, again = report("acknowledged", key="one"), report("acknowledged", key="one")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert again.headers["etag"] == first.headers["etag"]
    assert report("offered", key="one").json()["code"] == "idempotency.key_reused"
    assert report("acknowledged", key="two").json()["code"] == "referral.illegal_move"
    with database.session() as session:
        query = select(ReferralEvent.type).where(ReferralEvent.referral_id == referral_id)
        assert list(session.scalars(query.order_by(ReferralEvent.position))) == [
            "referred",
            "approved",
            "sent",
            "acknowledged",
        ]


def test_erasing_a_candidate_erases_the_answers_kept_about_them(
    report: Any, database: Database, referral_id: str, now: datetime
) -> None:
    report("acknowledged", key="one")
    with database.session() as session:
        candidate_id = session.get_one(Referral, referral_id).candidate_id
        assert candidate_id is not None
        privacy.erase_candidate(session, candidate_id, now)
    with database.session() as session:
        assert session.scalars(select(IdempotentAnswer)).all() == []
    answer = report("acknowledged", key="one")
    assert (answer.status_code, answer.json()["code"]) == (409, "referral.illegal_move")


def test_reading_needs_one_scope_and_reporting_another(
    client: TestClient, database: Database, referral_id: str, now: datetime
) -> None:
    path = f"/v1/referrals/{referral_id}"
    with database.session() as session:
        reader = recruiter_key(session, "somerset-care", now, [Scope.REFERRALS_READ])
        writer = recruiter_key(session, "somerset-care", now, [Scope.REFERRALS_WRITE])
    event = {"json": {"type": "acknowledged"}}
    for address in ("/v1/referrals", path):
        assert client.get(address, headers=bearer(reader)).status_code == 200
        assert client.get(address, headers=bearer(writer)).json()["code"] == "auth.scope_missing"
    refused = client.post(path + "/events", headers=bearer(reader), **event)
    assert (refused.status_code, refused.json()["scopes"]) == (403, ["referrals:write"])
    assert client.post(path + "/events", headers=bearer(writer), **event).status_code == 200


@pytest.mark.parametrize("list_", [False, True])
def test_what_the_client_holds_is_not_sent_again_until_it_changes(
    client: TestClient, report: Any, region: Region, referral_id: str, list_: bool
) -> None:
    path = "/v1/referrals" if list_ else f"/v1/referrals/{referral_id}"

    def read(**headers: str) -> Any:
        return client.get(path, headers={**bearer(region.somerset_care), **headers})

    etag = read().headers["etag"]
    for held in (etag, f'"other", W/{etag}', "*"):
        answer = read(**{"If-None-Match": held})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    report("acknowledged")
    changed = read(**{"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag


def test_what_changes_around_a_referral_changes_its_etag_but_not_what_guards_a_step(
    client: TestClient, report: Any, database: Database, region: Region, referral_id: str
) -> None:
    def read() -> Any:
        return client.get(f"/v1/referrals/{referral_id}", headers=bearer(region.somerset_care))

    before = read()
    with database.session() as session:
        session.get_one(Opportunity, "hca-taunton").closes_on = date(2026, 6, 4)
    after = read()
    assert after.json()["version"] == before.json()["version"]
    assert after.headers["etag"] != before.headers["etag"]
    assert report("acknowledged", **{"If-Match": before.headers["etag"]}).status_code == 200


def test_the_etag_of_a_reported_event_is_that_of_reading_it(
    client: TestClient, report: Any, region: Region, referral_id: str
) -> None:
    etag = report("acknowledged").headers["etag"]
    answer = client.get(f"/v1/referrals/{referral_id}", headers=bearer(region.somerset_care))
    assert answer.headers["etag"] == etag


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_written_between_pages_nothing_is_missed(
    client: TestClient, database: Database, region: Region, clock: StandingClock, now: datetime, seed: int
) -> None:
    """Many share a moment; referrals come, change and are filtered while a client pages through."""
    chance = random.Random(seed)
    key = region.somerset_care
    with database.session() as session:
        ids = [
            a_referral(session, a_candidate(session), now=now + timedelta(minutes=chance.randrange(3))).id
            for _ in range(12)
        ]
    clock.now = now + timedelta(minutes=5)
    seen: dict[str, int] = {}
    cursor = ""
    for _ in range(60):
        page = client.get(f"/v1/referrals?limit=3&cursor={cursor}", headers=bearer(key)).json()
        for item in page["items"]:
            seen[item["id"]] = item["version"]
        clock.now += timedelta(microseconds=1)
        if len(ids) < 20 and chance.random() < 0.5:
            with database.session() as session:
                ids.append(a_referral(session, a_candidate(session), now=clock.now).id)
        elif chance.random() < 0.7:
            event = {"type": chance.choice(["acknowledged", "interview_offered", "withdrawn"])}
            path = f"/v1/referrals/{chance.choice(ids)}/events"
            client.post(path, json=event, headers=bearer(key))
        if page["next_cursor"] is None:
            break
        cursor = page["next_cursor"]
    else:
        pytest.fail("the pages did not end")
    rest = client.get(f"/v1/referrals?limit=200&cursor={cursor}", headers=bearer(key)).json()["items"]
    seen |= {item["id"]: item["version"] for item in rest}
    with database.session() as session:
        stored = {row.id: row.version for row in session.scalars(select(Referral))}
    assert seen == stored


def test_what_was_written_late_is_found_by_asking_again_from_a_little_earlier(
    client: TestClient, database: Database, region: Region, clock: StandingClock, now: datetime
) -> None:
    """A slow transaction is dated before a fast one that was seen already: a cursor is past it."""
    headers = bearer(region.somerset_care)
    with database.session() as session:
        a_referral(session, a_candidate(session), now=now + timedelta(seconds=1))
    client.get("/v1/referrals", headers=headers)
    with database.session() as session:
        late = a_referral(session, a_candidate(session), now=now).id
    since = "2026-06-03T11:59:01Z"
    items = client.get(f"/v1/referrals?updated_since={since}", headers=headers).json()["items"]
    assert late in {item["id"] for item in items}
