"""A simulated market of any size: candidates and opportunities drawn at random over the shipped places.

Simulated: for speed and scale only. Nothing about quality is measured on it.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from matcher import Geography, Lexicon
from matcher.lexicon.lexicon import ROLES
from matcher.market import SHIFTS
from matcher.records import (
    Candidate,
    Cefr,
    Dbs,
    Driving,
    English,
    HoursRange,
    LinkedSkill,
    Opportunity,
    OpportunityType,
    Place,
)

TODAY = date(2026, 6, 3)
_TYPES: dict[OpportunityType, int] = {
    "job": 70, "bank": 5, "swap": 4, "prepare_to_care": 2, "esol": 6, "apprenticeship": 5,
    "placement": 4, "volunteering": 4,
}  # fmt: skip
_LEVELS = (None, Cefr.A2, Cefr.B1, Cefr.B1, Cefr.B2)
_HOURS = (8.0, 16.0, 20.0, 30.0, 37.5, 40.0)
_DBS: tuple[Dbs, ...] = ("none", "basic", "enhanced")
_DRIVING: tuple[Driving, ...] = (*(("none",) * 6), "required", "desirable")


def places(area: str = "") -> list[Place]:
    """Outward codes of the shipped geography that begin with some letters; all by default."""
    centres = sorted(Geography.shipped().centres.items())
    return [Place(code, code, *centre) for code, centre in centres if code.startswith(area)]


def opportunities(number: int, area: str = "", seed: int = 1) -> list[Opportunity]:
    """So many simulated opportunities."""
    rng, at, lexicon = Random(seed), places(area), Lexicon.shipped()
    return [_opportunity(n, rng, at, sorted(lexicon.skills)) for n in range(number)]


def candidates(number: int, area: str = "", seed: int = 2) -> list[Candidate]:
    """So many simulated candidates, each with everything answered."""
    rng, at, lexicon = Random(seed), places(area), Lexicon.shipped()
    return [_candidate(rng, at, sorted(lexicon.skills)) for _ in range(number)]


def _opportunity(number: int, rng: Random, at: list[Place], skills: list[str]) -> Opportunity:
    kind = rng.choices(list(_TYPES), list(_TYPES.values()))[0]
    roles, level = sorted(ROLES), rng.choice(_LEVELS)
    return Opportunity(
        id=f"simulated-{number:06}",
        type=kind,
        role=rng.choice(roles),
        title="Simulated",
        employer_id=f"employer-{rng.randrange(2000):04}",
        place=rng.choice(at),
        hours=HoursRange(*sorted(rng.sample(_HOURS, 2))),
        shifts=frozenset(rng.sample(SHIFTS, 2)),
        first_shift_start=time(rng.choice([6, 7, 9])),
        pay_hourly_min=Decimal(rng.choice(["12.71", "12.90", "13.45"])),
        band=None,
        dbs=rng.choice(_DBS),
        driving=rng.choice(_DRIVING),
        english=English(level, level, level),
        skills_wanted=tuple(rng.sample(skills, 4)),
        experience_required=rng.random() < 0.1,
        closes_on=None,
        starts_on=TODAY + timedelta(days=rng.randrange(5, 90)),
        ends_on=TODAY + timedelta(days=rng.randrange(95, 150)),
        places_left=rng.randrange(1, 10),
        leads_to_roles=tuple(rng.sample(roles, 3)) if kind in ("swap", "prepare_to_care") else (),
        esol_level=rng.choice([Cefr.A2, Cefr.B1]) if kind == "esol" else None,
    )


def _candidate(rng: Random, at: list[Place], skills: list[str]) -> Candidate:
    return Candidate(
        home=rng.choice(at),
        skills=tuple(LinkedSkill(skill, 0.9, "simulated") for skill in rng.sample(skills, 6)),
        english=English(*rng.choices([Cefr.A1, Cefr.A2, Cefr.B1, Cefr.B2], k=3)),
        right_to_work="yes",
        hours=HoursRange(20.0, 40.0),
        shifts=frozenset({"early", "day"}),
        can_drive=rng.random() < 0.4,
        travel_modes=frozenset({"bus", "walk"}),
        max_minutes=rng.choice([30, 45, 60]),
        age_band="18_plus",
        work_benefit="yes",
    )
