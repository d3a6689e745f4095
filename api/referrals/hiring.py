"""What a start means for the candidate's other referrals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.entitlements import service as entitlements
from api.referrals import repository
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.statuses import Status

RULE = "rule:hired_elsewhere"

# Bank shifts, a course or volunteering are done beside looking for a post; these two end the search for one.
_ENDS_THE_SEARCH = frozenset({"job", "apprenticeship"})


def hold_others(session: Session, referral: Referral) -> None:
    """Let nobody else start for the same candidate until this transaction ends.

    Two employers may report a start in the same moment. Each would write into the other's referral
    and wait for ever; this way the second waits here, and then finds that its own has changed. So it is
    called before anything is written.
    """
    if referral.candidate_id is not None:
        session.execute(select(Candidate.id).where(Candidate.id == referral.candidate_id).with_for_update())


def others_after(session: Session, started: Referral, now: datetime) -> None:
    """Make the candidate's open referrals to other posts obsolete, and flag the rest to a coordinator.

    Only the start in a job or an apprenticeship does so. Referrals to bank work, courses, placements
    and volunteering go on: whether somebody still wants them is for a person to ask.
    """
    if started.candidate_id is None or started.opportunity.type not in _ENDS_THE_SEARCH:
        return
    for other in repository.open_of_candidate_held(session, started.candidate_id, but=started.id):
        if other.opportunity.type not in _ENDS_THE_SEARCH:
            other.needs_coordinator = True
            move(session, other, "hired_elsewhere", None, actor=RULE, now=now)
            continue
        if other.guaranteed_interview is not None:
            entitlements.settle(other.guaranteed_interview, "obsolete", now)
        move(
            session,
            other,
            "obsolete",
            Status.OBSOLETE,
            actor=RULE,
            now=now,
            reason_code="hired_elsewhere",
        )
