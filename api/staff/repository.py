"""Queries about accounts, browser sessions and keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from api.staff.models import ApiKey, Employer, StaffSession, StaffUser


def user_by_email(session: Session, email: str) -> StaffUser | None:
    """The account with this address (already in lower case)."""
    return session.scalars(select(StaffUser).where(StaffUser.email == email)).one_or_none()


def user_by_invitation(session: Session, hashed: str, now: datetime) -> StaffUser | None:
    """Who was invited with the token of this hash, while the invitation holds."""
    query = select(StaffUser).where(StaffUser.invitation_hash == hashed, StaffUser.invited_until > now)
    return session.scalars(query).one_or_none()


def colleagues(session: Session, employer_id: str) -> list[StaffUser]:
    """Every account of an employer, by name; those that were deactivated as well."""
    query = select(StaffUser).where(StaffUser.employer_id == employer_id)
    return list(session.scalars(query.order_by(StaffUser.name, StaffUser.id)))


def open_session(
    session: Session, hashed: str, now: datetime
) -> tuple[StaffSession, StaffUser, str | None] | None:
    """An unexpired browser session by its token hash, with its user and their employer's name."""
    query = (
        select(StaffSession, StaffUser, Employer.name)
        .join(StaffUser, StaffUser.id == StaffSession.user_id)
        .outerjoin(Employer, Employer.id == StaffUser.employer_id)
        .where(
            StaffSession.token_hash == hashed,
            StaffSession.expires_at > now,
            StaffUser.deactivated_at.is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def key_by_hash(session: Session, hashed: str) -> ApiKey | None:
    """The key with this hash, whether or not it has ended."""
    return session.scalars(select(ApiKey).where(ApiKey.key_hash == hashed)).one_or_none()


def key_by_id(session: Session, key_id: str) -> ApiKey | None:
    """The key with this id, whether or not it has ended."""
    return session.get(ApiKey, key_id)


def keys_of(session: Session, employer_id: str | None) -> list[ApiKey]:
    """An employer's keys, or the coordinators' for null, the newest first."""
    query = select(ApiKey).where(ApiKey.employer_id == employer_id)
    return list(session.scalars(query.order_by(ApiKey.created_at.desc(), ApiKey.id)))


def every_key(session: Session) -> list[ApiKey]:
    """All keys, the newest first."""
    return list(session.scalars(select(ApiKey).order_by(ApiKey.created_at.desc(), ApiKey.id)))


def count_live_keys(session: Session, employer_id: str, now: datetime) -> int:
    """How many keys of an employer work."""
    query = select(func.count()).where(
        ApiKey.employer_id == employer_id,
        ApiKey.revoked_at.is_(None),
        or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
    )
    return session.scalars(query).one()


def note_use(session: Session, key_id: str, now: datetime) -> None:
    """Remember when a key was last used, unless another request is just doing so.

    Waiting for that one would make requests of one key run one after another (PostgreSQL).
    """
    free = select(ApiKey.id).where(ApiKey.id == key_id).with_for_update(skip_locked=True)
    session.execute(update(ApiKey).where(ApiKey.id.in_(free)).values(last_used_at=now))
