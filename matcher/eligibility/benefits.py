"""The benefit rule of academies."""

from __future__ import annotations

from matcher.eligibility.context import Context
from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import Verdicts, ask, refuse, yes_but
from matcher.market import Columns
from matcher.reasons import ReasonCode
from matcher.records import Candidate


@rule(
    "swap_benefit",
    "An academy run with the Jobcentre is for people on a work benefit, who keep it; open academies take everyone.",
    "GOV.UK, Sector-based work academies: provider guide, January 2024; the intake says which kind it is",
    applies_to={"swap"},
)
def swap_benefit(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """No only for a plain no where a benefit is required; the Jobcentre confirms every place."""
    confirmed = yes_but(ReasonCode.JOBCENTRE_CONFIRMS, rows.is_type("swap"))
    if candidate.work_benefit is None:
        return ask("benefits", rows.benefit_required) & confirmed
    return refuse(rows.benefit_required & (candidate.work_benefit == "no")) & confirmed
