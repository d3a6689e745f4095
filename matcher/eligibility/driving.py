"""Driving: a fact of the vacancy, never of the role."""

from __future__ import annotations

from matcher.eligibility.context import Context
from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import Verdicts, ask, refuse, yes
from matcher.market import DRIVING, Columns
from matcher.records import Candidate

_REQUIRED = DRIVING.index("required")


@rule(
    "driving",
    "Where the advert requires driving, the candidate drives and has a car to use.",
    "The advert; rounds on foot or by bus carry no such requirement",
)
def driving(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """Only ``required`` can say no; ``desirable`` never does."""
    required = rows.driving == _REQUIRED
    if candidate.can_drive is None:
        return ask("driving", required)
    return yes(rows) if candidate.can_drive else refuse(required)
