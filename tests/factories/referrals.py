"""Referrals for tests, made as the conversation makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.referrals import service
from api.referrals.models import Referral

SKILLS = [{"id": "food_packing", "label": "Packing food", "source_text": "linha de enbalagem"}]
REASONS = [
    {"code": "near_home", "values": {"minutes": 35}, "text": "About 35 minutes from home by bus."},
    {"code": "training_given", "values": {}, "text": "Full training is given."},
]
GAPS = [{"code": "dbs_check", "values": {"level": "enhanced"}, "text": "A criminal record check is needed."}]


def a_referral(
    session: Session,
    candidate: Candidate,
    opportunity_id: str = "hca-taunton",
    *,
    now: datetime,
    gaps: list[dict[str, Any]] = GAPS,
    pathway: list[dict[str, Any]] = [],  # noqa: B006 - never changed
) -> Referral:
    """A referral the candidate has just agreed to, in Portuguese."""
    return service.create(
        session,
        candidate=candidate,
        opportunity_id=opportunity_id,
        language="pt",
        reasons=REASONS,
        gaps=gaps,
        skills=SKILLS,
        now=now,
        pathway=pathway,
    )
