"""Queries about sign-ups and granted interviews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.entitlements.models import GuaranteedInterview, InterviewSignup


def valid_signups(
    session: Session, employer_ids: Collection[str], today: date, event_id: str | None = None
) -> list[InterviewSignup]:
    """Sign-ups of these employers valid today, for one event or for all; the one that ends last first."""
    query = (
        select(InterviewSignup)
        .where(
            InterviewSignup.employer_id.in_(employer_ids),
            InterviewSignup.valid_from <= today,
            InterviewSignup.valid_to >= today,
        )
        .order_by(InterviewSignup.valid_to.desc(), InterviewSignup.id)
    )
    if event_id is not None:
        query = query.where(InterviewSignup.event_id == event_id)
    return list(session.scalars(query))


def unanswered_before(session: Session, today: date) -> list[GuaranteedInterview]:
    """Interviews still owed whose respond-by day lies before `today`, the longest overdue first."""
    query = (
        select(GuaranteedInterview)
        .where(GuaranteedInterview.outcome.is_(None), GuaranteedInterview.respond_by < today)
        .order_by(GuaranteedInterview.respond_by, GuaranteedInterview.id)
    )
    return list(session.scalars(query))
