"""A small region: a trust that recruits for a partner, an employer apart, and a coordinators' board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tests.factories.opportunities import a_signup, an_event, an_opportunity
from tests.factories.staff import an_employer, coordinator_key, recruiter_key


@dataclass(frozen=True)
class Region:
    """Keys by the one they belong to."""

    trust: str
    somerset_care: str
    stranger: str
    coordinator: str


def a_region(session: Session, now: datetime) -> Region:
    """`somerset-care` recruits through `trust`; `stranger` stands alone. One open job each."""
    an_employer(session, "trust", name="The Trust")
    an_employer(session, "somerset-care", through="trust", name="Somerset Care")
    an_employer(session, "stranger")
    an_event(session)
    a_signup(session)
    an_opportunity(session)
    an_opportunity(session, "porter-trust", employer_id="trust")
    an_opportunity(session, "job-stranger", employer_id="stranger")
    return Region(
        trust=recruiter_key(session, "trust", now),
        somerset_care=recruiter_key(session, "somerset-care", now),
        stranger=recruiter_key(session, "stranger", now),
        coordinator=coordinator_key(session, now),
    )
