"""The profile: only what the conversation asks, personal parts encrypted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.crypto import EncryptedText
from api.core.db import Base
from api.core.ids import new_id


class Candidate(Base):
    """One person. A field is null until it is answered, and when it was skipped."""

    __tablename__ = "candidates"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("can"))
    created_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]
    consent_version: Mapped[str | None]
    first_name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    email: Mapped[str | None] = mapped_column(EncryptedText)
    situation: Mapped[str | None]
    redundancy_event_id: Mapped[str | None] = mapped_column(ForeignKey("redundancy_events.id"))
    home_outward_code: Mapped[str | None]
    home_place: Mapped[str | None]
    english_speaking: Mapped[str | None]
    english_reading: Mapped[str | None]
    english_writing: Mapped[str | None]
    right_to_work: Mapped[str | None]
    hours_min: Mapped[float | None]
    hours_max: Mapped[float | None]
    shifts: Mapped[list[str] | None] = mapped_column(JSON)
    can_drive: Mapped[bool | None]
    travel_modes: Mapped[list[str] | None] = mapped_column(JSON)
    max_minutes: Mapped[int | None]
    age_band: Mapped[str | None]
    work_benefit: Mapped[str | None]
    profile_completed_at: Mapped[datetime | None]

    skills: Mapped[list[CandidateSkill]] = relationship(
        lazy="raise", order_by="CandidateSkill.position", cascade="all, delete-orphan"
    )


class CandidateSkill(Base):
    """A skill of the lexicon linked from the candidate's own words."""

    __tablename__ = "candidate_skills"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("csk"))
    candidate_id: Mapped[str] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    skill_id: Mapped[str]
    source_text: Mapped[str] = mapped_column(EncryptedText)
    confidence: Mapped[float]
