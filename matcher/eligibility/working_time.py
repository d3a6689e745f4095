"""Hours a week and times of day."""

from __future__ import annotations

from matcher.eligibility.registry import WITH_HOURS, rule
from matcher.eligibility.verdict import NO, YES, Context, Verdict, ask
from matcher.records import Candidate, Opportunity


@rule(
    "hours",
    "The hours a week someone wants and the hours offered overlap.",
    "The candidate's own wish and the advert",
    applies_to=WITH_HOURS,
)
def hours(candidate: Candidate, opportunity: Opportunity, _context: Context) -> Verdict:
    """Compare ranges; an advert without hours is open to all."""
    if opportunity.hours is None:
        return YES
    if candidate.hours is None:
        return ask("hours")
    apart = candidate.hours.max < opportunity.hours.min or candidate.hours.min > opportunity.hours.max
    return NO if apart else YES


@rule(
    "shifts",
    "At least one time of day someone can work is among those the job is done at.",
    "The candidate's own wish and the advert",
    applies_to=WITH_HOURS,
)
def shifts(candidate: Candidate, opportunity: Opportunity, _context: Context) -> Verdict:
    """One shared shift is enough: which of a rota's shifts one works is agreed with the employer."""
    if not opportunity.shifts:
        return YES
    if candidate.shifts is None:
        return ask("shifts")
    return YES if candidate.shifts & opportunity.shifts else NO
