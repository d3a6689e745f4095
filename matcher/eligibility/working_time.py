"""Hours a week and times of day."""

from __future__ import annotations

import numpy as np

from matcher.eligibility.context import Context
from matcher.eligibility.registry import WITH_HOURS, WITH_SHIFTS, rule
from matcher.eligibility.verdict import Verdicts, ask, refuse
from matcher.market import SHIFTS, Columns
from matcher.records import Candidate


@rule(
    "hours",
    "The hours a week someone wants and the hours offered overlap.",
    "The candidate's own wish and the advert",
    applies_to=WITH_HOURS,
)
def hours(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """Compare ranges; an advert without hours is open to all."""
    if candidate.hours is None:
        return ask("hours", ~np.isnan(rows.hours_min))
    return refuse((candidate.hours.max < rows.hours_min) | (candidate.hours.min > rows.hours_max))


@rule(
    "shifts",
    "At least one time of day someone can work is among those the job is done at.",
    "The candidate's own wish and the advert",
    applies_to=WITH_SHIFTS,
)
def shifts(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """One shared shift is enough: which of a rota's shifts one works is agreed with the employer."""
    given = np.asarray(rows.shifts.any(axis=1))
    if candidate.shifts is None:
        return ask("shifts", given)
    can = np.array([shift in candidate.shifts for shift in SHIFTS])
    return refuse(given & ~(rows.shifts & can).any(axis=1))
