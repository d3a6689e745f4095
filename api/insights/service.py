"""How many people get how far. Counts only: nothing here can name a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, column, func, select, table
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.core.i18n import N_
from api.matches.models import ShownMatch
from api.referrals.models import Referral, ReferralEvent

# The conversation is a room above this one; its table is counted by name.
_chat_sessions = table("chat_sessions", column("id"))


@dataclass(frozen=True)
class FunnelStep:
    """A step, its name for people (a message id), and how many people reached it."""

    code: str
    label: str
    count: int


_LABELS = {
    "chat_started": N_("Chat started"),
    "consented": N_("Agreed to the privacy notice"),
    "profile_complete": N_("Profile complete"),
    "matched": N_("Matches shown"),
    "referred": N_("Referred"),
    "acknowledged": N_("Employer answered"),
    "interviewed": N_("Interviewed"),
    "offered": N_("Offered a place"),
    "started": N_("Started"),
    "sustained_13_weeks": N_("Still there after 13 weeks"),
    "sustained_26_weeks": N_("Still there after 26 weeks"),
}

_ANSWERED = (
    "acknowledged",
    "interview_offered",
    "interview_booked",
    "interview_attended",
    "no_show",
    "offered",
    "started",
    "declined",
)


def _people() -> ColumnElement[int]:
    """Distinct candidates; a referral whose candidate is erased still counts as one person."""
    return func.count(func.coalesce(Referral.candidate_id, Referral.id).distinct())


def _with_event(*types: str) -> Select[int]:
    return (
        select(_people())
        .select_from(Referral)
        .where(Referral.id.in_(select(ReferralEvent.referral_id).where(ReferralEvent.type.in_(types))))
    )


def _counts() -> dict[str, ScalarSelect[int]]:
    queries: dict[str, Select[int]] = {
        "chat_started": select(func.count()).select_from(_chat_sessions),
        "consented": select(func.count(Candidate.consented_at)),
        "profile_complete": select(func.count(Candidate.profile_completed_at)),
        "matched": select(func.count(ShownMatch.candidate_id.distinct())),
        "referred": select(_people()).select_from(Referral),
        "acknowledged": _with_event(*_ANSWERED),
        "interviewed": _with_event("interview_attended"),
        "offered": _with_event("offered"),
        "started": _with_event("started"),
        # Who is still there after 26 weeks was there after 13, whether or not that was reported.
        "sustained_13_weeks": _with_event("sustained_13_weeks", "sustained_26_weeks"),
        "sustained_26_weeks": _with_event("sustained_26_weeks"),
    }
    return {code: query.scalar_subquery() for code, query in queries.items()}


def funnel(session: Session) -> list[FunnelStep]:
    """From the first message to the first day at work, each step counted once, in one statement.

    A chat is counted when it was started, a person at every later step they have ever reached, also
    when the referral was declined afterwards. Erasing one's data takes a person out of the steps
    from consent to matches.
    """
    counts = _counts()
    row = session.execute(select(*(query.label(code) for code, query in counts.items()))).one()
    return [FunnelStep(code, _LABELS[code], int(row._mapping[code])) for code in counts]
