"""Employers, staff accounts, sign-ins and keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base
from api.core.ids import new_id


class Employer(Base):
    """An organisation that offers jobs, courses or placements.

    ``recruits_through_id`` names the organisation that runs recruitment for it (a hospital trust
    often does for its partners); that organisation's recruiters then read its referrals too.
    """

    __tablename__ = "employers"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    recruits_through_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"), index=True)
    disability_confident: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)


class StaffUser(Base):
    """A recruiter (of one employer) or a coordinator."""

    __tablename__ = "staff_users"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("usr"))
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    employer_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"))


class StaffSession(Base):
    """A signed-in browser. Only a hash of its cookie is kept."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("staff_users.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiKey(Base):
    """A key a program signs in with. Only its hash is kept."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("key"))
    key_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    employer_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"))
    label: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
