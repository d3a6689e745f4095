"""The facts a route used, kept beside the interview it granted: they may change later, this does not."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.entitlements.models import InterviewSignup
from api.entitlements.preview import Preview
from api.entitlements.routes import every_route
from api.opportunities.models import Opportunity
from api.programmes.models import RedundancyEvent


def evidence(
    session: Session, found: Preview, signup: InterviewSignup, opportunity: Opportunity, today: date
) -> dict[str, Any]:
    """What the decision rests on, as JSON: the rule, the sign-up, the opportunity, and the route's own fact.

    Of a completed course it keeps which and when, not what a coordinator noted; of an opt-in that
    there was one, and what each minimum criterion said.
    """
    (source,) = {route.source for route in every_route() if route.version == found.rule}
    facts: dict[str, Any] = {
        "decided_on": today.isoformat(),
        "rule_source": source,
        "signup": {
            "id": signup.id,
            "employer_id": signup.employer_id,
            "valid_from": signup.valid_from.isoformat(),
            "valid_to": signup.valid_to.isoformat(),
            "respond_within_working_days": signup.respond_within_working_days,
            "limit_number": signup.limit_number,
            "limit_days": signup.limit_days,
            "evidence": signup.evidence,
        },
        "opportunity": {
            "id": opportunity.id,
            "type": opportunity.type,
            "employer_id": opportunity.employer_id,
        },
    }
    if found.event_id is not None:
        facts["event"] = _event(session.get_one(RedundancyEvent, found.event_id))
    if found.completed is not None:
        facts["completion"] = {
            "id": found.completed.id,
            "kind": found.completed.kind,
            "completed_on": found.completed.completed_on.isoformat(),
            "recorded_by": found.completed.recorded_by,
        }
    if found.criteria:
        facts["opted_in"] = True
        facts["minimum_criteria"] = found.criteria
    return facts


def _event(event: RedundancyEvent) -> dict[str, str]:
    return {
        "id": event.id,
        "employer_name": event.employer_name,
        "site": event.site,
        "first_on": event.first_on.isoformat(),
        "last_on": event.last_on.isoformat(),
        "evidence": event.evidence,
        "source": event.source,
    }
