"""The list of rules: each is data (code, text, source, dates, types) and one function."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from matcher.eligibility.context import Context
from matcher.eligibility.verdict import Verdicts, yes
from matcher.market import TYPES, Columns
from matcher.records import Candidate, OpportunityType

Check = Callable[[Candidate, Columns, Context], Verdicts]

ALL_TYPES: frozenset[OpportunityType] = frozenset(TYPES)
PAID: frozenset[OpportunityType] = frozenset({"job", "bank", "apprenticeship", "vaccinator_training"})
# A placement or volunteering is done beside looking for work: its few hours are no refusal of a full week.
WITH_HOURS: frozenset[OpportunityType] = frozenset({"job", "bank", "apprenticeship"})
WITH_SHIFTS: frozenset[OpportunityType] = WITH_HOURS | {"placement", "volunteering"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of eligibility.

    Attributes
    ----------
    code : str
        Stable name.
    text : str
        The rule in one English sentence, for auditors.
    source : str
        Where it comes from.
    effective_from, effective_to : date or None
        Days on which it holds, both included; None is open.
    applies_to : frozenset of OpportunityType
    check : callable
        ``(candidate, rows, context) -> Verdicts``, one answer for each row.
    """

    code: str
    text: str
    source: str
    effective_from: date | None
    effective_to: date | None
    applies_to: frozenset[OpportunityType]
    check: Check

    def holds_on(self, today: date) -> bool:
        """Whether the rule is in force on a day."""
        begun = self.effective_from is None or self.effective_from <= today
        over = self.effective_to is not None and self.effective_to < today
        return begun and not over

    def answers(self, candidate: Candidate, rows: Columns, context: Context) -> Verdicts:
        """The rule's answers; yes for the types it does not apply to."""
        if self.applies_to == ALL_TYPES:
            return self.check(candidate, rows, context)
        concerned = rows.is_type(*self.applies_to)
        return self.check(candidate, rows, context).only(concerned) if concerned.any() else yes(rows)


RULES: list[Rule] = []


def rule(
    code: str,
    text: str,
    source: str,
    *,
    applies_to: Collection[OpportunityType] = ALL_TYPES,
    effective_from: date | None = None,
    effective_to: date | None = None,
) -> Callable[[Check], Check]:
    """Register the decorated function as a rule."""

    def register(check: Check) -> Check:
        if any(known.code == code for known in RULES):
            raise ValueError(f"two rules are called {code}")
        RULES.append(Rule(code, text, source, effective_from, effective_to, frozenset(applies_to), check))
        return check

    return register
