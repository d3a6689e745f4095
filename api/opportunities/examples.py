"""The example of the OpenAPI document: one made-up opportunity."""

from __future__ import annotations

from typing import Any, Final

OPPORTUNITY: Final[dict[str, Any]] = {
    "id": "care-worker-taunton",
    "type": "job",
    "role": "care_worker",
    "title": "Care worker",
    "description": "Help people get up, wash and eat. Full training given.",
    "employer": "Somerset Care",
    "employer_id": "somerset-care",
    "place": "Taunton",
    "outward_code": "TA1",
    "hours": {"min": 20, "max": 37.5},
    "shifts": ["early", "late"],
    "pay_hourly_min": 12.9,
    "band": None,
    "dbs": "enhanced_barred",
    "driving": "none",
    "english": {"speaking": "A2", "reading": "A2", "writing": "A1"},
    "closes_on": "2026-07-03",
    "starts_on": None,
    "ends_on": None,
    "places_left": 2,
    "status": "open",
    "guaranteed_interview_routes": [{"route": "redundancy_event", "event_id": "oscar-mayer"}],
    "checks": [
        {"kind": "right_to_work", "level": None, "paid_by": "employer"},
        {"kind": "dbs", "level": "enhanced_barred", "paid_by": "employer"},
    ],
    "inferred": ["role", "driving", "skills_wanted"],
    "demo": False,
}
