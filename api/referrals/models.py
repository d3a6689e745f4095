"""Referrals, their append-only log, and what is kept beside them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.crypto import EncryptedJson, EncryptedText
from api.core.db import Base
from api.core.ids import new_id, new_reference
from api.entitlements.models import GuaranteedInterview
from api.opportunities.models import Opportunity


class Referral(Base):
    """One candidate, one opportunity, and what the candidate agreed to share about themselves.

    ``shared`` is a copy made at the moment of consent: what the recruiter reads is what was
    agreed to, not what the profile says later. Erasure empties it and cuts the link. ``pathway``
    holds the courses on the way, as they stood then; ``name_indexed`` says whether the first name
    can be searched for. ``needs_coordinator`` is set when a coordinator has something to look at: a
    refused or late guaranteed interview, a contest, work found elsewhere. ``started_on`` is the local
    day on which the start was reported.
    """

    __tablename__ = "referrals"
    __table_args__ = (Index("ix_referrals_updated_at_id", "updated_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("ref"))
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    candidate_id: Mapped[str | None] = mapped_column(ForeignKey("candidates.id"), index=True)
    opportunity_id: Mapped[str] = mapped_column(ForeignKey("opportunities.id"), index=True)
    status: Mapped[str] = mapped_column(index=True)
    consented_at: Mapped[datetime]
    language: Mapped[str]
    shared: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pathway: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    name_indexed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[str | None] = mapped_column(ForeignKey("staff_users.id"))
    needs_coordinator: Mapped[bool] = mapped_column(default=False)
    events_logged: Mapped[int] = mapped_column(default=0)
    started_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    opportunity: Mapped[Opportunity] = relationship(lazy="raise")
    guaranteed_interview: Mapped[GuaranteedInterview | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReferralCheck(Base):
    """How far one check before the first day is; no document and no number of one."""

    __tablename__ = "referral_checks"

    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    changed_at: Mapped[datetime]


class ReferralEvent(Base):
    """Something that happened to a referral. Rows are only added; erasure alone empties a note.

    ``told_at`` is when the candidate was told, or it was decided that they need not be.
    """

    __tablename__ = "referral_events"
    __table_args__ = (UniqueConstraint("referral_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("rev"))
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id", ondelete="CASCADE"))
    position: Mapped[int]
    type: Mapped[str]
    reason_code: Mapped[str | None]
    note: Mapped[str | None] = mapped_column(EncryptedText)
    actor: Mapped[str]
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]


_UNTOLD = ReferralEvent.told_at.is_(None)
Index("ix_referral_events_untold", ReferralEvent.at, postgresql_where=_UNTOLD, sqlite_where=_UNTOLD)


class ReferralName(Base):
    """A word of a first name as a keyed hash: it can be looked up, and not read."""

    __tablename__ = "referral_names"

    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id", ondelete="CASCADE"), primary_key=True)
    word_index: Mapped[str] = mapped_column(primary_key=True, index=True)


class ReferralNote(Base):
    """A note for the colleagues of its author's employer. Erased with the candidate."""

    __tablename__ = "referral_notes"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("note"))
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id", ondelete="CASCADE"), index=True)
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("staff_users.id"))
    text: Mapped[str] = mapped_column(EncryptedText)
    written_at: Mapped[datetime]
