"""Employers, accounts and keys for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from api.staff import keys, service
from api.staff.models import Employer, StaffUser
from api.staff.scopes import Scope

PASSWORD = "a long enough passphrase"


def an_employer(
    session: Session,
    employer_id: str = "somerset-care",
    *,
    through: str | None = None,
    name: str | None = None,
) -> Employer:
    """An employer; `through` names the one that recruits for it."""
    employer = Employer(
        id=employer_id,
        name=name or employer_id.replace("-", " ").title(),
        kind="social_care",
        recruits_through_id=through,
        disability_confident=True,
        demo=True,
    )
    session.add(employer)
    session.flush()
    return employer


def a_recruiter(
    session: Session, employer_id: str = "somerset-care", email: str = "rita@care.example"
) -> StaffUser:
    """A recruiter's account with `PASSWORD`."""
    return service.create_user(
        session, email=email, name="Rita", password=PASSWORD, role="recruiter", employer_id=employer_id
    )


def a_coordinator(session: Session, email: str = "carla@hub.example") -> StaffUser:
    """A coordinator's account with `PASSWORD`."""
    return service.create_user(session, email=email, name="Carla", password=PASSWORD, role="coordinator")


def recruiter_key(
    session: Session, employer_id: str, now: datetime, scopes: Iterable[Scope] | None = None
) -> str:
    """A key of this employer, with all scopes unless told."""
    return keys.create(
        session,
        role="recruiter",
        employer_id=employer_id,
        name=f"{employer_id} system",
        now=now,
        scopes=scopes,
    ).key


def coordinator_key(session: Session, now: datetime) -> str:
    """A coordinators' key."""
    return keys.create(session, role="coordinator", employer_id=None, name="partnership board", now=now).key


def bearer(key: str) -> dict[str, str]:
    """The header a key travels in."""
    return {"Authorization": f"Bearer {key}"}
