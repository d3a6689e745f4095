"""Right to work, by the candidate's own word; the employer checks it."""

from __future__ import annotations

from matcher.eligibility.registry import PAID, rule
from matcher.eligibility.verdict import NO, YES, Context, Verdict, ask, yes_but
from matcher.reasons import ReasonCode
from matcher.records import Candidate, Opportunity


@rule(
    "right_to_work",
    "Paid work needs the right to work in the UK; the employer checks it before the first day.",
    "Immigration, Asylum and Nationality Act 2006, s. 15; GOV.UK, Checking a job applicant's right to work",
    applies_to=PAID,
)
def right_to_work(candidate: Candidate, _opportunity: Opportunity, _context: Context) -> Verdict:
    """No only for a plain no; "not sure" goes on, with a note to find out."""
    match candidate.right_to_work:
        case None:
            return ask("right_to_work")
        case "no":
            return NO
        case "unsure":
            return yes_but(ReasonCode.RIGHT_TO_WORK_CHECK)
        case _:
            return YES
