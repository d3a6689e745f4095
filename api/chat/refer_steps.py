"""The last two steps of a conversation: say what would be shared, and refer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.core.i18n import long_date
from api.matches import cards
from api.matches import service as matches
from api.matches.knowledge import Knowledge
from api.programmes.models import RedundancyEvent
from api.referrals import service as referrals
from api.referrals.errors import OpportunityClosed
from api.referrals.snapshot import shared_fields
from api.referrals.statuses import Status


def offer(
    session: Session, candidate: Candidate, opportunity_id: str, language: str, now: datetime
) -> dict[str, Any] | None:
    """With whom what would be shared; null when the opportunity is not open any more."""
    row = cards.open_opportunity(session, opportunity_id, now)
    if row is None:
        return None
    promise = cards.promise(session, candidate, row, now)
    event = session.get(RedundancyEvent, promise.event_id) if promise and promise.event_id else None
    lost_job_at = event.employer_name if event else None
    fields = shared_fields(promise.route if promise and promise.route_shown else None)
    about_you, about_work = cards.shared_in_words(fields, language, lost_job_at)
    return {
        "title": row.title,
        "employer": row.employer.name,
        "about_you": about_you,
        "about_work": about_work,
    }


def refer(
    session: Session,
    candidate: Candidate,
    opportunity_id: str,
    language: str,
    knowledge: Knowledge,
    now: datetime,
) -> dict[str, Any] | None:
    """Make the referral with the reasons the candidate saw, in English for the recruiter."""
    shown = matches.last_shown(session, candidate.id, opportunity_id)
    in_english = [matches.sentences(part, "en", knowledge) for part in (shown.reasons, shown.gaps)]
    skills = [
        {
            "id": skill.skill_id,
            "label": knowledge.lexicon.label(skill.skill_id, "en"),
            "source_text": skill.source_text,
        }
        for skill in candidate.skills
    ]
    try:
        referral = referrals.create(
            session,
            candidate=candidate,
            opportunity_id=opportunity_id,
            language=language,
            reasons=in_english[0],
            gaps=in_english[1],
            skills=skills,
            now=now,
            pathway=matches.way_there(session, shown),
        )
    except OpportunityClosed:
        return None
    promise = referral.guaranteed_interview
    return {
        "reference": referral.reference,
        "employer": referral.opportunity.employer.name,
        "sent": referral.status != Status.AWAITING_REVIEW,
        "guaranteed_interview": {"respond_by": long_date(promise.respond_by, language)} if promise else None,
    }
