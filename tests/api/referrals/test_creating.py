"""A candidate agrees, opportunity by opportunity, and a referral is made."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.referrals import service
from api.referrals.errors import OpportunityClosed
from api.referrals.snapshot import shared_fields
from api.referrals.statuses import Status
from api.staff.service import Principal
from tests.factories.candidates import a_candidate
from tests.factories.opportunities import TODAY, a_signup, an_event, an_opportunity
from tests.factories.referrals import GAPS, REASONS, a_referral
from tests.factories.staff import an_employer

COORDINATOR = Principal("coordinator", None, None, "board")


@pytest.fixture
def region(session: Session) -> Session:
    an_employer(session)
    an_event(session)
    a_signup(session)
    return session


def test_the_recruiter_gets_what_was_agreed_to_and_nothing_else(region: Session, now: datetime) -> None:
    an_opportunity(region)
    candidate = a_candidate(region, redundancy_event_id="oscar-mayer")
    referral = a_referral(region, candidate, now=now)
    assert referral.shared == {
        "first_name": "Ana",
        "contact": {"phone": "+447700900123", "email": None},
        "language": "pt",
        "home": {"place": "Chard", "outward_code": "TA20"},
        "skills": [{"id": "food_packing", "label": "Packing food", "source_text": "linha de enbalagem"}],
        "english": {"speaking": "A2", "reading": "A2", "writing": "A1"},
        "right_to_work": "yes",
        "hours": {"min": 20.0, "max": 37.5},
        "shifts": ["early", "late"],
        "can_drive": False,
        "travel": {"modes": ["bus"], "max_minutes": 60},
    }
    assert (referral.reasons, referral.gaps) == (REASONS, GAPS)
    assert referral.reference.startswith("P-")


def test_what_is_asked_for_in_the_consent_is_what_is_copied(region: Session, now: datetime) -> None:
    an_opportunity(region)
    shared = a_referral(region, a_candidate(region), now=now).shared
    renamed = {"can_drive": "driving"}
    assert shared is not None
    assert {renamed.get(name, name) for name in shared} == set(shared_fields())
    assert set(shared_fields("redundancy_event")) - set(shared_fields()) == {"redundancy_event"}


def test_a_later_change_of_the_profile_is_not_shared(region: Session, now: datetime) -> None:
    an_opportunity(region)
    candidate = a_candidate(region)
    referral = a_referral(region, candidate, now=now)
    candidate.phone = "+447700900999"
    region.flush()
    region.expire_all()
    view = service.read(region, COORDINATOR, referral.id, now=now)
    assert view.candidate is not None
    assert view.candidate["contact"]["phone"] == "+447700900123"


def test_skipped_answers_are_shared_as_unknown(region: Session, now: datetime) -> None:
    an_opportunity(region)
    candidate = a_candidate(
        region, home_outward_code=None, hours_min=None, right_to_work=None, can_drive=None
    )
    shared = a_referral(region, candidate, now=now).shared
    assert shared is not None
    assert [shared[name] for name in ("home", "hours", "right_to_work", "can_drive")] == [None] * 4


def test_agreeing_twice_makes_one_referral(region: Session, now: datetime) -> None:
    an_opportunity(region)
    candidate = a_candidate(region)
    first = a_referral(region, candidate, now=now)
    again = a_referral(region, candidate, now=now + timedelta(hours=1))
    assert again.id == first.id
    assert len(service.of_candidate(region, candidate.id, now=now)[0].log) == 3


def test_two_opportunities_are_two_referrals(region: Session, now: datetime) -> None:
    an_opportunity(region)
    an_opportunity(region, "other")
    candidate = a_candidate(region)
    assert a_referral(region, candidate, now=now).id != a_referral(region, candidate, "other", now=now).id


@pytest.mark.parametrize(
    "changes",
    [{"status": "closed"}, {"closes_on": TODAY - timedelta(days=1)}, {"places_taken": 2}],
)
def test_nobody_is_referred_to_what_is_closed_or_full(
    region: Session, now: datetime, changes: dict[str, Any]
) -> None:
    an_opportunity(region, **changes)
    with pytest.raises(OpportunityClosed) as refusal:
        a_referral(region, a_candidate(region), now=now)
    assert (refusal.value.status, refusal.value.code) == (409, "referral.opportunity_closed")
    assert refusal.value.text("en") == "This opportunity is closed or full."


def test_nobody_is_referred_to_what_does_not_exist(region: Session, now: datetime) -> None:
    with pytest.raises(OpportunityClosed):
        a_referral(region, a_candidate(region), "nothing", now=now)


@pytest.mark.parametrize(
    ("review_mode", "status", "logged"),
    [
        ("after", Status.SENT, ["referred", "approved", "sent"]),
        ("before", Status.AWAITING_REVIEW, ["referred"]),
    ],
)
def test_the_programme_decides_whether_a_coordinator_looks_first(
    region: Session, now: datetime, review_mode: str, status: Status, logged: list[str]
) -> None:
    an_opportunity(region, review_mode=review_mode)
    referral = a_referral(region, a_candidate(region), now=now)
    view = service.read(region, COORDINATOR, referral.id, now=now)
    assert view.status is status
    assert [entry.type for entry in view.log] == logged


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        (Status.DECLINED, Status.AWAITING_REVIEW),
        (Status.STOPPED, Status.AWAITING_REVIEW),
        (Status.WITHDRAWN, Status.SENT),
    ],
)
def test_asking_again_after_a_refusal_waits_for_a_coordinator(
    region: Session, now: datetime, ended: Status, status: Status
) -> None:
    an_opportunity(region)
    candidate = a_candidate(region)
    first = a_referral(region, candidate, now=now)
    first.status = ended
    again = a_referral(region, candidate, now=now)
    assert again.id != first.id
    assert again.status == status


def test_the_guaranteed_interview_comes_with_the_referral(region: Session, now: datetime) -> None:
    an_opportunity(region)
    referral = a_referral(region, a_candidate(region, redundancy_event_id="oscar-mayer"), now=now)
    view = service.read(region, COORDINATOR, referral.id, now=now)
    assert view.guaranteed_interview is not None
    assert view.guaranteed_interview.respond_by == date(2026, 6, 10)
    assert not view.overdue
    assert service.read(region, COORDINATOR, referral.id, now=now + timedelta(days=8)).overdue
