"""What the ranking learns from: matches that were shown, and what coordinators and employers made of them."""

from __future__ import annotations

import numpy as np
from sqlalchemy import and_, column, select, table
from sqlalchemy.orm import Session

from api.matches.models import ShownMatch
from api.referrals.models import Referral, ReferralEvent
from api.reviews.reasons import StopReason
from matcher.features import FEATURES
from matcher.training import WORTH, Decisions

# The conversation is a room above this one; its table is read by name.
_chat_sessions = table("chat_sessions", column("candidate_id"), column("language"), column("created_at"))
# Reasons to stop that say the match was wrong; a duplicate, or the candidate's own wish, says nothing of it.
_ABOUT_THE_MATCH = frozenset(
    {StopReason.WRONG_MATCH, StopReason.NOT_READY_YET, StopReason.OPPORTUNITY_UNSUITABLE}
)


def decisions(session: Session) -> Decisions:
    """Every match shown with what the ranking saw, its position, and what became of it.

    A match shown several times to the same candidate counts once, as it was shown last. The language of
    the chat is there to be measured by, and reaches no ranking.
    """
    worth = _worth(session)
    languages = chat_languages(session)
    shown = session.execute(
        select(
            ShownMatch.candidate_id,
            ShownMatch.opportunity_id,
            ShownMatch.features,
            ShownMatch.rank,
            ShownMatch.shown_at,
        )
        .where(ShownMatch.features.is_not(None))
        .order_by(ShownMatch.shown_at, ShownMatch.id)
    )
    # Shown before a feature was added: there is no telling what it would have been.
    last = {
        (row.candidate_id, row.opportunity_id): row
        for row in shown
        if row.features is not None and set(FEATURES) <= set(row.features)
    }
    rows = list(last.values())
    return Decisions(
        values=np.array([[row.features[name] for name in FEATURES] for row in rows]).reshape(
            -1, len(FEATURES)
        ),
        worth=np.array([worth.get(key, WORTH["shown"]) for key in last]),
        positions=np.array([row.rank for row in rows], dtype=np.int64),
        candidates=np.array([row.candidate_id for row in rows], dtype=np.str_),
        moments=np.array([row.shown_at.timestamp() for row in rows]),
        groups={
            "chat_language": np.array([languages.get(row.candidate_id, "") for row in rows], dtype=np.str_)
        },
    )


def _worth(session: Session) -> dict[tuple[str, str], float]:
    """By candidate and opportunity, the most that was reached; nothing where a coordinator stopped it."""
    found: dict[tuple[str, str], float] = {}
    stopped: set[tuple[str, str]] = set()
    events = session.execute(
        select(Referral.candidate_id, Referral.opportunity_id, ReferralEvent.type, ReferralEvent.reason_code)
        # What a rule approved says nothing of the match.
        .outerjoin(
            ReferralEvent,
            and_(ReferralEvent.referral_id == Referral.id, ReferralEvent.actor.not_like("rule:%")),
        )
        .where(Referral.candidate_id.is_not(None))
        .order_by(Referral.id, ReferralEvent.position)
    )
    for candidate_id, opportunity_id, event, reason in events:
        key = (str(candidate_id), opportunity_id)
        found[key] = max(found.get(key, 0.0), WORTH["referred"], WORTH.get(event or "", 0.0))
        if event == "stopped" and reason in _ABOUT_THE_MATCH:
            stopped.add(key)
    return {key: WORTH["stopped"] if key in stopped else value for key, value in found.items()}


def chat_languages(session: Session) -> dict[str, str]:
    """By candidate, the language of their latest chat."""
    rows = session.execute(
        select(_chat_sessions.c.candidate_id, _chat_sessions.c.language)
        .where(_chat_sessions.c.candidate_id.is_not(None), _chat_sessions.c.language.is_not(None))
        .order_by(_chat_sessions.c.created_at)
    )
    return {row.candidate_id: row.language for row in rows}
