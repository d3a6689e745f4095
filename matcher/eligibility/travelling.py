"""Getting there."""

from __future__ import annotations

from matcher.eligibility.registry import ALL_TYPES, rule
from matcher.eligibility.verdict import NO, YES, Context, Verdict, ask, yes_but
from matcher.geography import distance_km
from matcher.reasons import ReasonCode
from matcher.records import Candidate, Opportunity, TravelMode
from matcher.travel import bus_may_not_run, quickest

# A limit said in round numbers is not meant to the minute, nor is the estimate exact to it.
GENEROUS = 1.15


def usable_modes(candidate: Candidate) -> frozenset[TravelMode]:
    """The ways someone can travel; their own car only counts when they drive."""
    modes = candidate.travel_modes or frozenset()
    return modes - {"car"} if candidate.can_drive is False else modes


def journey(candidate: Candidate, opportunity: Opportunity) -> tuple[TravelMode, int] | None:
    """The quickest way there and its minutes; None when home or ways are not known."""
    if candidate.home is None:
        return None
    return quickest(distance_km(candidate.home, opportunity.place), usable_modes(candidate))


@rule(
    "travel",
    "The way there takes no longer than the candidate said it may.",
    "The candidate's own limit; estimated times (matcher/travel.py)",
    applies_to=ALL_TYPES - {"prepare_to_care"},  # distance learning
)
def travel(candidate: Candidate, opportunity: Opportunity, _context: Context) -> Verdict:
    """Too far is a no; a start before the first bus is a warning."""
    if candidate.home is None:
        return ask("home")
    if candidate.max_minutes is None or not candidate.travel_modes:
        return ask("travel")
    way = journey(candidate, opportunity)
    if way is None:
        return ask("travel")
    mode, minutes = way
    if minutes > candidate.max_minutes * GENEROUS:
        return NO
    if mode == "bus" and bus_may_not_run(opportunity.first_shift_start, opportunity.shifts):
        return yes_but(ReasonCode.EARLY_START_BEFORE_BUS)
    return YES
