"""Erasing a candidate from every domain below the conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, CandidateSkill
from api.entitlements import completions, opting_in
from api.equality import service as equality
from api.matches.models import ShownMatch
from api.referrals import service as referrals


def erase_candidate(session: Session, candidate_id: str, now: datetime) -> None:
    """Delete the profile, equality answers, completed courses and what was shown; withdraw referrals and empty them.

    An employer still sees that a referral existed and was withdrawn, not whose it was.
    """
    referrals.withdraw_all_for(session, candidate_id, now)
    referrals.forget(session, candidate_id, now)
    equality.forget(session, candidate_id)
    completions.forget(session, candidate_id)
    opting_in.opt_out(session, candidate_id)
    for model in (CandidateSkill, ShownMatch):
        session.execute(delete(model).where(model.candidate_id == candidate_id))
    session.execute(delete(Candidate).where(Candidate.id == candidate_id))
