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
from api.entitlements import completions, opting_in
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
        "completed_courses": _completed(session, candidate),
        "disability_confident": _opt_in(session, candidate),
        "conversations": [_conversation(session, one) for one in _chats(session, candidate)],
        "shown_matches": _shown(session, candidate),
        "referrals": [_referral(session, one) for one in _referrals(session, candidate)],
    }


def _completed(session: Session, candidate: Candidate) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.kind,
            "completed_on": row.completed_on.isoformat(),
            "evidence": row.evidence,
            "recorded_at": row.recorded_at.isoformat(),
        }
        for row in completions.of_candidate(session, candidate.id)
    ]


def _opt_in(session: Session, candidate: Candidate) -> dict[str, Any] | None:
    row = opting_in.opt_in(session, candidate.id)
    if row is None:
        return None
    return {"opted_in_at": row.opted_in_at.isoformat(), "employers_may_see_it": row.show_route}


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
        .options(joinedload(Referral.guaranteed_interview))
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
        "guaranteed_interview": _promise(referral),
        "events": [
            {"type": event.type, "at": event.at.isoformat(), "reason_code": event.reason_code}
            for event in session.scalars(events.order_by(ReferralEvent.position))
        ],
    }


def _promise(referral: Referral) -> dict[str, Any] | None:
    granted = referral.guaranteed_interview
    if granted is None:
        return None
    return {
        "route": granted.route,
        "rule": granted.rule,
        "employer_sees_route": granted.route_shown,
        "granted_at": granted.granted_at.isoformat(),
        "respond_by": granted.respond_by.isoformat(),
        "outcome": granted.outcome,
        "ruling": granted.ruling,
    }
