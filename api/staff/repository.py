"""Queries about accounts, browser sessions and keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.staff.models import ApiKey, Employer, StaffSession, StaffUser


def user_by_email(session: Session, email: str) -> StaffUser | None:
    """The account with this address (already in lower case)."""
    return session.scalars(select(StaffUser).where(StaffUser.email == email)).one_or_none()


def open_session(
    session: Session, hashed: str, now: datetime
) -> tuple[StaffSession, StaffUser, str | None] | None:
    """An unexpired browser session by its token hash, with its user and their employer's name."""
    query = (
        select(StaffSession, StaffUser, Employer.name)
        .join(StaffUser, StaffUser.id == StaffSession.user_id)
        .outerjoin(Employer, Employer.id == StaffUser.employer_id)
        .where(StaffSession.token_hash == hashed, StaffSession.expires_at > now)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def valid_key(session: Session, hashed: str) -> ApiKey | None:
    """The key with this hash, unless it was revoked."""
    query = select(ApiKey).where(ApiKey.key_hash == hashed, ApiKey.revoked_at.is_(None))
    return session.scalars(query).one_or_none()
