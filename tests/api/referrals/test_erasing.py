"""Erasing a candidate leaves that something happened, and not to whom."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from api.core.db import Database
from api.referrals import reporting, service
from api.referrals.models import Referral, ReferralEvent
from api.referrals.statuses import EventType, Status
from api.staff.service import Principal
from tests.factories.candidates import a_candidate
from tests.factories.http import TestClient
from tests.factories.referrals import a_referral
from tests.factories.region import Region
from tests.factories.staff import bearer

RECRUITER = Principal("recruiter", "somerset-care", None, "ats")


@pytest.fixture
def erased(database: Database, region: Region, now: datetime) -> str:
    """The id of a referral whose candidate was erased after the recruiter wrote a note."""
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        referral = a_referral(session, candidate, now=now)
        reporting.report(
            session, RECRUITER, referral.id, EventType.ACKNOWLEDGED, now=now, note="Ana rang at 3 pm"
        )
        service.withdraw_all_for(session, candidate.id, now)
        service.forget(session, candidate.id, now)
        session.delete(candidate)
        return referral.id


def test_nothing_personal_is_left_in_the_database(database: Database, erased: str) -> None:
    with database.session() as session:
        row = session.get_one(Referral, erased)
        assert (row.candidate_id, row.shared, row.reasons, row.gaps) == (None, None, [], [])
        assert set(session.scalars(select(ReferralEvent.note))) == {None}


def test_the_recruiter_sees_a_withdrawn_referral_of_nobody(
    client: TestClient, region: Region, erased: str
) -> None:
    read = client.get(f"/v1/referrals/{erased}", headers=bearer(region.somerset_care)).json()
    assert (read["status"], read["candidate"], read["reasons"]) == ("withdrawn", None, [])
    assert read["guaranteed_interview"]["outcome"] == "withdrawn"
    assert read["guaranteed_interview"]["overdue"] is False


def test_referrals_that_ended_before_keep_their_ending(
    database: Database, region: Region, now: datetime
) -> None:
    with database.session() as session:
        candidate = a_candidate(session)
        declined = a_referral(session, candidate, now=now)
        reporting.report(
            session, RECRUITER, declined.id, EventType.DECLINED, now=now, reason_code="position_filled"
        )
        service.withdraw_all_for(session, candidate.id, now)
        assert declined.status == Status.DECLINED


def test_another_candidates_referral_is_left_alone(database: Database, region: Region, now: datetime) -> None:
    with database.session() as session:
        leaving, staying = a_candidate(session), a_candidate(session, first_name="Bia")
        a_referral(session, leaving, now=now)
        other = a_referral(session, staying, now=now)
        service.withdraw_all_for(session, leaving.id, now)
        service.forget(session, leaving.id, now)
        assert other.status == Status.SENT
        assert other.shared is not None
