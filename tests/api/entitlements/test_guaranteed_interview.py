"""The guaranteed interview: who gets it, where, and until when the employer answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.core.db import Database
from api.entitlements import service
from api.entitlements.facts import Facts
from api.entitlements.models import GuaranteedInterview
from tests.factories.candidates import a_candidate
from tests.factories.http import CountedStatements
from tests.factories.opportunities import TODAY, a_signup, an_event, an_opportunity
from tests.factories.referrals import a_referral
from tests.factories.staff import an_employer

OSCAR_MAYER = Facts(event_id="oscar-mayer")


@pytest.fixture
def region(session: Session) -> Session:
    an_employer(session, "trust")
    an_employer(session, through="trust")
    an_event(session)
    an_event(session, "debenhams-taunton", employer_name="Debenhams")
    return session


def _granted(
    session: Session, now: datetime, event_id: str | None = "oscar-mayer"
) -> GuaranteedInterview | None:
    an_opportunity(session)
    candidate = a_candidate(session, redundancy_event_id=event_id)
    return a_referral(session, candidate, now=now).guaranteed_interview


@pytest.mark.parametrize("kind", ["job", "bank", "apprenticeship"])
def test_someone_affected_is_entitled_at_an_employer_that_signed_up(region: Session, kind: str) -> None:
    a_signup(region)
    found = service.preview(region, OSCAR_MAYER, an_opportunity(region, type=kind), TODAY)
    assert found is not None
    assert (found.route, found.rule) == ("redundancy_event", "redundancy-event/1")


@pytest.mark.parametrize("kind", ["swap", "prepare_to_care", "esol", "placement", "volunteering"])
def test_a_course_has_no_interview_to_guarantee(region: Session, kind: str) -> None:
    a_signup(region)
    row = an_opportunity(region, type=kind)
    assert service.preview(region, OSCAR_MAYER, row, TODAY) is None
    assert service.interview_routes(region, [row], TODAY) == {}


@pytest.mark.parametrize("event_id", [None, "debenhams-taunton"])
def test_a_sign_up_is_for_one_event_only(region: Session, event_id: str | None) -> None:
    a_signup(region)
    assert service.preview(region, Facts(event_id=event_id), an_opportunity(region), TODAY) is None


def test_a_sign_up_of_the_organisation_that_recruits_does_not_bind_its_partners(region: Session) -> None:
    a_signup(region, "trust")
    assert service.preview(region, OSCAR_MAYER, an_opportunity(region), TODAY) is None


@pytest.mark.parametrize(("offset", "entitled"), [(-61, False), (-60, True), (180, True), (181, False)])
def test_a_sign_up_holds_from_its_first_to_its_last_day(region: Session, offset: int, entitled: bool) -> None:
    a_signup(region)
    day = TODAY + timedelta(days=offset)
    assert (service.preview(region, OSCAR_MAYER, an_opportunity(region), day) is not None) is entitled


def test_the_rule_does_not_reach_back_before_it_was_made(region: Session) -> None:
    a_signup(region, valid_from=date(2020, 1, 1))
    assert service.preview(region, OSCAR_MAYER, an_opportunity(region), date(2021, 7, 13)) is None
    assert (
        service.preview(region, OSCAR_MAYER, an_opportunity(region, "other"), date(2021, 7, 14)) is not None
    )


def test_the_facts_the_rule_used_are_kept(region: Session, now: datetime) -> None:
    a_signup(region)
    granted = _granted(region, now)
    assert granted is not None
    assert granted.granted_at == now
    assert granted.respond_by == date(2026, 6, 10)
    assert granted.evidence["decided_on"] == "2026-06-03"
    assert granted.evidence["event"]["site"] == "Chard"
    assert granted.evidence["signup"]["valid_to"] == (TODAY + timedelta(days=180)).isoformat()
    assert granted.evidence["opportunity"] == {
        "id": "hca-taunton",
        "type": "job",
        "employer_id": "somerset-care",
    }


def test_who_is_not_affected_is_referred_without_entitlement(region: Session, now: datetime) -> None:
    a_signup(region)
    assert _granted(region, now, event_id=None) is None


@pytest.mark.parametrize(
    ("moment", "respond_by"),
    [
        # Half past eleven at night in UTC is already the next day in British summer time …
        (datetime(2026, 6, 3, 23, 30, tzinfo=UTC), date(2026, 6, 11)),
        # … and not in winter; the clocks change on 25 October 2026.
        (datetime(2026, 10, 23, 23, 30, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 26, 23, 30, tzinfo=UTC), date(2026, 11, 2)),
        (datetime(2026, 12, 23, 12, 0, tzinfo=UTC), date(2027, 1, 4)),
    ],
)
def test_the_clock_starts_on_the_local_day(region: Session, moment: datetime, respond_by: date) -> None:
    a_signup(region, valid_to=date(2027, 12, 31))
    row = an_opportunity(region, closes_on=None)
    granted = service.grant(region, referral_id="r", facts=OSCAR_MAYER, opportunity=row, now=moment)
    region.expunge_all()
    assert granted is not None
    assert granted.respond_by == respond_by


def test_an_answer_is_overdue_from_the_day_after_respond_by(region: Session, now: datetime) -> None:
    a_signup(region)
    granted = _granted(region, now)
    assert granted is not None
    assert service.overdue(region, date(2026, 6, 10)) == []
    assert service.overdue(region, date(2026, 6, 11)) == [granted]
    service.settle(granted, "interview_offered", now + timedelta(days=20))
    assert service.overdue(region, date(2026, 6, 30)) == []
    assert granted.responded_at == now + timedelta(days=20)


@pytest.mark.parametrize("ending", ["withdrawn", "stopped"])
def test_a_promise_nobody_waits_for_is_neither_overdue_nor_answered(
    region: Session, now: datetime, ending: Any
) -> None:
    a_signup(region)
    granted = _granted(region, now)
    assert granted is not None
    service.settle(granted, ending, now)
    assert service.overdue(region, date(2027, 1, 1)) == []
    assert granted.responded_at is None


def test_many_opportunities_are_looked_at_in_one_query(database: Database) -> None:
    with database.session() as session:
        an_employer(session)
        an_event(session)
        a_signup(session)
        rows = [an_opportunity(session, f"job-{number}") for number in range(20)]
        with CountedStatements(database) as counted:
            assert len(service.previews(session, OSCAR_MAYER, rows, TODAY)) == 20
        assert counted.count == 1
        with CountedStatements(database) as counted:
            assert len(service.interview_routes(session, rows, TODAY)) == 20
        assert counted.count == 1
