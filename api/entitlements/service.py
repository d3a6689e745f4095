"""Who is entitled to an interview, where, by which rule, and until when the employer answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.entitlements import repository
from api.entitlements.models import GuaranteedInterview, InterviewSignup
from api.entitlements.rules import REDUNDANCY_EVENT
from api.entitlements.working_days import add_working_days
from api.opportunities.models import Opportunity
from api.opportunities.schemas import InterviewRoute
from api.programmes.models import RedundancyEvent

Outcome = Literal["interview_offered", "declined", "withdrawn", "stopped"]

# Only these are the employer's own answer; the others end the promise without one.
_ANSWERS = frozenset({"interview_offered", "declined"})


@dataclass(frozen=True)
class Preview:
    """An interview the rule would grant today."""

    opportunity_id: str
    event_id: str
    signup_id: str
    route: str
    rule: str


def previews(
    session: Session, event_id: str | None, opportunities: Sequence[Opportunity], today: date
) -> dict[str, Preview]:
    """What the rule would grant someone affected by `event_id`, by opportunity id; one query for all."""
    rule = REDUNDANCY_EVENT
    eligible = [row for row in opportunities if row.type in rule.types]
    if event_id is None or not eligible or not rule.in_force(today):
        return {}
    employers = {row.employer_id for row in eligible}
    by_employer: dict[str, InterviewSignup] = {}
    for signup in repository.valid_signups(session, employers, today, event_id):
        by_employer.setdefault(signup.employer_id, signup)
    return {
        row.id: Preview(
            opportunity_id=row.id,
            event_id=event_id,
            signup_id=by_employer[row.employer_id].id,
            route=rule.route,
            rule=rule.version,
        )
        for row in eligible
        if row.employer_id in by_employer
    }


def preview(session: Session, event_id: str | None, opportunity: Opportunity, today: date) -> Preview | None:
    """What the rule would grant someone affected by `event_id` at one opportunity; null when nothing."""
    return previews(session, event_id, [opportunity], today).get(opportunity.id)


def interview_routes(
    session: Session, opportunities: Sequence[Opportunity], today: date
) -> dict[str, list[InterviewRoute]]:
    """The routes open today at each opportunity, by its id; one query for all."""
    rule = REDUNDANCY_EVENT
    eligible = [row for row in opportunities if row.type in rule.types]
    if not eligible or not rule.in_force(today):
        return {}
    signups = repository.valid_signups(session, {row.employer_id for row in eligible}, today)
    events: dict[str, set[str]] = {}
    for signup in signups:
        events.setdefault(signup.employer_id, set()).add(signup.event_id)
    return {
        row.id: [
            InterviewRoute(route=rule.route, event_id=event) for event in sorted(events[row.employer_id])
        ]
        for row in eligible
        if row.employer_id in events
    }


def grant(
    session: Session, *, referral_id: str, event_id: str | None, opportunity: Opportunity, now: datetime
) -> GuaranteedInterview | None:
    """Grant the interview the rule gives this referral, with the facts it used; null when it gives none.

    The employer answers within its sign-up's working days after the local day of `now`.
    """
    today = local_day(now)
    found = preview(session, event_id, opportunity, today)
    if found is None:
        return None
    event = session.get_one(RedundancyEvent, found.event_id)
    signup = session.get_one(InterviewSignup, found.signup_id)
    granted = GuaranteedInterview(
        referral_id=referral_id,
        signup_id=signup.id,
        route=found.route,
        rule=found.rule,
        evidence=_evidence(event, signup, opportunity, today),
        granted_at=now,
        respond_by=add_working_days(today, signup.respond_within_working_days),
        responded_at=None,
        outcome=None,
    )
    session.add(granted)
    return granted


def _evidence(
    event: RedundancyEvent, signup: InterviewSignup, opportunity: Opportunity, today: date
) -> dict[str, Any]:
    return {
        "decided_on": today.isoformat(),
        "rule_source": REDUNDANCY_EVENT.source,
        "event": {
            "id": event.id,
            "employer_name": event.employer_name,
            "site": event.site,
            "first_on": event.first_on.isoformat(),
            "last_on": event.last_on.isoformat(),
            "evidence": event.evidence,
            "source": event.source,
        },
        "signup": {
            "id": signup.id,
            "employer_id": signup.employer_id,
            "valid_from": signup.valid_from.isoformat(),
            "valid_to": signup.valid_to.isoformat(),
            "respond_within_working_days": signup.respond_within_working_days,
            "evidence": signup.evidence,
        },
        "opportunity": {
            "id": opportunity.id,
            "type": opportunity.type,
            "employer_id": opportunity.employer_id,
        },
    }


def start_clock(granted: GuaranteedInterview, now: datetime) -> None:
    """Count the employer's working days from `now`: until a referral is sent, it cannot answer."""
    days = granted.evidence["signup"]["respond_within_working_days"]
    granted.respond_by = add_working_days(local_day(now), days)


def settle(granted: GuaranteedInterview, outcome: Outcome, now: datetime) -> None:
    """Note how the promise ended. The first outcome stays, but a declined interview is not an offered one."""
    if granted.outcome is None or outcome == "declined":
        granted.outcome = outcome
    if granted.responded_at is None and outcome in _ANSWERS:
        granted.responded_at = now


def is_overdue(granted: GuaranteedInterview, today: date) -> bool:
    """Whether the employer should have answered by now and has not."""
    return granted.outcome is None and granted.respond_by < today


def overdue(session: Session, today: date) -> list[GuaranteedInterview]:
    """Every interview whose answer is late, the latest first."""
    return repository.unanswered_before(session, today)
