"""Cards: a match as a candidate sees it, every word in their language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.core.clock import local_day
from api.core.i18n import N_, long_date, money, number, translate
from api.core.words import SHIFTS, TYPES, named
from api.entitlements import service as entitlements
from api.matches.knowledge import Knowledge
from api.matches.service import Found, in_words
from api.opportunities import repository as opportunities
from api.opportunities.models import Opportunity


def card(found: Found, language: str, knowledge: Knowledge) -> dict[str, Any]:
    """One match; null where there is nothing to say."""
    row, match = found.opportunity, found.match
    guaranteed = translate(N_("Interview guaranteed"), language) if found.guaranteed else None
    return {
        "opportunity_id": row.id,
        "type": row.type,
        "kind": translate(TYPES[row.type], language),
        "title": row.title,
        "description": row.description,
        "employer": row.employer.name,
        "place": row.place,
        "distance": _distance(match.km, match.minutes, language),
        "pay": _pay(row, language),
        "hours": _hours(row, language),
        "shifts": named(tuple(row.shifts), SHIFTS, language) or None,
        "next_intake": _starts(row, language),
        "why": [reason["text"] for reason in in_words(match.reasons, language, knowledge)],
        "missing": [gap["text"] for gap in in_words(match.gaps, language, knowledge)],
        "pathway": [_step(found, step.opportunity_id, step, language) for step in match.pathway[:-1]],
        "guaranteed_interview": guaranteed,
    }


def _step(found: Found, opportunity_id: str, step: Any, language: str) -> str:
    title = found.courses[opportunity_id].title if opportunity_id in found.courses else opportunity_id
    if step.starts_on is None:
        return title
    return translate(
        N_("First: {course}, starts {day}"), language, course=title, day=long_date(step.starts_on, language)
    )


def _distance(km: float | None, minutes: int | None, language: str) -> str | None:
    if km is None:
        return None
    miles = number(km / 1.609344, language)
    if minutes is None:
        return translate(N_("{miles} miles away"), language, miles=miles)
    return translate(N_("{miles} miles, about {minutes} minutes"), language, miles=miles, minutes=minutes)


def _pay(row: Opportunity, language: str) -> str | None:
    if row.pay_hourly_min is None:
        return None
    pay = money(row.pay_hourly_min, language)
    return translate(N_("from {pay} an hour"), language, pay=pay)


def _hours(row: Opportunity, language: str) -> str | None:
    if row.hours_min is None or row.hours_max is None:
        return None
    low, high = number(row.hours_min, language), number(row.hours_max, language)
    if low == high:
        return translate(N_("{hours} hours a week"), language, hours=high)
    return translate(N_("{low} to {high} hours a week"), language, low=low, high=high)


def _starts(row: Opportunity, language: str) -> str | None:
    if row.starts_on is None:
        return None
    left = max(0, row.places - row.places_taken)
    day = long_date(row.starts_on, language)
    return translate(N_("Starts {day}. Places left: {places}"), language, day=day, places=left)


_SHARED_ABOUT_YOU = {
    "first_name": N_("your first name"),
    "contact": N_("your phone number or e-mail"),
    "language": N_("the language you speak with me"),
    "home": N_("your town and the first part of your postcode"),
    "redundancy_event": N_("that you lost your job at {employer}"),
    "prepare_to_care_completion": N_("that you finished Prepare to Care"),
    "swap_completion": N_("that you finished the sector-based work academy"),
    "pre_employment": N_("that you finished a course to get ready for work"),
    "disability_confident": N_("that you asked for an interview through Disability Confident"),
}
_SHARED_ABOUT_WORK = {
    "skills": N_("what you can do, with your own words"),
    "english": N_("your English"),
    "right_to_work": N_("your answer about the right to work"),
    "hours": N_("the hours you want"),
    "shifts": N_("when you can work"),
    "driving": N_("whether you drive"),
    "travel": N_("how you can travel"),
}


def shared_in_words(fields: tuple[str, ...], language: str, lost_job_at: str | None) -> tuple[str, str]:
    """What a referral would share, as two lists: about the person, and about the work."""

    def listed(titles: dict[str, str]) -> str:
        said = (
            translate(titles[field], language, employer=lost_job_at or "")
            for field in fields
            if field in titles
        )
        return ", ".join(said)

    return listed(_SHARED_ABOUT_YOU), listed(_SHARED_ABOUT_WORK)


def open_opportunity(session: Session, opportunity_id: str, now: datetime) -> Opportunity | None:
    """The opportunity while one can still be referred to it."""
    row = opportunities.find(session, opportunity_id)
    return row if row is not None and opportunities.is_open(row, local_day(now)) else None


def promise(
    session: Session, candidate: Candidate, row: Opportunity, now: datetime
) -> entitlements.Preview | None:
    """The interview the rules would grant the candidate there today; null when none."""
    return entitlements.preview(session, entitlements.facts_of(session, candidate), row, local_day(now))
