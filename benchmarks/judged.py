"""The judged set: people, opportunities and grades written by hand (tests/data/judgements/RUBRIC.md)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np

from matcher import Geography, Lexicon, Market, SkillLinker
from matcher.eligibility import assess_rows, prepare
from matcher.features import pair_features
from matcher.market import Floats, Ints
from matcher.records import Candidate, Cefr, English, HoursRange, Opportunity, Place

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "judgements"
TODAY = date(2026, 6, 3)
Language = Literal["en", "pt"]
_SHIFTS = {"e": "early", "d": "day", "l": "late", "n": "night", "w": "weekend"}
_AGES = {"a": "18_plus", "y": "16_17"}


@dataclass(frozen=True)
class Persona:
    """Someone of the judged set; `said` by language, `grades` by opportunity (what is absent has 0)."""

    id: str
    said: dict[str, str]
    answers: dict[str, Any]
    grades: dict[str, int]

    def candidate(self, linker: SkillLinker, language: Language = "en") -> Candidate:
        """As the ranking sees the person, who has told about past work in a language."""
        named = linker.link(self.said[language], language)
        return Candidate(skills=linker.lexicon_.with_broader(named), **self.answers)


@dataclass(frozen=True)
class Pairs:
    """Everything possible of some people: features, grades, and whose row it is."""

    values: Floats
    grades: Floats
    owner: Ints
    opportunity: Ints
    texts: list[str]
    candidates: list[str]


def opportunities() -> tuple[Opportunity, ...]:
    """The opportunities, by their file."""
    table = tomllib.loads((FOLDER / "opportunities.toml").read_text("utf-8"))
    geography = Geography.shipped()
    return tuple(_opportunity(key, entry, geography) for key, entry in table.items())


def personas() -> list[Persona]:
    """The people, by their file.

    Raises
    ------
    ValueError
        When a line is not as the rubric describes, naming the line.
    """
    geography, known = Geography.shipped(), {one.id for one in opportunities()}
    found = []
    for number, line in enumerate((FOLDER / "personas.psv").read_text("utf-8").splitlines(), start=1):
        try:
            found.append(_persona(line, geography, known))
        except (KeyError, ValueError) as error:
            raise ValueError(f"personas.psv, line {number}: {error}") from error
    return found


def pairs(people: list[Persona], linker: SkillLinker, lexicon: Lexicon, language: Language = "en") -> Pairs:
    """Features and grades of everything the rules leave each person."""
    market = Market(opportunities())
    day = market.on(TODAY)
    values, grades, owner, rows = [], [], [], []
    for number, person in enumerate(people):
        candidate = person.candidate(linker, language)
        context = prepare(candidate, day)
        possible = assess_rows(candidate, day.columns, context).possible
        values.append(pair_features(candidate, possible, context, lexicon))
        rows.append(possible.rows.row)
        grades += [person.grades.get(market.opportunities[row].id, 0) for row in possible.rows.row]
        owner += [number] * len(possible.rows)
    return Pairs(
        np.concatenate(values),
        np.array(grades, dtype=np.float64),
        np.array(owner),
        np.concatenate(rows),
        [_text(one, lexicon) for one in market.opportunities],
        [person.said[language] for person in people],
    )


def _text(one: Opportunity, lexicon: Lexicon) -> str:
    """What an advert would say: the role and the skills it wants."""
    said = [one.title, *one.leads_to_roles, *(lexicon.label(skill, "en") for skill in one.skills_wanted)]
    return " ".join(said).replace("_", " ")


def _level(code: str) -> Cefr | None:
    return Cefr[code] if code and code != "?" else None


def _english(codes: list[str]) -> English:
    return English(*(_level(code) for code in codes))


def _persona(line: str, geography: Geography, known: set[str]) -> Persona:
    key, home, en, pt, english, work, hours, shifts, drives, ways, longest, age, grades = line.split("|")
    given = {part[:-1]: int(part[-1]) for part in grades.split()}
    if strange := sorted(set(given) - known):
        raise ValueError(f"unknown opportunity {strange[0]}")
    low_high = None if hours == "?" else HoursRange(*(float(part) for part in hours.split("-")))
    answers = {
        "home": geography.outward(home),
        "english": _english(english.split()),
        "right_to_work": None if work == "?" else work,
        "hours": low_high,
        "shifts": None if shifts == "?" else frozenset(_SHIFTS[letter] for letter in shifts),
        "can_drive": {"y": True, "n": False, "?": None}[drives],
        "travel_modes": frozenset(ways.split()),
        "max_minutes": int(longest),
        "age_band": _AGES[age],
    }
    return Persona(key, {"en": en, "pt": pt}, answers, given)


def _opportunity(key: str, entry: dict[str, Any], geography: Geography) -> Opportunity:
    place = geography.outward(entry["outward_code"])
    if place is None:
        raise ValueError(f"{key}: unknown outward code")
    start = entry.get("first_shift_start")
    return Opportunity(
        id=key,
        type=entry["type"],
        role=entry["role"],
        title=entry["role"].replace("_", " "),
        employer_id=f"employer-{entry['outward_code']}",
        place=Place(place.name, place.outward_code, place.lat, place.lon),
        hours=HoursRange(*entry["hours"]),
        shifts=frozenset(entry["shifts"]),
        first_shift_start=time.fromisoformat(start) if start else None,
        pay_hourly_min=Decimal(entry["pay"]) if "pay" in entry else None,
        band=None,
        dbs=entry["dbs"],
        driving=entry["driving"],
        english=_english(entry["english"]),
        skills_wanted=tuple(entry["skills_wanted"]),
        experience_required=entry.get("experience_required", False),
        closes_on=None,
        starts_on=entry.get("starts_on"),
        ends_on=entry.get("ends_on"),
        places_left=entry.get("places_left"),
        leads_to_roles=tuple(entry.get("leads_to_roles", ())),
        esol_level=_level(entry.get("esol_level", "")),
        minimum_age=entry.get("minimum_age", 16),
    )
