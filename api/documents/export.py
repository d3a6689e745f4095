"""Everything stored about a candidate (UK GDPR art. 15 and 20: access and portability)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.candidates import service as candidates
from api.candidates.models import Candidate
from api.chat import views
from api.chat.models import ChatSession
from api.equality import service as equality
from api.matches.knowledge import Knowledge
from api.matches.models import ShownMatch
from api.opportunities.models import Opportunity
from api.referrals.models import Referral, ReferralEvent

FORMAT = "ponte-export-1"


def everything(
    session: Session, chat: ChatSession, candidate: Candidate, knowledge: Knowledge, now: datetime
) -> dict[str, Any]:
    """Profile, consent, conversations, what was shown and what was shared, as one JSON object."""
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "profile": candidates.view(candidate, chat.language, knowledge.lexicon).model_dump(mode="json"),
        "consent": {
            "given_at": candidate.consented_at.isoformat() if candidate.consented_at else None,
            "version": candidate.consent_version,
        },
        "equality_monitoring": equality.told(session, candidate.id),
        "conversations": [_conversation(session, one) for one in _chats(session, candidate)],
        "shown_matches": _shown(session, candidate),
        "referrals": [_referral(session, one) for one in _referrals(session, candidate)],
    }


def _chats(session: Session, candidate: Candidate) -> list[ChatSession]:
    query = select(ChatSession).where(ChatSession.candidate_id == candidate.id)
    return list(session.scalars(query.order_by(ChatSession.created_at)))


def _conversation(session: Session, chat: ChatSession) -> dict[str, Any]:
    return {
        "channel": chat.channel,
        "language": chat.language,
        "started_at": chat.created_at.isoformat(),
        "messages": [
            {"from": line.sender, "at": line.at.isoformat(), "text": line.text}
            for line in views.lines_of(session, chat)
        ],
    }


def _shown(session: Session, candidate: Candidate) -> list[dict[str, Any]]:
    query = (
        select(ShownMatch, Opportunity)
        .join(Opportunity, Opportunity.id == ShownMatch.opportunity_id)
        .where(ShownMatch.candidate_id == candidate.id)
        .order_by(ShownMatch.shown_at, ShownMatch.rank)
    )
    return [
        {
            "at": shown.shown_at.isoformat(),
            "rank": shown.rank,
            "opportunity": {"id": opportunity.id, "title": opportunity.title},
            "reasons": shown.reasons,
            "gaps": shown.gaps,
        }
        for shown, opportunity in session.execute(query)
    ]


def _referrals(session: Session, candidate: Candidate) -> list[Referral]:
    query = (
        select(Referral)
        .where(Referral.candidate_id == candidate.id)
        .options(joinedload(Referral.opportunity).joinedload(Opportunity.employer))
        .order_by(Referral.created_at)
    )
    return list(session.scalars(query))


def _referral(session: Session, referral: Referral) -> dict[str, Any]:
    events = select(ReferralEvent).where(ReferralEvent.referral_id == referral.id)
    return {
        "reference": referral.reference,
        "employer": referral.opportunity.employer.name,
        "title": referral.opportunity.title,
        "status": referral.status,
        "agreed_at": referral.consented_at.isoformat(),
        "shared": referral.shared,
        "events": [
            {"type": event.type, "at": event.at.isoformat()}
            for event in session.scalars(events.order_by(ReferralEvent.position))
        ],
    }
