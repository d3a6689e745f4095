"""English per task: a gap becomes a course, never an exclusion."""

from __future__ import annotations

from datetime import date

import numpy as np

from matcher.eligibility.context import Context
from matcher.eligibility.registry import ALL_TYPES, rule
from matcher.eligibility.verdict import READY_AFTER, YES, Note, Verdicts, ask, refuse, yes
from matcher.market import TASKS, Columns
from matcher.reasons import Reason, ReasonCode, Value
from matcher.records import Candidate, Cefr, English, Opportunity

_UNKNOWN = -1


def levels(english: English) -> list[int]:
    """Levels in the order of `TASKS`; -1 where not answered."""
    found = (getattr(english, task) for task in TASKS)
    return [_UNKNOWN if level is None else int(level) for level in found]


@rule(
    "english",
    "Each task's English is enough, or a course brings it there.",
    "The tasks of the role; levels by CEFR, ESOL Entry 1 = A1 … Level 2 = C1 (NRDC/Ofqual mapping)",
    applies_to=ALL_TYPES - {"esol"},
)
def english(candidate: Candidate, rows: Columns, context: Context) -> Verdicts:
    """Needs-answer when a needed task was not answered; ready-after when one is too low."""
    have, need = np.array(levels(candidate.english)), rows.english
    unanswered = (need > 0) & (have == _UNKNOWN)
    asked = unanswered.any(axis=1)
    first = np.argmax(unanswered, axis=1)
    found = yes(rows)
    for at, task in enumerate(TASKS):
        found = found & ask(f"english_{task}", asked & (first == at))
    missing = need > have
    short = missing.any(axis=1) & ~asked
    if not short.any():
        return found

    start = np.where(missing, have, Cefr.C2).min(axis=1)
    target = np.where(missing, need, 0).max(axis=1)

    def way(row: int) -> tuple[Opportunity, ...]:
        return context.paths.english(Cefr(int(start[row])), Cefr(int(target[row])))

    def about(row: int) -> tuple[Reason, ...]:
        gaps = tuple(
            Reason(
                ReasonCode.ENGLISH_GAP,
                {"task": task, "have": Cefr(have[at]).name, "need": Cefr(need[row, at]).name},
            )
            for at, task in enumerate(TASKS)
            if missing[row, at]
        )
        return gaps + _ready_after(way(row))

    answers = np.where(short, np.int8(READY_AFTER), np.int8(YES))
    ready_on = context.paths.english_ends(np.where(short, start, 0), np.where(short, target, 0))
    return found & Verdicts(answers, (Note(short, about),), way, ready_on)


def _ready_after(courses: tuple[Opportunity, ...]) -> tuple[Reason, ...]:
    if not courses or courses[-1].esol_level is None:
        return ()
    ends: date | None = courses[-1].ends_on
    values: dict[str, Value] = {"level": courses[-1].esol_level.name}
    if ends is not None:
        values["ends_on"] = ends.isoformat()
    return (Reason(ReasonCode.ENGLISH_READY_AFTER, values),)


@rule(
    "esol_useful",
    "An English course leads to a level the candidate does not have yet and can join.",
    "Placing learners by level: ESOL initial assessment, Skills for Life core curriculum",
    applies_to={"esol"},
)
def esol_useful(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """No for a level already reached in every task, or more than one step too high."""
    known = [level for level in levels(candidate.english) if level != _UNKNOWN]
    if not known:
        return ask("english_speaking", rows.is_type("esol"))
    given = rows.esol_level > 0
    reached = min(known) >= rows.esol_level
    too_high = rows.english[:, 0] > max(known)
    return refuse(given & (reached | too_high))
