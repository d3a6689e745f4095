"""What a coordinator makes of a refused guaranteed interview, and of one that was never granted."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from api.candidates import repository as candidates
from api.core.clock import local_day
from api.entitlements import service as entitlements
from api.entitlements.clock import rule_on_refusal
from api.referrals import repository
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.refusals import check_reason
from api.referrals.statuses import FINAL, HIDDEN_FROM_RECRUITERS, Status
from api.referrals.views import ReferralView
from api.reviews import service
from api.reviews.errors import CannotOverturn, NotEntitled, NothingToRule
from api.reviews.reasons import OVERTURN_REASONS, UPHOLD_REASONS
from api.staff.service import Principal

Ruling = Literal["upheld", "overturned"]


def rule(
    session: Session,
    principal: Principal,
    referral_id: str,
    ruling: Ruling,
    *,
    reason_code: str | None,
    note: str | None,
    now: datetime,
) -> ReferralView:
    """Let a refusal stand, or overturn it: then the employer has the referral again, with a new clock.

    A refusal that was upheld can be decided anew when the candidate contests it.

    Raises
    ------
    ReferralUnknown
        It does not exist.
    NothingToRule
        No guaranteed interview is refused, or another coordinator has decided about it.
    CannotOverturn
        The candidate's data is gone, or they were referred there again.
    ReasonNeeded, ReasonUnknown, NoteNeeded
        The reason is missing or does not fit the ruling.
    ChangedMeanwhile
        Someone else changed it in the same moment.
    """
    referral = service.found(session, principal, referral_id)
    granted = referral.guaranteed_interview
    if granted is None or not service.needs_ruling(referral):
        raise NothingToRule
    note = (note or "").strip() or None
    if ruling == "upheld":
        check_reason(UPHOLD_REASONS, reason_code, note, local_day(now))
    else:
        check_reason(OVERTURN_REASONS, reason_code, note, local_day(now))
        _check_can_be_asked_again(session, referral)
    rule_on_refusal(granted, ruling, now)
    service.mark(referral, principal, now)
    move(
        session,
        referral,
        f"refusal_{ruling}",
        Status.SENT if ruling == "overturned" else None,
        actor=principal.actor,
        now=now,
        reason_code=reason_code,
        note=note,
    )
    return service.view(session, referral, now)


def _check_can_be_asked_again(session: Session, referral: Referral) -> None:
    if referral.candidate_id is None:
        raise CannotOverturn
    others = repository.of_candidate(session, referral.candidate_id, referral.opportunity_id)
    if any(other.status not in FINAL for other in others):
        raise CannotOverturn


def grant_now(session: Session, principal: Principal, referral_id: str, *, now: datetime) -> ReferralView:
    """Ask the rules again, for a course that was recorded or an opt-in that came after the referral.

    The employer is not told the route: the candidate was not asked about that when they agreed.

    Raises
    ------
    ReferralUnknown
        It does not exist.
    NotEntitled
        The rules grant nothing, there is an interview already, or the referral has ended.
    ChangedMeanwhile
        Someone else changed it in the same moment.
    """
    referral = service.found(session, principal, referral_id)
    candidate = candidates.candidate(session, referral.candidate_id) if referral.candidate_id else None
    if candidate is None or referral.guaranteed_interview is not None or referral.status in FINAL:
        raise NotEntitled
    granted = entitlements.grant(
        session,
        referral_id=referral.id,
        facts=entitlements.facts_of(session, candidate),
        opportunity=referral.opportunity,
        now=now,
        may_show_route=False,
    )
    if granted is None:
        raise NotEntitled
    referral.guaranteed_interview = granted
    if referral.status not in HIDDEN_FROM_RECRUITERS:
        entitlements.start_clock(granted, now)
    referral.needs_coordinator = False
    move(session, referral, "interview_granted", None, actor=principal.actor, now=now)
    return service.view(session, referral, now)
