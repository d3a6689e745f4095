"""The examples of the OpenAPI document: one made-up vacancy, as it is sent and as it is stored."""

from __future__ import annotations

from typing import Any, Final

from api.opportunities.examples import OPPORTUNITY

VACANCY: Final[dict[str, Any]] = {
    "title": "Care worker",
    "description": "Help people get up, wash and eat. Full training given.",
    "place": "Taunton",
    "postcode": "TA1 5DA",
    "hours": {"min": 20, "max": 37.5},
    "shifts": ["early", "late"],
    "pay": {"min": 12.9, "unit": "hour"},
    "dbs": "enhanced_barred",
    "english": {"speaking": "A2", "reading": "A2", "writing": "A1"},
    "closes_on": "2026-07-03",
    "places": 2,
}

STORED: Final[dict[str, Any]] = {
    "result": "created",
    "changed": [],
    "inferred": OPPORTUNITY["inferred"],
    "opportunity": OPPORTUNITY,
}
