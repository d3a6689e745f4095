"""Candidates for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.candidates.models import Candidate, CandidateSkill


def a_candidate(session: Session, **changes: Any) -> Candidate:
    """Ana from Chard, who packed food, has some English and no car; changed as told."""
    values: dict[str, Any] = {
        "created_at": datetime(2026, 6, 3, 11, 0, tzinfo=UTC),
        "consented_at": datetime(2026, 6, 3, 11, 0, tzinfo=UTC),
        "consent_version": "test",
        "first_name": "Ana",
        "phone": "+447700900123",
        "email": None,
        "situation": "made_redundant",
        "redundancy_event_id": None,
        "home_outward_code": "TA20",
        "home_place": "Chard",
        "english_speaking": "A2",
        "english_reading": "A2",
        "english_writing": "A1",
        "right_to_work": "yes",
        "hours_min": 20.0,
        "hours_max": 37.5,
        "shifts": ["early", "late"],
        "can_drive": False,
        "travel_modes": ["bus"],
        "max_minutes": 60,
        "skills": [
            CandidateSkill(
                position=1, skill_id="food_packing", source_text="linha de enbalagem", confidence=0.9
            )
        ],
    }
    row = Candidate(**{**values, **changes})
    session.add(row)
    session.flush()
    return row
