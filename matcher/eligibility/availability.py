"""Whether there is still something to be had."""

from __future__ import annotations

from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import NO, YES, Context, Verdict
from matcher.records import Candidate, Opportunity, OpportunityType

# These run as a group with a first day: nobody joins after it.
STARTS_TOGETHER: frozenset[OpportunityType] = frozenset(
    {"swap", "prepare_to_care", "esol", "placement", "vaccinator_training"}
)


def is_open(opportunity: Opportunity, context: Context) -> bool:
    """Open, not past its closing or first day, and with a place left (unknown places count as some)."""
    closed = opportunity.closes_on is not None and opportunity.closes_on < context.today
    begun = (
        opportunity.type in STARTS_TOGETHER
        and opportunity.starts_on is not None
        and opportunity.starts_on < context.today
    )
    full = opportunity.places_left is not None and opportunity.places_left <= 0
    return opportunity.status == "open" and not (closed or begun or full)


@rule(
    "availability",
    "Closed, withdrawn, full or begun opportunities are not shown.",
    "Ponte: nobody is sent to a door that is shut",
)
def available(_candidate: Candidate, opportunity: Opportunity, context: Context) -> Verdict:
    """No for what is closed, withdrawn, full, or an intake that has begun."""
    return YES if is_open(opportunity, context) else NO
