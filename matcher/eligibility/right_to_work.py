"""Right to work, by the candidate's own word; the employer checks it."""

from __future__ import annotations

from matcher.eligibility.context import Context
from matcher.eligibility.registry import PAID, rule
from matcher.eligibility.verdict import Verdicts, ask, everywhere, refuse, yes, yes_but
from matcher.market import Columns
from matcher.reasons import ReasonCode
from matcher.records import Candidate


@rule(
    "right_to_work",
    "Paid work needs the right to work in the UK; the employer checks it before the first day.",
    "Immigration, Asylum and Nationality Act 2006, s. 15; GOV.UK, Checking a job applicant's right to work",
    applies_to=PAID,
)
def right_to_work(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """No only for a plain no; "not sure" goes on, with a note to find out."""
    match candidate.right_to_work:
        case None:
            return ask("right_to_work", everywhere(rows))
        case "no":
            return refuse(everywhere(rows))
        case "unsure":
            return yes_but(ReasonCode.RIGHT_TO_WORK_CHECK, everywhere(rows))
        case _:
            return yes(rows)
