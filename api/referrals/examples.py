"""The examples of the OpenAPI document: one made-up referral from its first day on."""

from __future__ import annotations

from typing import Any, Final

from api.opportunities.examples import OPPORTUNITY

CHECK: Final[dict[str, Any]] = {"state": "asked"}

REFERRAL: Final[dict[str, Any]] = {
    "id": "ref_9f2c5d0b7a13468e2c90fd41",
    "reference": "P-7K4M-2XQD",
    "status": "sent",
    "version": 2,
    "created_at": "2026-06-03T12:00:00Z",
    "updated_at": "2026-06-03T12:00:00Z",
    "opportunity": OPPORTUNITY,
    "candidate": {
        "first_name": "Marta",
        "contact": {"phone": "+447700900147", "email": None},
        "language": "pt",
        "home": {"place": "Chard", "outward_code": "TA20"},
        "skills": [{"id": "food_packing", "label": "Packing food", "source_text": "linha de embalagem"}],
        "english": {"speaking": "A2", "reading": "A2", "writing": "A1"},
        "right_to_work": "yes",
        "hours": {"min": 20, "max": 37.5},
        "shifts": ["early", "late"],
        "can_drive": False,
        "travel": {"modes": ["bus"], "max_minutes": 60},
    },
    "guaranteed_interview": {
        "entitled": True,
        "route": "redundancy_event",
        "rule": "redundancy-event/1",
        "granted_at": "2026-06-03T12:00:00Z",
        "respond_by": "2026-06-10",
        "responded_at": None,
        "outcome": None,
        "overdue": False,
        "ruling": None,
    },
    "reasons": [{"code": "training_given", "text": "Full training is given."}],
    "gaps": [{"code": "dbs_check", "text": "A criminal record check is needed."}],
    "review": {"state": "pending", "reviewed_at": None},
    "allowed_events": [
        "acknowledged",
        "interview_offered",
        "interview_booked",
        "offered",
        "declined",
        "withdrawn",
    ],
    "checks": [
        {
            "kind": "right_to_work",
            "level": None,
            "paid_by": "employer",
            "state": "asked",
            "changed_at": "2026-06-03T12:00:00Z",
        },
        {
            "kind": "dbs",
            "level": "enhanced_barred",
            "paid_by": "employer",
            "state": "not_started",
            "changed_at": None,
        },
    ],
    "demo": False,
}

PAGE: Final[dict[str, Any]] = {
    "items": [REFERRAL],
    "next_cursor": "WyIyMDI2LTA2LTAzVDEyOjAwOjAwKzAwOjAwIiwgInJlZl85ZjJjNWQwYjdhMTM0NjhlMmM5MGZkNDEiXQ",
}

EVENTS: Final[list[dict[str, Any]]] = [
    {"type": "interview_offered", "note": "Thursday at 10 in Taunton."},
    {"type": "declined", "reason_code": "position_filled"},
]
