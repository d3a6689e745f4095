"""Asking every rule about one pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.eligibility.registry import RULES
from matcher.eligibility.verdict import Context
from matcher.reasons import Reason
from matcher.records import Candidate, Opportunity

Status = Literal["ready", "ready_after", "needs_answer", "no"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All rules together.

    ``no`` when any rule says no; else ``needs_answer`` when any cannot tell; else ``ready_after``
    when a course comes first; else ``ready``. ``refused_by`` names the rules that said no.
    """

    status: Status
    gaps: tuple[Reason, ...] = ()
    courses: tuple[Opportunity, ...] = ()
    refused_by: tuple[str, ...] = ()


def assess(candidate: Candidate, opportunity: Opportunity, context: Context) -> Assessment:
    """Whether the candidate could do this now, later, or after one more answer."""
    gaps: list[Reason] = []
    courses: tuple[Opportunity, ...] = ()
    answers: set[str] = set()
    for rule in RULES:
        if not rule.holds_for(opportunity, context.today):
            continue
        verdict = rule.check(candidate, opportunity, context)
        if verdict.answer == "no":
            return Assessment("no", refused_by=(rule.code,))
        answers.add(verdict.answer)
        gaps.extend(gap for gap in verdict.gaps if gap not in gaps)
        courses = courses or verdict.courses
    status: Status = "ready"
    if "needs_answer" in answers:
        status = "needs_answer"
    elif "ready_after" in answers:
        status = "ready_after"
    return Assessment(status, tuple(gaps), courses)
