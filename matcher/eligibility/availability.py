"""Whether there is still something to be had."""

from __future__ import annotations

from matcher.eligibility.context import Context
from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import Verdicts, refuse
from matcher.market import Columns, is_open
from matcher.records import Candidate


@rule(
    "availability",
    "Closed, withdrawn, full or begun opportunities are not shown.",
    "Ponte: nobody is sent to a door that is shut",
)
def available(_candidate: Candidate, rows: Columns, context: Context) -> Verdicts:
    """No for what is closed, withdrawn, full, or an intake that has begun."""
    return refuse(~is_open(rows, context.today))
