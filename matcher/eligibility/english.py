"""English per task: a gap becomes a course, never an exclusion."""

from __future__ import annotations

from datetime import date

from matcher.eligibility.availability import is_open
from matcher.eligibility.registry import ALL_TYPES, rule
from matcher.eligibility.travelling import travel
from matcher.eligibility.verdict import NO, YES, Context, Verdict, ask
from matcher.geography import distance_km
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
    if (start, target) not in context.chains:
        context.chains[start, target] = course_chain(candidate, start, target, context)
    return Verdict("ready_after", gaps, context.chains[start, target])


def course_chain(
    candidate: Candidate, start: Cefr, target: Cefr, context: Context
) -> tuple[Opportunity, ...]:
    """The earliest open courses within reach that lead from one level to another, one after the other.

    Empty when no course leads there now; the gap is then shown without a date.
    """
    chain: list[Opportunity] = []
    level, free_from = start, context.today
    while level < target:
        course = _next_course(candidate, level, free_from, context)
        if course is None or course.esol_level is None:
            return ()
        chain.append(course)
        level, free_from = course.esol_level, course.ends_on or free_from
    return tuple(chain)


def _next_course(candidate: Candidate, level: Cefr, free_from: date, context: Context) -> Opportunity | None:
    possible = [
        course
        for course in context.courses
        if course.esol_level is not None
        and course.esol_level > level
        and (course.english.speaking or Cefr.A0) <= level
        and (course.starts_on or free_from) >= free_from
        and is_open(course, context)
        and travel(candidate, course, context).answer != "no"
    ]

    def soonest_then_nearest(course: Opportunity) -> tuple[date, float, Cefr, str]:
        km = distance_km(candidate.home, course.place) if candidate.home else 0.0
        return course.starts_on or context.today, km, course.esol_level or Cefr.A0, course.id

    return min(possible, key=soonest_then_nearest, default=None)


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
