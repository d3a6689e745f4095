"""Employers' sign-ups, and the guaranteed interviews granted under them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base
from api.core.ids import new_id


class InterviewSignup(Base):
    """An employer's promise to interview people affected by a redundancy event."""

    __tablename__ = "interview_signups"

    id: Mapped[str] = mapped_column(primary_key=True)
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"), index=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("redundancy_events.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    respond_within_working_days: Mapped[int]
    evidence: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)


class GuaranteedInterview(Base):
    """An entitlement granted by rule to one referral, with the facts the rule used.

    ``outcome`` is null while the employer owes an answer, then ``interview_offered`` or ``declined``
    (its answer, at ``responded_at``), or ``withdrawn`` or ``stopped`` (nobody waits for one any more).
    """

    __tablename__ = "guaranteed_interviews"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("gi"))
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id", ondelete="CASCADE"), unique=True)
    signup_id: Mapped[str] = mapped_column(ForeignKey("interview_signups.id"))
    route: Mapped[str]
    rule: Mapped[str]
    evidence: Mapped[dict[str, Any]]
    granted_at: Mapped[datetime]
    respond_by: Mapped[date] = mapped_column(index=True)
    responded_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
