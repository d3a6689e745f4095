"""What a rule answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matcher.reasons import Reason, ReasonCode
from matcher.records import Cefr, Opportunity

Answer = Literal["yes", "no", "needs_answer", "ready_after"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides the pair: the day, and the English courses one could join.

    ``chains`` remembers the courses from one level to another, which many pairs of a day share.
    """

    today: date
    courses: tuple[Opportunity, ...] = ()
    chains: dict[tuple[Cefr, Cefr], tuple[Opportunity, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's answer, what is still missing, and the courses that would close the gap, in order."""

    answer: Answer
    gaps: tuple[Reason, ...] = ()
    courses: tuple[Opportunity, ...] = field(default=())


YES = Verdict("yes")
NO = Verdict("no")


def ask(question: str) -> Verdict:
    """The rule cannot tell before the candidate has answered a question (named by its slot)."""
    return Verdict("needs_answer", (Reason(ReasonCode.NEEDS_ANSWER, {"question": question}),))


def yes_but(code: ReasonCode, **values: str | int) -> Verdict:
    """Yes, with something to know or to do first that stands in nobody's way."""
    return Verdict("yes", (Reason(code, values),))
