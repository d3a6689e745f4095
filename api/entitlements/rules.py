"""The rules that grant a guaranteed interview.

A rule that changes gets a new version; the old one stays for the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rule:
    """What a rule is, apart from the facts it looks at.

    Attributes
    ----------
    code, version : str
        `version` is what a granted interview keeps.
    route : str
        The way to an interview, as recruiters and the public read it.
    types : frozenset of str
        Types of opportunity it applies to.
    source : str
        Where the rule comes from.
    effective_from, effective_to : date
        Days on which it grants, both included; no end when null.
    """

    code: str
    version: str
    route: str
    types: frozenset[str]
    source: str
    effective_from: date
    effective_to: date | None = None

    def in_force(self, today: date) -> bool:
        """Whether it grants today."""
        return self.effective_from <= today and (self.effective_to is None or today <= self.effective_to)


# Entitled: a candidate affected by a redundancy event, at an employer whose sign-up for that event is
# valid on the day, for work that this employer itself offers. Courses and placements have no job
# interview to guarantee. A partner's sign-up does not bind the employers it recruits for.
REDUNDANCY_EVENT = Rule(
    code="redundancy_event_signup",
    version="redundancy-event/1",
    route="redundancy_event",
    types=frozenset({"job", "bank", "apprenticeship"}),
    source="NHS Employers webinar “Inclusive recruitment”, 14 July 2021: guaranteed interview for those "
    "worst affected by redundancy; the employers' sign-ups",
    effective_from=date(2021, 7, 14),
)
