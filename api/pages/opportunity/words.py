"""What the public page says of an opportunity, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.core.i18n import N_, long_date, money, number, translate
from api.core.words import SHIFTS, named
from api.opportunities.models import Opportunity
from api.opportunities.schemas import places_left

_DRIVING = {
    "required": N_("You need to drive"),
    "desirable": N_("Driving helps, but you can do without"),
    "none": N_("You do not need to drive"),
}
_DBS = {
    "none": N_("Not needed"),
    "basic": N_("A basic criminal record check, done by the employer. A record is not an automatic no"),
    "standard": N_("A standard criminal record check, done by the employer. A record is not an automatic no"),
    "enhanced": N_(
        "An enhanced criminal record check, done by the employer. A record is not an automatic no"
    ),
    "enhanced_barred": N_(
        "An enhanced criminal record check with the barred list, done by the employer. "
        "Most records are not an automatic no"
    ),
}
_TASKS = {
    "speaking": N_("Speaking: {level}"),
    "reading": N_("Reading: {level}"),
    "writing": N_("Writing: {level}"),
}


@dataclass(frozen=True)
class Fact:
    """A line of the page. `inferred`: the employer did not say it."""

    label: str
    text: str
    inferred: bool


def facts(row: Opportunity, language: str) -> list[Fact]:
    """Everything that is known, in the order a person looks for it."""
    lines = (
        (N_("Where"), f"{row.place} ({row.outward_code})", "postcode"),
        (N_("Pay"), _pay(row, language), "pay"),
        (N_("Hours"), _hours(row, language), "hours"),
        (N_("When"), named(tuple(row.shifts), SHIFTS, language), "shifts"),
        (N_("Starts"), _day(row.starts_on, language), "starts_on"),
        (N_("Open until"), _day(row.closes_on, language), "closes_on"),
        (N_("Places left"), number(places_left(row), language), "places"),
        (N_("English needed"), _english(row, language), "english"),
        (N_("Driving"), translate(_DRIVING[row.driving], language), "driving"),
        (N_("Criminal record check"), translate(_DBS[row.dbs], language), "dbs"),
    )
    return [
        Fact(translate(label, language), text, field in row.inferred) for label, text, field in lines if text
    ]


def _pay(row: Opportunity, language: str) -> str | None:
    if row.pay_hourly_min is None:
        return None
    return translate(N_("from {pay} an hour"), language, pay=money(row.pay_hourly_min, language))


def _hours(row: Opportunity, language: str) -> str | None:
    if row.hours_min is None or row.hours_max is None:
        return None
    low, high = number(row.hours_min, language), number(row.hours_max, language)
    if low == high:
        return translate(N_("{hours} hours a week"), language, hours=high)
    return translate(N_("{low} to {high} hours a week"), language, low=low, high=high)


def _day(day: date | None, language: str) -> str | None:
    return None if day is None else long_date(day, language)


def _english(row: Opportunity, language: str) -> str:
    levels = {
        "speaking": row.english_speaking,
        "reading": row.english_reading,
        "writing": row.english_writing,
    }
    said = (translate(_TASKS[task], language, level=level) for task, level in levels.items() if level)
    return ", ".join(said)
