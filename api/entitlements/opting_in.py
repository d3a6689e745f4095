"""Disability Confident: a candidate opts in and out. Nothing about health is asked or kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.core.i18n import N_
from api.entitlements.models import DisabilityConfidentOptIn

# Raised whenever one of the two questions changes its meaning, so that it is known who agreed to what.
WORDING_VERSION = "2026-11"
WANTED = N_(
    "Some employers promise an interview to disabled people who can do the essential parts of the job. "
    "The scheme is called Disability Confident. Would you like to use it? Nobody asks you for a proof."
)
SHOWN = N_(
    "May an employer see that your interview comes from this scheme? If not, it only sees that an interview "
    "is promised. It may still guess why."
)


def opt_in(session: Session, candidate_id: str) -> DisabilityConfidentOptIn | None:
    """The candidate's opt-in; null when they did not, or opted out."""
    return session.get(DisabilityConfidentOptIn, candidate_id)


def opted_in(
    session: Session, candidate_id: str, *, show_route: bool, now: datetime
) -> DisabilityConfidentOptIn:
    """Note that a candidate opts in, and whether an employer may see it; the latest word counts."""
    row = session.get(DisabilityConfidentOptIn, candidate_id)
    if row is None:
        row = DisabilityConfidentOptIn(candidate_id=candidate_id)
        session.add(row)
    row.show_route = show_route
    row.wording = WORDING_VERSION
    row.opted_in_at = now
    session.flush()
    return row


def opt_out(session: Session, candidate_id: str) -> None:
    """Forget the opt-in. Interviews granted by it stay: the promise was made."""
    session.execute(
        delete(DisabilityConfidentOptIn).where(DisabilityConfidentOptIn.candidate_id == candidate_id)
    )
