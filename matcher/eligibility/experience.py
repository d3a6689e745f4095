"""Experience, where an advert insists on it."""

from __future__ import annotations

from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import YES, Context, Verdict, ask
from matcher.records import Candidate, Opportunity


@rule(
    "experience",
    "Where the advert requires experience, the candidate has named a skill it wants.",
    "The advert",
)
def experience(candidate: Candidate, opportunity: Opportunity, _context: Context) -> Verdict:
    """What was not mentioned may still be there, so the answer is a question, never a no."""
    if not opportunity.experience_required:
        return YES
    named = {skill.skill_id for skill in candidate.skills}
    return YES if named & set(opportunity.skills_wanted) else ask("experience")
