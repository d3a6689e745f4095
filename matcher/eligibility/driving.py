"""Driving: a fact of the vacancy, never of the role."""

from __future__ import annotations

from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import NO, YES, Context, Verdict, ask
from matcher.records import Candidate, Opportunity


@rule(
    "driving",
    "Where the advert requires driving, the candidate drives and has a car to use.",
    "The advert; rounds on foot or by bus carry no such requirement",
)
def driving(candidate: Candidate, opportunity: Opportunity, _context: Context) -> Verdict:
    """Only ``required`` can say no; ``desirable`` never does."""
    if opportunity.driving != "required":
        return YES
    if candidate.can_drive is None:
        return ask("driving")
    return YES if candidate.can_drive else NO
