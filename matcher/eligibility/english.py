"""English per task: a gap becomes a course, never an exclusion."""

from __future__ import annotations

from datetime import date

from matcher.eligibility.availability import is_open
from matcher.eligibility.registry import ALL_TYPES, rule
from matcher.eligibility.verdict import NO, YES, Context, Verdict, ask
from matcher.reasons import Reason, ReasonCode
from matcher.records import Candidate, Cefr, Opportunity

TASKS = ("speaking", "reading", "writing")


def levels(english: object) -> dict[str, Cefr | None]:
    """Levels by task."""
    return {task: getattr(english, task) for task in TASKS}


@rule(
    "english",
    "Each task's English is enough, or a course brings it there.",
    "The tasks of the role; levels by CEFR, ESOL Entry 1 = A1 … Level 2 = C1 (NRDC/Ofqual mapping)",
    applies_to=ALL_TYPES - {"esol"},
)
def english(candidate: Candidate, opportunity: Opportunity, context: Context) -> Verdict:
    """Needs-answer when a needed task was not answered; ready-after when one is too low."""
    have, need = levels(candidate.english), levels(opportunity.english)
    for task in TASKS:
        if need[task] and have[task] is None:
            return ask(f"english_{task}")
    gaps = tuple(
        Reason(ReasonCode.ENGLISH_GAP, {"task": task, "have": low.name, "need": wanted.name})
        for task in TASKS
        if (wanted := need[task]) is not None and (low := have[task]) is not None and low < wanted
    )
    if not gaps:
        return YES
    start = min(level for task in TASKS if need[task] and (level := have[task]) is not None)
    target = max(wanted for wanted in need.values() if wanted is not None)
    return Verdict("ready_after", gaps, course_chain(start, target, context))


def course_chain(start: Cefr, target: Cefr, context: Context) -> tuple[Opportunity, ...]:
    """The earliest open courses that lead from one level to another, one after the other.

    Empty when no course leads there now; the gap is then shown without a date.
    """
    chain: list[Opportunity] = []
    level, free_from = start, context.today
    while level < target:
        course = _next_course(level, free_from, context)
        if course is None or course.esol_level is None:
            return ()
        chain.append(course)
        level, free_from = course.esol_level, course.ends_on or free_from
    return tuple(chain)


def _next_course(level: Cefr, free_from: date, context: Context) -> Opportunity | None:
    possible = [
        course
        for course in context.courses
        if course.esol_level is not None
        and course.esol_level > level
        and (course.english.speaking or Cefr.A0) <= level
        and (course.starts_on or free_from) >= free_from
        and is_open(course, context)
    ]
    return min(
        possible,
        key=lambda course: (course.starts_on or context.today, course.esol_level or 0, course.id),
        default=None,
    )


@rule(
    "esol_useful",
    "An English course leads to a level the candidate does not have yet and can join.",
    "Placing learners by level: ESOL initial assessment, Skills for Life core curriculum",
    applies_to={"esol"},
)
def esol_useful(candidate: Candidate, opportunity: Opportunity, _context: Context) -> Verdict:
    """No for a level already reached in every task, or more than one step too high."""
    known = [level for level in levels(candidate.english).values() if level is not None]
    if not known:
        return ask("english_speaking")
    if opportunity.esol_level is None:
        return YES
    if min(known) >= opportunity.esol_level:
        return NO
    return YES if (opportunity.english.speaking or Cefr.A0) <= max(known) else NO
