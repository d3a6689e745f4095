"""What the routes look at about one candidate: an event, completed courses, an opt-in, minimum criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates import service as candidates
from api.candidates.models import Candidate
from api.entitlements.models import Completion, DisabilityConfidentOptIn
from api.entitlements.routes import Route
from api.opportunities.models import Opportunity
from api.opportunities.repository import to_record
from matcher import records
from matcher.eligibility import RULES, prepare
from matcher.market import Market

# In the order of `matcher.eligibility.verdict`.
_ANSWERS = ("yes", "ready_after", "needs_answer", "no")


@dataclass(frozen=True)
class Completed:
    """A completed course, without what a coordinator noted of it."""

    id: str
    kind: str
    completed_on: date
    recorded_by: str


@dataclass(frozen=True)
class Facts:
    """All that a route may look at of a candidate.

    Attributes
    ----------
    event_id : str or None
        The redundancy event that affects them.
    completed : tuple of Completed
        Recorded by coordinators, the latest first.
    opted_in : bool
        Whether they opted in to Disability Confident.
    show_opt_in : bool
        Whether they agreed that the employer learns it.
    record : matcher.records.Candidate or None
        What minimum criteria are compared with; loaded for those who opted in only.
    """

    event_id: str | None = None
    completed: tuple[Completed, ...] = ()
    opted_in: bool = False
    show_opt_in: bool = False
    record: records.Candidate | None = None

    def completion(self, route: Route, today: date) -> Completed | None:
        """The latest completion that counts for the route today."""
        for one in self.completed:
            fits = one.kind in route.completions and one.completed_on <= today
            if fits and (
                route.valid_for_days is None
                or today <= one.completed_on + timedelta(days=route.valid_for_days)
            ):
                return one
        return None


def facts_of(session: Session, candidate: Candidate) -> Facts:
    """What is known of a candidate (loaded with their skills); one query for courses, one for the opt-in."""
    completed = session.scalars(
        select(Completion)
        .where(Completion.candidate_id == candidate.id)
        .order_by(Completion.completed_on.desc(), Completion.id)
    )
    opt_in = session.get(DisabilityConfidentOptIn, candidate.id)
    return Facts(
        event_id=candidate.redundancy_event_id,
        completed=tuple(Completed(row.id, row.kind, row.completed_on, row.recorded_by) for row in completed),
        opted_in=opt_in is not None,
        show_opt_in=opt_in is not None and opt_in.show_route,
        record=candidates.to_record(candidate) if opt_in is not None else None,
    )


def minimum_criteria(
    record: records.Candidate, rows: Sequence[Opportunity], codes: Sequence[str], today: date
) -> dict[str, dict[str, str]]:
    """By opportunity id, what each rule of eligibility named in `codes` says: ``{code: "yes"|…}``.

    An answer is ``yes``, ``ready_after`` (a course), ``needs_answer`` or ``no``. Only ``yes`` is a
    criterion met: what was not answered is asked in the conversation, and is not taken for granted here.
    """
    market = Market([to_record(row) for row in rows])
    context = prepare(record, market.on(today))
    found: dict[str, dict[str, str]] = {row.id: {} for row in market.opportunities}
    for rule in RULES:
        if rule.code not in codes or not rule.holds_on(today):
            continue
        answers = np.asarray(rule.answers(record, market.columns, context).answers)
        for at, row in enumerate(market.opportunities):
            found[row.id][rule.code] = _ANSWERS[int(answers[at])]
    return found
