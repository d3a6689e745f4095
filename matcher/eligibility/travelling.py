"""Getting there."""

from __future__ import annotations

import numpy as np

from matcher.eligibility.context import Context
from matcher.eligibility.registry import ALL_TYPES, rule
from matcher.eligibility.verdict import Verdicts, ask, everywhere, refuse, yes_but
from matcher.market import Columns
from matcher.reasons import ReasonCode
from matcher.records import Candidate


@rule(
    "travel",
    "The way there takes no longer than the candidate said it may.",
    "The candidate's own limit; estimated times (matcher/travel.py)",
    applies_to=ALL_TYPES - {"prepare_to_care"},  # distance learning
)
def travel(candidate: Candidate, rows: Columns, context: Context) -> Verdicts:
    """Too far is a no; a start before the first bus is a warning."""
    if candidate.home is None:
        return ask("home", everywhere(rows))
    near = context.journeys.within_reach
    if near is None:
        return ask("travel", everywhere(rows))
    modes = np.array(context.journeys.modes)
    by_bus = modes[context.journeys.mode[rows.place]] == "bus"
    return refuse(~near[rows.place]) & yes_but(ReasonCode.EARLY_START_BEFORE_BUS, by_bus & rows.bus_poor)
