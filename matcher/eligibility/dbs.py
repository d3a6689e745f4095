"""The criminal record check, explained; never a refusal."""

from __future__ import annotations

from matcher.eligibility.context import Context
from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import Verdicts, yes, yes_but
from matcher.market import DBS, Columns
from matcher.reasons import ReasonCode
from matcher.records import Candidate


@rule(
    "dbs",
    "The check's level is told; a conviction is never an automatic no.",
    "Disclosure and Barring Service, guidance for employers; Rehabilitation of Offenders Act 1974",
)
def dbs(_candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """A note with the level. Convictions are not asked and not known here."""
    found = yes(rows)
    for at, level in enumerate(DBS):
        if level != "none":
            found = found & yes_but(ReasonCode.DBS_CHECK, rows.dbs == at, level=level)
    return found
