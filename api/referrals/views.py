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
from api.referrals.checks import CheckView, checks_of
from api.referrals.models import Referral, ReferralEvent
from api.referrals.statuses import EventType, Status, allowed


@dataclass(frozen=True)
class InterviewView:
    """A guaranteed interview and whether the employer's answer is late.

    ``route`` and ``rule`` are null, and ``evidence`` is empty, for an employer that the candidate did
    not agree to tell. ``ruling`` is what a coordinator made of a refusal.
    """

    route: str | None
    rule: str | None
    granted_at: datetime
    respond_by: date
    responded_at: datetime | None
    outcome: str | None
    overdue: bool
    ruling: str | None
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
    pathway : tuple of dict
        The courses on the way there, as they stood when the candidate agreed.
    consented_at : datetime
        When the candidate agreed to share what `candidate` holds.
    guaranteed_interview : InterviewView or None
        Null when the candidate is not entitled to one here.
    reviewed_at : datetime or None
        When a coordinator approved it; null while that is outstanding.
    needs_coordinator : bool
        Something waits for a coordinator's eye.
    attention : tuple of str
        What that is: ``interview_refused``, ``answer_overdue``, ``contested``, ``hired_elsewhere``.
    candidate_id : str or None
        Whose it is, for coordinators; null once they erased their data, and for employers.
    allowed : tuple of EventType
        What may be reported next.
    checks : tuple of CheckView
        The checks before the first day at work, and how far each is.
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
    consented_at: datetime
    reasons: tuple[dict[str, Any], ...]
    gaps: tuple[dict[str, Any], ...]
    pathway: tuple[dict[str, Any], ...]
    guaranteed_interview: InterviewView | None
    reviewed_at: datetime | None
    needs_coordinator: bool
    attention: tuple[str, ...]
    candidate_id: str | None
    allowed: tuple[EventType, ...]
    checks: tuple[CheckView, ...]
    log: tuple[LogEntry, ...]
    demo: bool

    @property
    def overdue(self) -> bool:
        """Whether the employer owes the candidate an answer since yesterday or longer."""
        return self.guaranteed_interview is not None and self.guaranteed_interview.overdue


def _entry(event: ReferralEvent, show_all: bool) -> LogEntry:
    # What a candidate or a coordinator wrote about a refusal is not for the one who refused.
    shown = show_all or event.actor.startswith("recruiter:")
    return LogEntry(event.type, event.reason_code, event.note if shown else None, event.actor, event.at)


# What a coordinator looks at, and what they write when they have.
_CALLS_FOR_ATTENTION = ("answer_overdue", "contested", "hired_elsewhere")
_LOOKED_AT = frozenset({"approved", "noted", "refusal_upheld", "refusal_overturned", "interview_granted"})


def _attention(row: Referral, log: Sequence[ReferralEvent]) -> tuple[str, ...]:
    if not row.needs_coordinator:
        return ()
    granted = row.guaranteed_interview
    refused = granted is not None and granted.outcome == "declined" and granted.ruling is None
    since: set[str] = set()
    for event in log:
        if event.type in _LOOKED_AT:
            since.clear()
        since.add(event.type)
    called = tuple(code for code in _CALLS_FOR_ATTENTION if code in since)
    return ("interview_refused", *called) if refused else called


def _interview(granted: GuaranteedInterview | None, today: date, show_all: bool) -> InterviewView | None:
    if granted is None:
        return None
    shown = show_all or granted.route_shown
    return InterviewView(
        route=granted.route if shown else None,
        rule=granted.rule if shown else None,
        granted_at=granted.granted_at,
        respond_by=granted.respond_by,
        responded_at=granted.responded_at,
        outcome=granted.outcome,
        overdue=entitlements.is_overdue(granted, today),
        ruling=granted.ruling,
        evidence=granted.evidence if shown else {},
    )


def views(
    session: Session, rows: Sequence[Referral], today: date, *, for_coordinator: bool = False
) -> list[ReferralView]:
    """The views of rows loaded by the repository; three statements however many there are.

    Unless they are for a coordinator, they leave out what the candidate did not agree that the
    employer learns, and notes that are not the employer's own.
    """
    if not rows:
        return []
    log = repository.log_of(session, [row.id for row in rows])
    opportunities = {row.opportunity_id: row.opportunity for row in rows}
    checks = checks_of(session, rows)
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
            consented_at=row.consented_at,
            reasons=tuple(row.reasons),
            gaps=tuple(row.gaps),
            guaranteed_interview=_interview(row.guaranteed_interview, today, for_coordinator),
            pathway=tuple(row.pathway),
            reviewed_at=row.reviewed_at,
            needs_coordinator=row.needs_coordinator,
            attention=_attention(row, log.get(row.id, ())),
            candidate_id=row.candidate_id if for_coordinator else None,
            allowed=allowed(Status(row.status), row.started_on, today),
            checks=checks[row.id],
            log=tuple(_entry(event, for_coordinator) for event in log.get(row.id, ())),
            demo=row.opportunity.demo,
        )
        for row in rows
    ]
