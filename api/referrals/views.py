"""A referral as recruiters, coordinators and programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.entitlements import service as entitlements
from api.entitlements.models import GuaranteedInterview
from api.opportunities.schemas import OpportunityOut, opportunity_out
from api.referrals import repository
from api.referrals.models import Referral
from api.referrals.statuses import EventType, Status, allowed


@dataclass(frozen=True)
class InterviewView:
    """A guaranteed interview and whether the employer's answer is late."""

    route: str
    rule: str
    granted_at: datetime
    respond_by: date
    responded_at: datetime | None
    outcome: str | None
    overdue: bool
    evidence: dict[str, Any]


@dataclass(frozen=True)
class LogEntry:
    """One line of a referral's log. `actor` is a role and an identity, such as ``recruiter:usr_…``."""

    type: str
    reason_code: str | None
    note: str | None
    actor: str
    at: datetime


@dataclass(frozen=True)
class ReferralView:
    """Everything a page or the API shows of a referral.

    Attributes
    ----------
    candidate : dict or None
        What the candidate agreed to share; null once they erased their data.
    reasons, gaps : tuple of dict
        ``{code, values, text}`` with the text in English.
    guaranteed_interview : InterviewView or None
        Null when the candidate is not entitled to one here.
    reviewed_at : datetime or None
        When a coordinator approved it; null while that is outstanding.
    needs_coordinator : bool
        A guaranteed interview was refused and no coordinator has looked at that yet.
    allowed : tuple of EventType
        What may be reported next.
    log : tuple of LogEntry
        All that happened, oldest first.
    """

    id: str
    reference: str
    status: Status
    version: int
    created_at: datetime
    updated_at: datetime
    opportunity: OpportunityOut
    candidate: dict[str, Any] | None
    language: str
    reasons: tuple[dict[str, Any], ...]
    gaps: tuple[dict[str, Any], ...]
    guaranteed_interview: InterviewView | None
    reviewed_at: datetime | None
    needs_coordinator: bool
    allowed: tuple[EventType, ...]
    log: tuple[LogEntry, ...]
    demo: bool

    @property
    def overdue(self) -> bool:
        """Whether the employer owes the candidate an answer since yesterday or longer."""
        return self.guaranteed_interview is not None and self.guaranteed_interview.overdue


def _interview(granted: GuaranteedInterview | None, today: date) -> InterviewView | None:
    if granted is None:
        return None
    return InterviewView(
        route=granted.route,
        rule=granted.rule,
        granted_at=granted.granted_at,
        respond_by=granted.respond_by,
        responded_at=granted.responded_at,
        outcome=granted.outcome,
        overdue=entitlements.is_overdue(granted, today),
        evidence=granted.evidence,
    )


def views(session: Session, rows: Sequence[Referral], today: date) -> list[ReferralView]:
    """The views of rows loaded by the repository; two statements however many there are."""
    if not rows:
        return []
    log = repository.log_of(session, [row.id for row in rows])
    opportunities = {row.opportunity_id: row.opportunity for row in rows}
    routes = entitlements.interview_routes(session, list(opportunities.values()), today)
    return [
        ReferralView(
            id=row.id,
            reference=row.reference,
            status=Status(row.status),
            version=row.version,
            created_at=row.created_at,
            updated_at=row.updated_at,
            opportunity=opportunity_out(row.opportunity, routes.get(row.opportunity_id, ())),
            candidate=row.shared,
            language=row.language,
            reasons=tuple(row.reasons),
            gaps=tuple(row.gaps),
            guaranteed_interview=_interview(row.guaranteed_interview, today),
            reviewed_at=row.reviewed_at,
            needs_coordinator=row.needs_coordinator,
            allowed=allowed(Status(row.status)),
            log=tuple(
                LogEntry(event.type, event.reason_code, event.note, event.actor, event.at)
                for event in log.get(row.id, ())
            ),
            demo=row.opportunity.demo,
        )
        for row in rows
    ]
