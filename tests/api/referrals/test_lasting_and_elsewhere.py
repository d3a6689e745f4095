"""Work that lasts, and what a start means for the candidate's other referrals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from api.core.db import Database
from api.referrals import reporting, repository, service
from api.referrals.errors import ChangedMeanwhile, IllegalMove
from api.referrals.statuses import EventType, Status
from api.staff.service import Principal
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.opportunities import an_opportunity
from tests.factories.referrals import a_referral
from tests.factories.region import Region
from tests.factories.staff import bearer

RECRUITER = Principal("recruiter", "trust", None, "ats")


@pytest.fixture
def report(client: TestClient, region: Region) -> Any:
    """Posts an event about a referral as the trust does, which recruits for Somerset Care too."""

    def post(referral_id: str, type_: str, **fields: Any) -> Any:
        return client.post(
            f"/v1/referrals/{referral_id}/events",
            json={"type": type_, **fields},
            headers=bearer(region.trust),
        )

    return post


def _refer(database: Database, now: datetime, *opportunity_ids: str) -> list[str]:
    """One candidate, referred to each."""
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        return [a_referral(session, candidate, one, now=now).id for one in opportunity_ids]


def test_that_work_lasts_is_told_when_it_has_lasted(
    report: Any, database: Database, region: Region, clock: StandingClock, now: datetime
) -> None:
    (referral_id,) = _refer(database, now, "hca-taunton")
    report(referral_id, "offered")
    started = report(referral_id, "started").json()
    assert (started["status"], started["allowed_events"]) == ("started", [])
    clock.now = now + timedelta(weeks=13, days=-1)
    early = report(referral_id, "sustained_13_weeks")
    assert (early.status_code, early.json()["code"]) == (409, "referral.not_sustained_yet")
    assert (early.json()["possible_from"], early.json()["allowed"]) == ("2026-09-02", [])
    assert early.json()["detail"] == (
        "It is too early to say so. Please report it when that much time has passed since the start."
    )
    clock.now = now + timedelta(weeks=13)
    lasted = report(referral_id, "sustained_13_weeks").json()
    assert (lasted["status"], lasted["allowed_events"]) == ("sustained_13_weeks", [])
    clock.now = now + timedelta(weeks=26)
    assert report(referral_id, "sustained_13_weeks").json()["code"] == "referral.illegal_move"
    assert report(referral_id, "sustained_26_weeks").json()["status"] == "sustained_26_weeks"


def test_who_forgot_the_first_half_can_report_the_whole(
    report: Any, database: Database, region: Region, clock: StandingClock, now: datetime
) -> None:
    (referral_id,) = _refer(database, now, "hca-taunton")
    report(referral_id, "offered")
    report(referral_id, "started")
    clock.now = now + timedelta(weeks=27)
    assert report(referral_id, "sustained_26_weeks").json()["status"] == "sustained_26_weeks"


def test_13_weeks_are_counted_on_the_calendar_over_the_clock_change(
    report: Any, database: Database, region: Region, clock: StandingClock
) -> None:
    # Half past eleven at night in UTC is the 4th of September in British summer time; 13 weeks later is winter.
    clock.now = datetime.fromisoformat("2026-09-03T23:30:00+00:00")
    with database.session() as session:
        an_opportunity(session, "late", closes_on=None)
    (referral_id,) = _refer(database, clock.now, "late")
    report(referral_id, "offered")
    report(referral_id, "started")
    clock.now = datetime.fromisoformat("2026-12-03T23:30:00+00:00")
    assert report(referral_id, "sustained_13_weeks").json()["possible_from"] == "2026-12-04"
    clock.now = datetime.fromisoformat("2026-12-04T00:30:00+00:00")
    assert report(referral_id, "sustained_13_weeks").status_code == 200


def test_before_the_start_there_is_nothing_to_sustain(
    report: Any, database: Database, region: Region, now: datetime
) -> None:
    (referral_id,) = _refer(database, now, "hca-taunton")
    assert report(referral_id, "sustained_13_weeks").json()["code"] == "referral.illegal_move"


def test_a_start_makes_other_posts_obsolete_and_flags_the_rest(
    report: Any, database: Database, region: Region, client: TestClient, now: datetime
) -> None:
    with database.session() as session:
        an_opportunity(session, "bank", type="bank", employer_id="trust")
        an_opportunity(session, "course", type="esol", employer_id="trust", esol_level="B1")
    chosen, other, bank, course, ended = _refer(
        database, now, "porter-trust", "hca-taunton", "bank", "course", "job-stranger"
    )
    with database.session() as session:
        stranger = Principal("recruiter", "stranger", None, "ats")
        reporting.report(session, stranger, ended, EventType.WITHDRAWN, now=now)
    report(chosen, "offered")
    report(chosen, "started")
    read = client.get(f"/v1/referrals/{other}", headers=bearer(region.somerset_care)).json()
    assert (read["status"], read["allowed_events"]) == ("obsolete", [])
    assert read["guaranteed_interview"]["outcome"] == "obsolete"
    refused = report(other, "interview_offered")
    assert (refused.status_code, refused.json()["allowed"]) == (409, [])
    with database.session() as session:
        board = Principal("coordinator", None, None, "board")
        views = {
            referral_id: service.read(session, board, referral_id, now=now)
            for referral_id in (other, bank, course, ended)
        }
        flagged = {row.id for row in repository.awaiting_coordinator(session) if row.needs_coordinator}
    assert views[other].log[-1].actor == "rule:hired_elsewhere"
    assert views[other].log[-1].reason_code == "hired_elsewhere"
    assert (views[bank].status, views[course].status) == ("sent", "sent")
    assert views[ended].status == "withdrawn"
    assert flagged == {bank, course}
    assert views[bank].attention == ("hired_elsewhere",)


def test_a_bank_shift_does_not_end_the_search(
    report: Any, database: Database, region: Region, now: datetime
) -> None:
    with database.session() as session:
        an_opportunity(session, "bank", type="bank", employer_id="trust")
    bank, job = _refer(database, now, "bank", "hca-taunton")
    report(bank, "offered")
    report(bank, "started")
    with database.session() as session:
        assert service.read(session, RECRUITER, job, now=now).status == Status.SENT


def test_of_two_employers_that_report_a_start_at_once_one_is_told(
    database: Database, region: Region, now: datetime
) -> None:
    first, second = _refer(database, now, "hca-taunton", "porter-trust")
    with database.session() as session:
        for one in (first, second):
            reporting.report(session, RECRUITER, one, EventType.OFFERED, now=now)
    barrier = Barrier(2, timeout=10)

    def start(referral_id: str) -> None:
        with database.session() as session:
            if database.engine.dialect.name == "postgresql":
                # Both have read before either writes; SQLite lets one in after the other.
                repository.find(session, RECRUITER, referral_id)
                barrier.wait()
            reporting.report(session, RECRUITER, referral_id, EventType.STARTED, now=now)

    with ThreadPoolExecutor(2) as pool:
        tasks = [pool.submit(start, one) for one in (first, second)]
    (told,) = (error for task in tasks if (error := task.exception()) is not None)
    assert isinstance(told, ChangedMeanwhile | IllegalMove)
    with database.session() as session:
        found = [service.read(session, RECRUITER, one, now=now) for one in (first, second)]
    assert sorted(view.status for view in found) == ["obsolete", "started"]
    assert all([entry.type for entry in view.log][-1] == view.status for view in found)


def test_of_many_who_act_on_what_they_read_one_wins_and_all_others_are_told(
    database: Database, region: Region, clock: StandingClock, now: datetime
) -> None:
    """Through the API with If-Match, from as many clients as a busy inbox has."""
    from api.referrals.endpoints import router

    (referral_id,) = _refer(database, now, "hca-taunton")
    app = an_app(database, clock, router)
    headers = bearer(region.somerset_care)
    etag = a_client(app).get(f"/v1/referrals/{referral_id}", headers=headers).headers["etag"]
    events = ["acknowledged", "interview_offered", "interview_booked", "offered", "withdrawn", "acknowledged"]
    barrier = Barrier(len(events), timeout=20)

    def act(event: str) -> Any:
        barrier.wait()
        return a_client(app).post(
            f"/v1/referrals/{referral_id}/events",
            json={"type": event},
            headers={**headers, "If-Match": etag},
        )

    with ThreadPoolExecutor(len(events)) as pool:
        answers = list(pool.map(act, events))
    won = [answer for answer in answers if answer.status_code == 200]
    told = [answer.json()["code"] for answer in answers if answer.status_code != 200]
    assert len(won) == 1
    assert told == ["referral.changed_meanwhile"] * (len(events) - 1)
    with database.session() as session:
        view = service.read(session, RECRUITER, referral_id, now=now)
    assert [entry.type for entry in view.log][3:] == [won[0].json()["status"]]
    assert won[0].headers["etag"].startswith(f'"{view.version}-')
