"""Referrals: made with consent, read by those they were sent to, erased with their candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.core import idempotency
from api.core.clock import local_day
from api.core.ids import new_id
from api.entitlements import service as entitlements
from api.opportunities import repository as opportunities
from api.referrals import names, notes, repository
from api.referrals.announcements import announce_erasure
from api.referrals.errors import OpportunityClosed as OpportunityClosed
from api.referrals.errors import ReferralUnknown as ReferralUnknown
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.snapshot import shared_fields as shared_fields
from api.referrals.snapshot import snapshot
from api.referrals.statuses import FINAL, Status
from api.referrals.views import ReferralView, views
from api.staff.service import Principal

CANDIDATE = "candidate"

# Ended by someone else's decision: asking again needs a coordinator's look before it is sent again.
_DECIDED_AGAINST = frozenset({Status.DECLINED, Status.STOPPED})


@dataclass(frozen=True)
class ReferralPage:
    """One page of referrals."""

    items: list[ReferralView]
    next_cursor: str | None


def create(
    session: Session,
    *,
    candidate: Candidate,
    opportunity_id: str,
    language: str,
    reasons: Sequence[dict[str, Any]],
    gaps: Sequence[dict[str, Any]],
    skills: list[dict[str, Any]],
    now: datetime,
    pathway: Sequence[dict[str, Any]] = (),
) -> Referral:
    """Refer a candidate who has just agreed to it for this opportunity.

    A referral that is under way for the same opportunity is returned as it is. A guaranteed
    interview is granted by rule in the same transaction.

    Parameters
    ----------
    language : str
        What the candidate speaks with Ponte.
    reasons, gaps : sequence of dict
        ``{code, values, text}`` with the text in English.
    skills : list of dict
        ``{id, label, source_text}`` with the label in English.
    pathway : sequence of dict
        The courses on the way there: ``{type, title, employer, place, esol_level, starts_on, ends_on}``.

    Raises
    ------
    OpportunityClosed
        It is unknown, closed or full.
    """
    # Two clicks at once: the second waits here, and then finds the first one's referral.
    session.execute(select(Candidate.id).where(Candidate.id == candidate.id).with_for_update())
    earlier = repository.of_candidate(session, candidate.id, opportunity_id)
    for referral in earlier:
        if referral.status not in FINAL:
            return referral
    opportunity = opportunities.find(session, opportunity_id)
    if opportunity is None or not opportunities.is_open(opportunity, local_day(now)):
        raise OpportunityClosed
    review_first = opportunity.review_mode != "after" or any(
        one.status in _DECIDED_AGAINST for one in earlier
    )
    referral = Referral(
        id=new_id("ref"),
        candidate_id=candidate.id,
        opportunity=opportunity,
        status=Status.AWAITING_REVIEW,
        consented_at=now,
        language=language,
        shared=snapshot(candidate, language, skills),
        reasons=list(reasons),
        gaps=list(gaps),
        pathway=list(pathway),
        name_indexed=True,
        created_at=now,
        updated_at=now,
    )
    referral.guaranteed_interview = entitlements.grant(
        session,
        referral_id=referral.id,
        facts=entitlements.facts_of(session, candidate),
        opportunity=opportunity,
        now=now,
    )
    session.add(referral)
    session.flush()
    names.index(session, referral)
    move(session, referral, "referred", None, actor=CANDIDATE, now=now)
    if not review_first:
        send(session, referral, actor="rule:standing_approval", now=now)
    return referral


def send(session: Session, referral: Referral, *, actor: str, now: datetime) -> None:
    """Approve a referral and let the employer have it; its clock starts now.

    `actor` is a coordinator, or the rule by which the opportunity's programme allows it.
    """
    if referral.guaranteed_interview is not None:
        entitlements.start_clock(referral.guaranteed_interview, now)
    move(session, referral, "approved", None, actor=actor, now=now)
    move(session, referral, "sent", Status.SENT, actor=actor, now=now)


def page(
    session: Session,
    principal: Principal,
    *,
    now: datetime,
    status: Status | None,
    updated_since: datetime | None,
    cursor: str | None,
    limit: int,
) -> ReferralPage:
    """A page of what the principal may see, the longest unchanged first.

    Raises
    ------
    InvalidCursor
        The cursor was not made by this API.
    """
    rows, next_cursor = repository.page(
        session, principal, status=status, updated_since=updated_since, cursor=cursor, limit=limit
    )
    return ReferralPage(views(session, rows, local_day(now)), next_cursor)


def read(session: Session, principal: Principal, referral_id: str, *, now: datetime) -> ReferralView:
    """One referral.

    Raises
    ------
    ReferralUnknown
        It does not exist, or the principal may not see it.
    """
    row = repository.find(session, principal, referral_id)
    if row is None:
        raise ReferralUnknown
    return views(session, [row], local_day(now))[0]


def of_candidate(session: Session, candidate_id: str, *, now: datetime) -> list[ReferralView]:
    """All referrals of one candidate, the newest first: for the candidate's own export."""
    return views(session, repository.of_candidate(session, candidate_id), local_day(now))


def withdraw_all_for(session: Session, candidate_id: str, now: datetime) -> None:
    """Withdraw every referral of a candidate that is under way, at their own wish."""
    for referral in repository.of_candidate(session, candidate_id):
        withdraw(session, referral, now)


def withdraw(session: Session, referral: Referral, now: datetime) -> None:
    """Withdraw a referral at the candidate's own wish; one that has ended stays as it is."""
    if referral.status not in FINAL:
        if referral.guaranteed_interview is not None:
            entitlements.settle(referral.guaranteed_interview, "withdrawn", now)
        move(session, referral, "withdrawn", Status.WITHDRAWN, actor=CANDIDATE, now=now)


def forget(session: Session, candidate_id: str, now: datetime) -> None:
    """Empty what a candidate's referrals hold about them, and cut the link to the candidate.

    What stays: that a referral existed, its opportunity, its dates and its coded outcome.
    """
    repository.empty_notes(session, candidate_id)
    notes.forget(session, candidate_id)
    names.forget(session, candidate_id)
    for referral in repository.of_candidate(session, candidate_id):
        referral.candidate_id = None
        referral.shared = None
        referral.reasons = []
        referral.gaps = []
        referral.pathway = []
        referral.updated_at = now
        session.flush()
        announce_erasure(session, referral, now)
        idempotency.forget_about(session, f"/v1/referrals/{referral.id}")
