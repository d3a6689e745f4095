"""What a candidate agrees to share: copied once, at the moment of consent."""

from __future__ import annotations

from typing import Any

from api.candidates.models import Candidate

_SHARED = (
    "first_name",
    "contact",
    "language",
    "home",
    "skills",
    "english",
    "right_to_work",
    "hours",
    "shifts",
    "driving",
    "travel",
)


def shared_fields(route: str | None = None) -> tuple[str, ...]:
    """Codes of what a referral shares, in the order in which the candidate is asked about them.

    A guaranteed interview tells the employer by which `route` it was granted, such as
    `redundancy_event`, unless that is not to be told; nothing else of the candidate's situation is
    shared.
    """
    return _SHARED if route is None else (*_SHARED, route)


def snapshot(candidate: Candidate, language: str, skills: list[dict[str, Any]]) -> dict[str, Any]:
    """The shared part of a profile. `skills` are ``{id, label, source_text}`` with English labels."""
    hours = None
    if candidate.hours_min is not None and candidate.hours_max is not None:
        hours = {"min": candidate.hours_min, "max": candidate.hours_max}
    home = None
    if candidate.home_outward_code is not None:
        home = {"place": candidate.home_place, "outward_code": candidate.home_outward_code}
    return {
        "first_name": candidate.first_name,
        "contact": {"phone": candidate.phone, "email": candidate.email},
        "language": language,
        "home": home,
        "skills": [{name: skill[name] for name in ("id", "label", "source_text")} for skill in skills],
        "english": {
            "speaking": candidate.english_speaking,
            "reading": candidate.english_reading,
            "writing": candidate.english_writing,
        },
        "right_to_work": candidate.right_to_work,
        "hours": hours,
        "shifts": candidate.shifts,
        "can_drive": candidate.can_drive,
        "travel": {"modes": candidate.travel_modes, "max_minutes": candidate.max_minutes},
    }
