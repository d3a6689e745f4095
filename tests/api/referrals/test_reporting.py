"""A recruiter reports what happens to a referral."""

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
from tests.factories.http import StandingClock, TestClient
from tests.factories.referrals import a_referral
from tests.factories.region import Region
from tests.factories.staff import bearer

RECRUITER = Principal("recruiter", "somerset-care", None, "ats")


@pytest.fixture
def referral_id(database: Database, region: Region, now: datetime) -> str:
    """A referral with a guaranteed interview, just sent."""
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        return a_referral(session, candidate, now=now).id


@pytest.fixture
def report(client: TestClient, region: Region, referral_id: str) -> Any:
    """Posts an event as the employer does."""

    def post(type_: str, *, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        return client.post(
            f"/v1/referrals/{referral_id}/events",
            json={"type": type_, **fields},
            headers={**bearer(region.somerset_care), **(headers or {})},
        )

    return post


def test_the_way_from_referral_to_first_day(report: Any) -> None:
    way = [
        "acknowledged",
        "interview_offered",
        "interview_booked",
        "interview_attended",
        "offered",
        "started",
    ]
    for step in way:
        answer = report(step)
        assert (answer.status_code, answer.json()["status"]) == (200, step)
    # That it lasts can be told when it has lasted.
    assert answer.json()["allowed_events"] == []


@pytest.mark.parametrize(
    "way",
    [
        ["interview_booked", "no_show", "interview_booked", "interview_attended", "offered"],
        ["offered", "started"],
        ["interview_offered", "interview_attended", "offered"],
        ["acknowledged", "withdrawn"],
    ],
)
def test_sensible_short_cuts(report: Any, way: list[str]) -> None:
    assert [report(step).status_code for step in way] == [200] * len(way)


def test_an_impossible_step_is_refused_with_the_possible_ones(report: Any) -> None:
    report("interview_attended")
    answer = report("started")
    assert (answer.status_code, answer.json()["code"]) == (409, "referral.illegal_move")
    assert (answer.json()["status"], answer.json()["referral_status"]) == (409, "sent")
    assert answer.json()["detail"] == (
        "This step is not possible now. Look at the referral's status and try another step."
    )
    assert answer.json()["allowed"] == [
        "acknowledged",
        "interview_offered",
        "interview_booked",
        "offered",
        "declined",
        "withdrawn",
    ]


def test_declining_needs_a_listed_reason(report: Any) -> None:
    answer = report("declined")
    assert (answer.status_code, answer.json()["code"]) == (422, "referral.reason_needed")
    assert answer.json()["detail"] == "Please say why, with one of the listed reasons."
    assert "position_filled" in answer.json()["allowed"]
    answer = report("declined", reason_code="did_not_like_them")
    assert (answer.status_code, answer.json()["code"]) == (422, "referral.reason_unknown")
    assert answer.json()["detail"] == "This reason is not one of the listed reasons."
    assert report("declined", reason_code="position_filled").json()["status"] == "declined"


@pytest.mark.parametrize("note", [None, "", "   "])
def test_the_reason_other_needs_a_note(report: Any, note: str | None) -> None:
    answer = report("declined", reason_code="other", note=note)
    assert (answer.status_code, answer.json()["code"]) == (422, "referral.note_needed")
    assert answer.json()["detail"] == "Please explain this reason in a note."
    assert report("declined", reason_code="other", note="The home closes.").status_code == 200


def test_a_reason_where_none_belongs_is_refused(report: Any) -> None:
    answer = report("acknowledged", reason_code="position_filled")
    assert (answer.status_code, answer.json()["code"]) == (422, "referral.reason_not_expected")
    assert answer.json()["detail"] == "This step takes no reason."


def test_withdrawing_may_have_a_reason_of_its_own(report: Any) -> None:
    assert report("withdrawn", reason_code="position_filled").json()["code"] == "referral.reason_unknown"
    assert report("withdrawn", reason_code="found_other_work").json()["status"] == "withdrawn"


@pytest.mark.parametrize("body", [{"type": "sent"}, {"type": "approved"}, {"type": "lost"}])
def test_a_recruiter_cannot_report_what_is_not_theirs(report: Any, body: dict[str, str]) -> None:
    answer = report(body["type"])
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


def test_a_field_nobody_knows_is_refused(report: Any) -> None:
    assert report("acknowledged", reason="typo").status_code == 422


def test_acknowledging_is_no_answer_to_a_guaranteed_interview(report: Any) -> None:
    assert report("acknowledged").json()["guaranteed_interview"]["outcome"] is None


@pytest.mark.parametrize("step", ["interview_offered", "interview_booked", "offered"])
def test_offering_an_interview_or_the_job_answers_it(
    report: Any, clock: StandingClock, now: datetime, step: str
) -> None:
    clock.now = now + timedelta(days=2)
    interview = report(step).json()["guaranteed_interview"]
    assert interview["outcome"] == "interview_offered"
    assert interview["responded_at"] == "2026-06-05T12:00:00Z"


def test_refusing_a_guaranteed_interview_reaches_a_coordinator(
    report: Any, database: Database, referral_id: str
) -> None:
    interview = report("declined", reason_code="hours_or_shifts").json()["guaranteed_interview"]
    assert interview["outcome"] == "declined"
    with database.session() as session:
        assert [row.id for row in repository.awaiting_coordinator(session)] == [referral_id]


def test_declining_after_the_interview_is_not_refusing_it(
    report: Any, database: Database, referral_id: str, now: datetime
) -> None:
    report("interview_offered")
    report("interview_attended")
    answer = report("declined", reason_code="not_chosen_after_interview")
    assert answer.json()["guaranteed_interview"]["outcome"] == "interview_offered"
    with database.session() as session:
        assert repository.awaiting_coordinator(session) == []


def test_notes_and_actors_are_in_the_log_for_the_page(
    report: Any, database: Database, referral_id: str, now: datetime
) -> None:
    report("acknowledged", note="  Ringing tomorrow. ")
    with database.session() as session:
        view = service.read(session, RECRUITER, referral_id, now=now)
    assert [(entry.type, entry.note, entry.actor) for entry in view.log] == [
        ("referred", None, "candidate"),
        ("approved", None, "rule:standing_approval"),
        ("sent", None, "rule:standing_approval"),
        ("acknowledged", "Ringing tomorrow.", "recruiter:somerset-care system"),
    ]


def test_the_etag_of_a_referral_guards_the_next_step(
    report: Any, client: TestClient, region: Region, referral_id: str
) -> None:
    headers = bearer(region.somerset_care)
    etag = client.get(f"/v1/referrals/{referral_id}", headers=headers).headers["etag"]
    done = report("acknowledged", headers={"If-Match": etag})
    assert done.status_code == 200
    answer = report("interview_offered", headers={"If-Match": etag})
    assert (answer.status_code, answer.json()["code"]) == (409, "referral.changed_meanwhile")
    assert answer.json()["detail"] == (
        "Someone else has just changed this referral. Load it again before you go on."
    )
    assert report("interview_offered", headers={"If-Match": done.headers["etag"]}).status_code == 200
    assert report("interview_booked", headers={"If-Match": "nonsense"}).status_code == 409
    assert report("interview_booked", headers={"If-Match": "*"}).status_code == 200


def test_of_two_recruiters_at_the_same_moment_one_wins_and_the_other_is_told(
    database: Database, referral_id: str, now: datetime
) -> None:
    barrier = Barrier(2, timeout=5)

    def act(event: EventType, reason: str | None) -> str:
        with database.session() as session:
            if database.engine.dialect.name == "postgresql":
                # Both have read the referral before either writes; SQLite lets one in after the other.
                repository.find(session, RECRUITER, referral_id)
                barrier.wait()
            reporting.report(session, RECRUITER, referral_id, event, now=now, reason_code=reason)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        tasks = [
            pool.submit(act, EventType.WITHDRAWN, None),
            pool.submit(act, EventType.DECLINED, "position_filled"),
        ]
    errors = [task.exception() for task in tasks]
    (told,) = (error for error in errors if error is not None)
    assert isinstance(told, ChangedMeanwhile if database.engine.dialect.name == "postgresql" else IllegalMove)
    with database.session() as session:
        view = service.read(session, RECRUITER, referral_id, now=now)
    assert [entry.type for entry in view.log] == ["referred", "approved", "sent", view.status]
    assert view.status in {Status.WITHDRAWN, Status.DECLINED}
