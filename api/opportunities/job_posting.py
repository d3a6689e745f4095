"""An opportunity as schema.org JobPosting (JSON-LD), with extensions under ``urn:ponte:``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.opportunities.models import Opportunity
from api.opportunities.schemas import InterviewRoute, places_left

JSON_LD = "application/ld+json"

_CONTEXT: list[Any] = ["https://schema.org", {"ponte": "urn:ponte:"}]

# schema.org names eight values and allows no others that search engines read.
_EMPLOYMENT_TYPES = {
    "bank": "PER_DIEM",
    "swap": "OTHER",
    "prepare_to_care": "OTHER",
    "esol": "OTHER",
    "apprenticeship": "OTHER",
    "placement": "INTERN",
    "volunteering": "VOLUNTEER",
    "vaccinator_training": "TEMPORARY",
}
# Up to 30 hours a week counts as part time (ONS, Annual Survey of Hours and Earnings, definitions).
_PART_TIME_UP_TO_HOURS = 30


def _employment_type(row: Opportunity) -> str:
    part_time = row.hours_max is not None and row.hours_max <= _PART_TIME_UP_TO_HOURS
    return _EMPLOYMENT_TYPES.get(row.type, "PART_TIME" if part_time else "FULL_TIME")


def _work_hours(row: Opportunity) -> str | None:
    if row.hours_min is None or row.hours_max is None:
        return None
    if row.hours_min == row.hours_max:
        return f"{row.hours_min:g} hours a week"
    return f"{row.hours_min:g} to {row.hours_max:g} hours a week"


def _location(row: Opportunity) -> dict[str, Any]:
    return {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": row.place,
            "postalCode": row.outward_code,
            "addressCountry": "GB",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": row.lat, "longitude": row.lon},
    }


def _salary(row: Opportunity) -> dict[str, Any] | None:
    if row.pay_hourly_min is None:
        return None
    value = {"@type": "QuantitativeValue", "minValue": float(row.pay_hourly_min), "unitText": "HOUR"}
    return {"@type": "MonetaryAmount", "currency": "GBP", "value": value}


def _skill(skill_id: str) -> dict[str, Any]:
    return {"@type": "DefinedTerm", "termCode": skill_id, "inDefinedTermSet": "urn:ponte:skills"}


def _extension(row: Opportunity, routes: Sequence[InterviewRoute]) -> dict[str, Any]:
    return {
        "ponte:opportunityType": row.type,
        "ponte:role": row.role,
        "ponte:guaranteedInterview": [
            {"ponte:route": route.route} | ({"ponte:event": route.event_id} if route.event_id else {})
            for route in routes
        ],
        "ponte:dbs": row.dbs,
        "ponte:driving": row.driving,
        "ponte:englishSpeaking": row.english_speaking,
        "ponte:englishReading": row.english_reading,
        "ponte:englishWriting": row.english_writing,
        "ponte:shifts": list(row.shifts),
        "ponte:band": row.band,
        "ponte:checksPaidBy": row.checks_paid_by,
        "ponte:inferred": list(row.inferred),
        "ponte:demo": row.demo,
    }


def _posting(row: Opportunity, routes: Sequence[InterviewRoute], url: str | None = None) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "@type": "JobPosting",
        "@id": f"urn:ponte:opportunity:{row.id}",
        "identifier": row.id,
        "url": url,
        "title": row.title,
        "description": row.description,
        "datePosted": row.posted_on.isoformat(),
        "validThrough": row.closes_on.isoformat() if row.closes_on else None,
        "employmentType": _employment_type(row),
        "hiringOrganization": {"@type": "Organization", "name": row.employer.name},
        "jobLocation": _location(row),
        "baseSalary": _salary(row),
        "workHours": _work_hours(row),
        "skills": [_skill(skill_id) for skill_id in row.skills_wanted] or None,
        "experienceRequirements": None if row.experience_required else "no requirements",
        "eligibilityToWorkRequirement": "The employer checks the right to work in the United Kingdom.",
        "totalJobOpenings": places_left(row),
        "jobStartDate": row.starts_on.isoformat() if row.starts_on else None,
        **_extension(row, routes),
    }
    return {name: value for name, value in fields.items() if value is not None}


def job_posting(row: Opportunity, routes: Sequence[InterviewRoute], url: str | None = None) -> dict[str, Any]:
    """One opportunity. A field the opportunity says nothing about is left out. `url` is that of its page."""
    return {"@context": _CONTEXT, **_posting(row, routes, url)}


def job_posting_list(rows: Sequence[Opportunity], routes: dict[str, list[InterviewRoute]]) -> dict[str, Any]:
    """Several, as an ItemList in their order."""
    elements = [
        {"@type": "ListItem", "position": position, "item": _posting(row, routes.get(row.id, []))}
        for position, row in enumerate(rows, start=1)
    ]
    return {"@context": _CONTEXT, "@type": "ItemList", "itemListElement": elements}
