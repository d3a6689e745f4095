"""What a rule answers about many opportunities at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.market import Bools, Columns, Ints
from matcher.reasons import Reason, ReasonCode, Value
from matcher.records import Opportunity

# In this order the greater of two answers is that of both together: a refusal outweighs a question,
# a question outweighs a course.
YES, READY_AFTER, NEEDS_ANSWER, NO = range(4)
Answers = NDArray[np.int8]


@dataclass(frozen=True)
class Note:
    """Something to know about the rows `where` it holds: one reason, or one made for the row."""

    where: Bools
    reason: Reason | Callable[[int], tuple[Reason, ...]]

    def about(self, row: int) -> tuple[Reason, ...]:
        """The reasons for one row; none where the note does not hold."""
        if not self.where[row]:
            return ()
        return (self.reason,) if isinstance(self.reason, Reason) else self.reason(row)


@dataclass(frozen=True)
class Verdicts:
    """A rule's answers, one for each row, what is missing, and what would have to come first.

    ``courses`` gives, for a row with the answer `READY_AFTER`, the courses and intakes that come
    before it, in order; empty when none is on offer now. ``ready_on`` is the day number on which the
    last of them ends, `NO_DAY` where none is on offer; only rows with that answer count.
    """

    answers: Answers
    notes: tuple[Note, ...] = ()
    courses: Callable[[int], tuple[Opportunity, ...]] | None = None
    ready_on: Ints | None = None

    def only(self, where: Bools) -> Verdicts:
        """The same, with a plain yes for all other rows."""
        return Verdicts(
            np.where(where, self.answers, np.int8(YES)),
            tuple(Note(note.where & where, note.reason) for note in self.notes),
            self.courses,
            self.ready_on,
        )

    def __and__(self, other: Verdicts) -> Verdicts:
        return Verdicts(
            np.maximum(self.answers, other.answers),
            self.notes + other.notes,
            self.courses or other.courses,
            self.ready_on if other.ready_on is None else other.ready_on,
        )


def yes(rows: Columns) -> Verdicts:
    """Nothing stands in the way."""
    return Verdicts(np.full(len(rows), YES, dtype=np.int8))


def refuse(where: Bools) -> Verdicts:
    """No for some rows."""
    return Verdicts(np.where(where, np.int8(NO), np.int8(YES)))


def ask(question: str, where: Bools) -> Verdicts:
    """For some rows the rule cannot tell before the candidate has answered a question (named by its slot)."""
    reason = Reason(ReasonCode.NEEDS_ANSWER, {"question": question})
    return Verdicts(np.where(where, np.int8(NEEDS_ANSWER), np.int8(YES)), (Note(where, reason),))


def yes_but(code: ReasonCode, where: Bools, **values: Value) -> Verdicts:
    """Yes, with something to know or to do first that stands in nobody's way."""
    return Verdicts(np.full(len(where), YES, dtype=np.int8), (Note(where, Reason(code, values)),))


def everywhere(rows: Columns) -> Bools:
    """All of the rows."""
    return np.ones(len(rows), dtype=bool)
