"""Opportunities, redundancy events and sign-ups for tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from api.entitlements.models import InterviewSignup
from api.opportunities.models import Opportunity
from api.programmes.models import Programme, RedundancyEvent

TODAY = date(2026, 6, 3)


def an_opportunity(session: Session, opportunity_id: str = "hca-taunton", **changes: Any) -> Opportunity:
    """An open job of `somerset-care` in Taunton, changed as told. Its employer must exist."""
    values: dict[str, Any] = {
        "id": opportunity_id,
        "type": "job",
        "role": "care_worker",
        "title": "Care worker",
        "description": "Help people get up, wash and eat. Full training given.",
        "employer_id": "somerset-care",
        "programme_id": None,
        "place": "Taunton",
        "outward_code": "TA1",
        "lat": 51.0151,
        "lon": -3.1068,
        "hours_min": 20.0,
        "hours_max": 37.5,
        "shifts": ["early", "late"],
        "first_shift_start": "07:00",
        "pay_hourly_min": Decimal("12.90"),
        "band": None,
        "dbs": "enhanced_barred",
        "driving": "none",
        "english_speaking": "A2",
        "english_reading": "A2",
        "english_writing": "A1",
        "skills_wanted": ["personal_care"],
        "experience_required": False,
        "posted_on": TODAY - timedelta(days=3),
        "closes_on": TODAY + timedelta(days=30),
        "starts_on": None,
        "ends_on": None,
        "places": 2,
        "places_taken": 0,
        "status": "open",
        "leads_to_roles": [],
        "esol_level": None,
        "checks_paid_by": "employer",
        "review_mode": "after",
        "demo": True,
    }
    row = Opportunity(**{**values, **changes})
    session.add(row)
    session.flush()
    return row


def an_event(session: Session, event_id: str = "oscar-mayer", **changes: Any) -> RedundancyEvent:
    """The redundancies at the food factory, under way, changed as told."""
    values: dict[str, Any] = {
        "id": event_id,
        "employer_name": "Oscar Mayer",
        "site": "Chard",
        "aliases": ["oscar mayers", "oscar maier"],
        "first_on": TODAY - timedelta(days=60),
        "last_on": TODAY + timedelta(days=80),
        "headcount": 860,
        "affected": 780,
        "evidence": "780 of 860 staff made redundant.",
        "source": "NHS Employers webinar, 14 July 2021",
        "demo": True,
    }
    row = RedundancyEvent(**{**values, **changes})
    session.add(row)
    session.flush()
    return row


def a_signup(
    session: Session, employer_id: str = "somerset-care", event_id: str = "oscar-mayer", **changes: Any
) -> InterviewSignup:
    """An employer's promise, valid today, to answer within five working days."""
    values: dict[str, Any] = {
        "id": f"{employer_id}-{event_id}",
        "employer_id": employer_id,
        "route": "redundancy_event",
        "event_id": event_id,
        "valid_from": TODAY - timedelta(days=60),
        "valid_to": TODAY + timedelta(days=180),
        "respond_within_working_days": 5,
        "evidence": "Signed pledge.",
        "demo": True,
    }
    row = InterviewSignup(**{**values, **changes})
    session.add(row)
    session.flush()
    return row


def a_programme(
    session: Session, programme_id: str = "care-academy", provider_id: str = "somerset-care"
) -> Programme:
    """A sector-based work academy."""
    row = Programme(
        id=programme_id,
        name="Sector-Based Work Academy",
        kind="swap",
        provider_id=provider_id,
        description="Four weeks of training with a work placement.",
        source="NHS Employers webinar, 14 July 2021",
        demo=True,
    )
    session.add(row)
    session.flush()
    return row
