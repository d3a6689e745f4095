"""Employers' sign-ups, the facts a route looks at, and the guaranteed interviews granted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.core.crypto import EncryptedText
from api.core.db import Base
from api.core.ids import new_id


class InterviewSignup(Base):
    """An employer's promise to interview people who come by one route.

    ``event_id`` belongs to the route ``redundancy_event`` and to no other. With a ``limit_number`` the
    employer interviews at most so many people in any ``limit_days`` days.
    """

    __tablename__ = "interview_signups"

    id: Mapped[str] = mapped_column(primary_key=True)
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"), index=True)
    route: Mapped[str] = mapped_column(default="redundancy_event")
    event_id: Mapped[str | None] = mapped_column(ForeignKey("redundancy_events.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    respond_within_working_days: Mapped[int]
    limit_number: Mapped[int | None]
    limit_days: Mapped[int | None]
    evidence: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)


class Completion(Base):
    """A course a candidate completed, as a coordinator recorded it; erased with the candidate."""

    __tablename__ = "completions"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("cpl"))
    candidate_id: Mapped[str] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    completed_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(EncryptedText)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class DisabilityConfidentOptIn(Base):
    """A candidate's wish to use the Disability Confident scheme, and whether employers may know of it.

    That somebody opted in says something about their health, so there is nothing else in it: no
    diagnosis, no proof. It is erased with the candidate, and gone as soon as they opt out.
    """

    __tablename__ = "disability_confident_opt_ins"

    candidate_id: Mapped[str] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    show_route: Mapped[bool]
    wording: Mapped[str]
    opted_in_at: Mapped[datetime]


class GuaranteedInterview(Base):
    """An entitlement granted by rule to one referral, with the facts the rule used.

    ``outcome`` is null while the employer owes an answer, then ``interview_offered`` or ``declined``
    (its answer, at ``responded_at``; ``responded_on`` is the local day), or ``withdrawn``, ``stopped``
    or ``obsolete`` (nobody waits for one any more). The clock runs from ``clock_started_on``, null
    until the employer has the referral, by the working days of ``nation``; ``next_look_on`` is the
    day on which it next has something to say. ``ruling`` is what a coordinator made of a refusal:
    ``upheld`` or ``overturned``, null while that is outstanding. ``route_shown`` is false where the
    candidate did not agree that the employer learns the route.
    """

    __tablename__ = "guaranteed_interviews"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("gi"))
    referral_id: Mapped[str] = mapped_column(ForeignKey("referrals.id", ondelete="CASCADE"), unique=True)
    signup_id: Mapped[str] = mapped_column(ForeignKey("interview_signups.id"), index=True)
    route: Mapped[str]
    route_shown: Mapped[bool] = mapped_column(default=True)
    rule: Mapped[str]
    evidence: Mapped[dict[str, Any]]
    granted_at: Mapped[datetime]
    nation: Mapped[str] = mapped_column(default="england_and_wales")
    clock_started_on: Mapped[date | None]
    respond_by: Mapped[date] = mapped_column(index=True)
    next_look_on: Mapped[date | None] = mapped_column(index=True)
    responded_at: Mapped[datetime | None]
    responded_on: Mapped[date | None]
    outcome: Mapped[str | None]
    ruling: Mapped[str | None]
    ruled_at: Mapped[datetime | None]
