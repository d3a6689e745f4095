"""Asking every rule about a candidate and many opportunities, or one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from matcher.eligibility.context import Context
from matcher.eligibility.registry import RULES, Rule
from matcher.eligibility.verdict import NO, READY_AFTER, YES, Answers, Verdicts
from matcher.journeys import Journeys
from matcher.market import Bools, Columns, Day, Ints, Market
from matcher.pathways import Paths
from matcher.reasons import Reason, ReasonCode
from matcher.records import Candidate, Opportunity

Status = Literal["ready", "ready_after", "needs_answer", "no"]
_ORDER = {code: at for at, code in enumerate(ReasonCode)}
STATUSES: tuple[Status, ...] = ("ready", "ready_after", "needs_answer", "no")


@dataclass(frozen=True, slots=True)
class Assessment:
    """All rules together about one opportunity.

    ``no`` when any rule says no; else ``needs_answer`` when any cannot tell; else ``ready_after``
    when a course comes first; else ``ready``. ``refused_by`` names the rules that said no.
    """

    status: Status
    gaps: tuple[Reason, ...] = ()
    courses: tuple[Opportunity, ...] = ()
    refused_by: tuple[str, ...] = ()


class Assessments:
    """All rules together about many opportunities.

    Attributes
    ----------
    rows : Columns
    answers : ndarray of int8 of shape (n_rows,)
        Index into `STATUSES`.
    """

    def __init__(
        self, rows: Columns, verdicts: list[tuple[Rule, Verdicts]], asked: Ints | None = None
    ) -> None:
        self._verdicts = verdicts
        # Where each row stands in the verdicts, which were given about all that was asked.
        self._asked = np.arange(len(rows)) if asked is None else asked
        self.rows = rows
        none = np.zeros(len(rows), dtype=np.int8)
        self.answers: Answers = np.maximum.reduce(
            [none, *(found.answers if asked is None else found.answers[asked] for _, found in verdicts)]
        )

    @property
    def ready_on(self) -> Ints:
        """For each row, the day number on which the last course before it ends; 0 where none is needed."""
        found = np.zeros(len(self.rows), dtype=np.int64)
        for _, verdict in self._verdicts:
            if verdict.ready_on is not None:
                later = np.where(verdict.answers == READY_AFTER, verdict.ready_on, 0)[self._asked]
                found = np.maximum(found, later)
        return found

    @property
    def possible(self) -> Assessments:
        """The rows no rule refuses."""
        keep = np.flatnonzero(self.answers != NO)
        return Assessments(self.rows.take(keep), self._verdicts, self._asked[keep])

    def at(self, row: int) -> Assessment:
        """What the rules say about one row, in full."""
        status, asked = STATUSES[self.answers[row]], int(self._asked[row])
        if status == "no":
            refused = tuple(rule.code for rule, found in self._verdicts if found.answers[asked] == NO)
            return Assessment("no", refused_by=refused)
        gaps: list[Reason] = []
        for _, found in self._verdicts:
            for note in found.notes:
                gaps.extend(gap for gap in note.about(asked) if gap not in gaps)
        # What the candidate can answer or do comes before what somebody else checks.
        gaps.sort(key=lambda gap: _ORDER[gap.code])
        return Assessment(status, tuple(gaps), self.courses(row))

    def courses(self, row: int) -> tuple[Opportunity, ...]:
        """What comes before the opportunity of a row, the first first; empty when nothing does."""
        asked = int(self._asked[row])
        found = [
            verdict.courses(asked)
            for _, verdict in self._verdicts
            if verdict.courses and verdict.answers[asked] != YES
        ]
        every = {course.id: course for courses in found for course in courses}
        return tuple(sorted(every.values(), key=lambda one: (one.starts_on or date.min, one.id)))


def prepare(candidate: Candidate, day: Day) -> Context:
    """What the rules may look at for one candidate on one day."""
    journeys = Journeys.of(candidate, day.market)

    def joinable(programmes: Columns) -> Bools:
        # Asked when a rule first looks for a programme; no rule about programmes does.
        return np.asarray(assess_rows(candidate, programmes, context).answers != NO)

    context = Context(day, journeys, Paths(candidate, day, journeys, joinable))
    return context


def assess_rows(candidate: Candidate, rows: Columns, context: Context) -> Assessments:
    """Ask the rules in force about some opportunities of the day's market."""
    return Assessments(
        rows,
        [(rule, rule.answers(candidate, rows, context)) for rule in RULES if rule.holds_on(context.today)],
    )


def assess(
    candidate: Candidate, opportunity: Opportunity, today: date, others: Iterable[Opportunity] = ()
) -> Assessment:
    """Whether the candidate could do this now, later, or after one more answer.

    `others` are the courses and intakes that could come first.
    """
    market = Market({one.id: one for one in (*others, opportunity)}.values())
    row = next(at for at, one in enumerate(market.opportunities) if one.id == opportunity.id)
    rows = market.columns.take(np.array([row]))
    return assess_rows(candidate, rows, prepare(candidate, market.on(today))).at(0)
