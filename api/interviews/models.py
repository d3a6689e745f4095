"""Interviews and the times offered for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.crypto import new_token
from api.core.db import Base
from api.core.ids import new_id


class Interview(Base):
    """An interview of one referral. A new offer of times closes the one before it.

    ``state`` is ``offered`` until the candidate chooses a time, then ``booked``; ``times_refused`` when none of
    the times suits them; ``cancelled`` when another offer, a refusal or a withdrawal has ended it.
    ``calendar_token`` is the address of its calendar file: whoever holds it reads when and where, not who.
    ``sequence`` counts the changes a calendar must take over (RFC 5545, 3.8.7.4).
    """

    __tablename__ = "interviews"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("int"))
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id", ondelete="CASCADE"), index=True)
    state: Mapped[str]
    place: Mapped[str]
    minutes: Mapped[int]
    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    calendar_token: Mapped[str] = mapped_column(unique=True, default=lambda: new_token("cal"))
    sequence: Mapped[int] = mapped_column(default=0)
    offered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    slots: Mapped[list[InterviewSlot]] = relationship(
        order_by="InterviewSlot.starts_at", cascade="all, delete-orphan", lazy="selectin"
    )


class InterviewSlot(Base):
    """A time the recruiter offers."""

    __tablename__ = "interview_slots"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("slot"))
    interview_id: Mapped[str] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
