"""Employers, staff accounts, sign-ins and keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base
from api.core.ids import new_id


class Employer(Base):
    """An organisation that offers jobs, courses or placements.

    ``recruits_through_id`` names the organisation that runs recruitment for it (a hospital trust
    often does for its partners); that organisation's recruiters then read its referrals too.
    ``nation`` (see `api.entitlements.nations`) says whose bank holidays its offices keep, where that
    differs from where its opportunities are.
    """

    __tablename__ = "employers"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    recruits_through_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"), index=True)
    disability_confident: Mapped[bool] = mapped_column(default=False)
    nation: Mapped[str | None]
    demo: Mapped[bool] = mapped_column(default=False)


class StaffUser(Base):
    """A recruiter (of one employer) or a coordinator.

    ``access`` is a recruiter's: ``manager``, ``member`` or ``viewer``. Whoever was invited and has not
    chosen a password yet has none: ``password_hash`` is empty, which no password matches.
    """

    __tablename__ = "staff_users"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("usr"))
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    employer_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"))
    access: Mapped[str | None]
    deactivated_at: Mapped[datetime | None]
    invitation_hash: Mapped[str | None] = mapped_column(unique=True, index=True)
    invited_until: Mapped[datetime | None]


class StaffSession(Base):
    """A signed-in browser. Only a hash of its cookie is kept."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("staff_users.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiKey(Base):
    """A key a program signs in with. Only its hash is kept.

    ``scopes`` is null for a key that may do all that its role may; ``label`` is its name.
    """

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("key"))
    key_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    employer_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"), index=True)
    label: Mapped[str]
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
