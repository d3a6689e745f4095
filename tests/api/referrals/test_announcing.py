"""What recruiters' systems are told of: what recruiters may see, in the transaction of the change, and no more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.candidates.models import Candidate
from api.core.db import Database
from api.core.outbox import OutboxRow
from api.opportunities.models import Opportunity
from api.referrals import reporting, service
from api.referrals.announcements import TOPIC
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.statuses import EventType, Status
from api.reviews import rulings
from api.reviews import service as reviews
from api.staff.service import Principal
from tests.factories.candidates import a_candidate
from tests.factories.referrals import a_referral
from tests.factories.region import Region

RECRUITER = Principal("recruiter", "somerset-care", None, "ats")
COORDINATOR = Principal("coordinator", None, None, "board")
ENTITLED = {"redundancy_event_id": "oscar-mayer"}


def told(database: Database) -> list[tuple[str, str, str]]:
    """Type, event and status of all that is to be told, in order."""
    return [(one["type"], one["event"], one["status"]) for one in payloads(database)]


def payloads(database: Database) -> list[dict[str, Any]]:
    with database.session() as session:
        query = select(OutboxRow).where(OutboxRow.topic == TOPIC).order_by(OutboxRow.id)
        return [row.payload or {} for row in session.scalars(query)]


def refer(database: Database, now: datetime, **candidate: Any) -> str:
    with database.session() as session:
        return a_referral(session, a_candidate(session, **candidate), now=now).id


def report(database: Database, referral_id: str, event: EventType, now: datetime, **more: Any) -> None:
    with database.session() as session:
        reporting.report(session, RECRUITER, referral_id, event, now=now, **more)


def log(database: Database, referral_id: str, event: str, now: datetime) -> None:
    """Something is written into the log without a change of status."""
    with database.session() as session:
        row = service.repository.find(session, COORDINATOR, referral_id)
        assert row is not None
        move(session, row, event, None, actor="rule:test", now=now)


@pytest.fixture
def reviewed_first(database: Database, region: Region) -> None:
    """A coordinator looks at referrals before they are sent."""
    with database.session() as session:
        session.get_one(Opportunity, "hca-taunton").review_mode = "before"


def test_a_referral_that_is_sent_and_goes_its_way(database: Database, region: Region, now: datetime) -> None:
    referral_id = refer(database, now)
    for event in (EventType.INTERVIEW_BOOKED, EventType.INTERVIEW_ATTENDED):
        report(database, referral_id, event, now)
    report(database, referral_id, EventType.DECLINED, now, reason_code="position_filled")
    assert told(database) == [
        ("referral.sent", "sent", "sent"),
        ("referral.updated", "interview_booked", "interview_booked"),
        ("referral.updated", "interview_attended", "interview_attended"),
        ("referral.updated", "declined", "declined"),
    ]
    with database.session() as session:
        versions = [one["version"] for one in payloads(database)]
        assert versions == sorted(set(versions))
        assert versions[-1] == session.get_one(Referral, referral_id).version


def test_nothing_is_told_before_a_coordinator_has_let_it_through(
    database: Database, region: Region, reviewed_first: None, now: datetime
) -> None:
    referral_id = refer(database, now, **ENTITLED)
    assert told(database) == []
    with database.session() as session:
        reviews.approve(session, COORDINATOR, referral_id, now=now + timedelta(days=1))
    assert told(database) == [
        ("referral.sent", "sent", "sent"),
        ("guaranteed_interview.granted", "sent", "sent"),
    ]
    # The employer's clock began when it was sent.
    assert payloads(database)[1]["respond_by"] == date(2026, 6, 11).isoformat()


def test_what_a_coordinator_stops_unseen_is_never_told(
    database: Database, region: Region, reviewed_first: None, now: datetime
) -> None:
    referral_id = refer(database, now)
    with database.session() as session:
        reviews.stop(session, COORDINATOR, referral_id, reason_code="wrong_match", note=None, now=now)
    assert told(database) == []


def test_what_a_coordinator_stops_after_it_was_sent_is_withdrawn(
    database: Database, region: Region, now: datetime
) -> None:
    referral_id = refer(database, now)
    with database.session() as session:
        reviews.stop(session, COORDINATOR, referral_id, reason_code="wrong_match", note=None, now=now)
    assert told(database)[1:] == [("referral.withdrawn", "stopped", "stopped")]
    log(database, referral_id, "looked_at_again", now)
    assert len(told(database)) == 2


def test_a_coordinators_look_afterwards_is_told_as_the_api_shows_it(
    database: Database, region: Region, now: datetime
) -> None:
    referral_id = refer(database, now)
    with database.session() as session:
        reviews.approve(session, COORDINATOR, referral_id, now=now)
    assert told(database)[1:] == [("referral.updated", "approved", "sent")]


def test_what_only_coordinators_read_by_name_is_told_as_a_change(
    database: Database, region: Region, now: datetime
) -> None:
    referral_id = refer(database, now, **ENTITLED)
    report(database, referral_id, EventType.DECLINED, now, reason_code="hours_or_shifts")
    with database.session() as session:
        rulings.rule(
            session, COORDINATOR, referral_id, "upheld", reason_code="candidate_agrees", note=None, now=now
        )
    assert told(database)[-1] == ("referral.updated", "changed", "declined")


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("interview_granted", "guaranteed_interview.granted"),
        ("answer_half_time", "guaranteed_interview.due_soon"),
        ("answer_due", "guaranteed_interview.due_soon"),
        ("answer_overdue", "guaranteed_interview.overdue"),
    ],
)
def test_what_happens_to_a_guaranteed_interview_is_told(
    database: Database, region: Region, now: datetime, event: str, kind: str
) -> None:
    referral_id = refer(database, now, **ENTITLED)
    log(database, referral_id, event, now)
    assert told(database)[-1] == (kind, event, "sent")
    assert payloads(database)[-1]["respond_by"] == "2026-06-10"


def test_an_erased_candidate_is_withdrawn_and_to_be_forgotten(
    database: Database, region: Region, now: datetime
) -> None:
    referral_id = refer(database, now)
    with database.session() as session:
        candidate = session.get_one(Candidate, session.get_one(Referral, referral_id).candidate_id)
        service.withdraw_all_for(session, candidate.id, now)
        service.forget(session, candidate.id, now)
        session.delete(candidate)
    assert told(database)[1:] == [
        ("referral.withdrawn", "withdrawn", "withdrawn"),
        ("referral.updated", "erased", "withdrawn"),
    ]


def test_a_change_that_fails_is_not_told(database: Database, region: Region, now: datetime) -> None:
    referral_id = refer(database, now)

    def fails() -> None:
        with database.session() as session:
            reporting.report(session, RECRUITER, referral_id, EventType.ACKNOWLEDGED, now=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert len(told(database)) == 1


def test_nothing_about_the_candidate_is_in_what_is_told(
    database: Database, region: Region, now: datetime
) -> None:
    referral_id = refer(database, now, **ENTITLED)
    report(
        database, referral_id, EventType.DECLINED, now, reason_code="other", note="Ana has no time on Mondays"
    )
    names = {"message_id", "type", "at", "referral_id", "reference", "opportunity_id", "status", "version"}
    for one in payloads(database):
        assert set(one) <= names | {"event", "respond_by"}
        for personal in (
            "Ana",
            "+447700900123",
            "TA20",
            "Chard",
            "food_packing",
            "oscar",
            "Mondays",
            "other",
        ):
            assert personal not in str(one)
    assert {one["status"] for one in payloads(database)} == {Status.SENT, Status.DECLINED}
