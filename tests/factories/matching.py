"""Candidates and opportunities as the matcher takes them, for tests; each is changed as told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from matcher.records import Candidate, Cefr, English, HoursRange, LinkedSkill, Opportunity, Place

TODAY = date(2026, 6, 3)
"""A Wednesday."""

BRIDGWATER = Place("Bridgwater", "TA6", 51.1284, -3.0036)
TAUNTON = Place("Taunton", "TA1", 51.0150, -3.1069)
MINEHEAD = Place("Minehead", "TA24", 51.2043, -3.4811)


def english(level: str | None) -> English:
    """The same level in every task."""
    found = None if level is None else Cefr[level]
    return English(found, found, found)


def skills(*ids: str, confidence: float = 0.9) -> tuple[LinkedSkill, ...]:
    """Skills as they come from a candidate's words."""
    return tuple(LinkedSkill(skill_id, confidence, skill_id) for skill_id in ids)


_FACTORY_WORKER = Candidate(
    home=BRIDGWATER,
    skills=skills("packing", "production_line", "food_hygiene", "machine_cleaning"),
    english=english("A2"),
    right_to_work="yes",
    hours=HoursRange(30, 40),
    shifts=frozenset({"early", "day", "late"}),
    can_drive=False,
    travel_modes=frozenset({"bus", "walk"}),
    max_minutes=45,
)


def a_candidate(**changes: Any) -> Candidate:
    """Someone from a food factory in Bridgwater with some English and no car, who answered everything."""
    return replace(_FACTORY_WORKER, **changes)


_DOMESTIC_JOB = Opportunity(
    id="domestic-bridgwater",
    type="job",
    role="domestic",
    title="Domestic assistant",
    employer_id="hospital",
    place=BRIDGWATER,
    hours=HoursRange(30, 37.5),
    shifts=frozenset({"early", "day"}),
    first_shift_start=time(8, 0),
    pay_hourly_min=Decimal("12.60"),
    band="2",
    dbs="basic",
    driving="none",
    english=english("A2"),
    skills_wanted=("cleaning",),
    experience_required=False,
    closes_on=TODAY + timedelta(days=20),
    starts_on=None,
    ends_on=None,
    places_left=2,
)


def an_opportunity(opportunity_id: str = "domestic-bridgwater", **changes: Any) -> Opportunity:
    """An open cleaning job at a hospital in Bridgwater, close by and within reach of A2 English."""
    return replace(_DOMESTIC_JOB, id=opportunity_id, **changes)


def a_care_job(opportunity_id: str = "hca-bridgwater", **changes: Any) -> Opportunity:
    """A healthcare assistant's job that needs B1 English."""
    values: dict[str, Any] = {
        "role": "healthcare_assistant",
        "title": "Healthcare assistant",
        "dbs": "enhanced_barred",
        "english": english("B1"),
        "skills_wanted": ("personal_care", "hygiene"),
    }
    return an_opportunity(opportunity_id, **{**values, **changes})


def an_esol_course(opportunity_id: str = "esol-b1", **changes: Any) -> Opportunity:
    """An English course from A2 to B1 that starts in two weeks."""
    values: dict[str, Any] = {
        "type": "esol",
        "role": "healthcare_assistant",
        "title": "ESOL for health and care",
        "employer_id": "college",
        "hours": None,
        "shifts": frozenset(),
        "first_shift_start": None,
        "pay_hourly_min": None,
        "band": None,
        "dbs": "none",
        "english": english("A2"),
        "skills_wanted": (),
        "closes_on": None,
        "starts_on": TODAY + timedelta(days=14),
        "ends_on": TODAY + timedelta(days=84),
        "places_left": 8,
        "esol_level": Cefr.B1,
    }
    return an_opportunity(opportunity_id, **{**values, **changes})


def a_swap_intake(opportunity_id: str = "swap-june", **changes: Any) -> Opportunity:
    """A four-week academy that starts in a week and leads to care roles."""
    values: dict[str, Any] = {
        "type": "swap",
        "role": "healthcare_assistant",
        "title": "Sector-Based Work Academy",
        "employer_id": "college",
        "hours": None,
        "pay_hourly_min": None,
        "band": None,
        "english": english("A2"),
        "skills_wanted": (),
        "closes_on": None,
        "starts_on": TODAY + timedelta(days=7),
        "ends_on": TODAY + timedelta(days=35),
        "places_left": 12,
        "leads_to_roles": ("healthcare_assistant", "care_worker", "porter"),
    }
    return an_opportunity(opportunity_id, **{**values, **changes})
