"""Whether employers honour the interviews they promised, by employer and route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from api.entitlements.models import GuaranteedInterview
from api.opportunities.models import Opportunity
from api.referrals.models import Referral, ReferralEvent
from api.staff.models import Employer

_G = GuaranteedInterview


@dataclass(frozen=True)
class Honoured:
    """What became of the interviews one employer owes by one route.

    Attributes
    ----------
    granted : int
        All that were granted. Each is also counted in exactly one of the next seven.
    not_sent : int
        The employer does not have the referral yet.
    released : int
        Nobody waits any more: withdrawn, stopped, or hired elsewhere, before an answer.
    given_in_time, given_late : int
        The interview was given (or the job offered) until the respond-by day, or after it.
    open, overdue : int
        Owed, and there is time left, or not.
    refused : int
        Refused, in time or late; of these, ``upheld`` were let stand by a coordinator and the rest
        are undecided.
    upheld, overturned : int
        Coordinators' decisions. An overturned refusal was asked again, and counts above as what
        became of it then.
    honoured_on_time : float or None
        ``given_in_time`` as a share of what was owed by now: given, overdue, and refused but not
        upheld. Null when nothing was.
    """

    employer_id: str
    employer: str
    route: str
    granted: int
    not_sent: int
    released: int
    given_in_time: int
    given_late: int
    open: int
    overdue: int
    refused: int
    upheld: int
    overturned: int

    @property
    def honoured_on_time(self) -> float | None:
        owed = self.given_in_time + self.given_late + self.overdue + self.refused - self.upheld
        return self.given_in_time / owed if owed else None


def _states(today: date) -> Mapping[str, ColumnElement[bool]]:
    """What an interview counts as; together they cover each interview once, but for the last two."""
    given = _G.outcome == "interview_offered"
    waits = and_(_G.outcome.is_(None), _G.clock_started_on.is_not(None))
    refused = _G.outcome == "declined"
    overturned = exists().where(
        ReferralEvent.referral_id == _G.referral_id, ReferralEvent.type == "refusal_overturned"
    )
    return {
        "not_sent": and_(_G.outcome.is_(None), _G.clock_started_on.is_(None)),
        "released": _G.outcome.in_(("withdrawn", "stopped", "obsolete")),
        "given_in_time": and_(given, _G.responded_on <= _G.respond_by),
        "given_late": and_(given, or_(_G.responded_on.is_(None), _G.responded_on > _G.respond_by)),
        "open": and_(waits, _G.respond_by >= today),
        "overdue": and_(waits, _G.respond_by < today),
        "refused": refused,
        "upheld": and_(refused, _G.ruling == "upheld"),
        "overturned": overturned,
    }


def honoured(
    session: Session, today: date, granted_from: date | None = None, granted_to: date | None = None
) -> list[Honoured]:
    """One line for each employer and route under which interviews were granted, in one statement.

    Parameters
    ----------
    granted_from, granted_to : date or None
        Only what was granted on these days, both included; by the day of the employer's clock, or
        the referral's, where it does not run yet.
    """
    day = func.coalesce(_G.clock_started_on, func.date(_G.granted_at))
    query = (
        select(
            Employer.id,
            Employer.name,
            _G.route,
            func.count(),
            *(func.sum(case((state, 1), else_=0)) for state in _states(today).values()),
        )
        .select_from(_G)
        .join(Referral, Referral.id == _G.referral_id)
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .join(Employer, Employer.id == Opportunity.employer_id)
        .group_by(Employer.id, Employer.name, _G.route)
        .order_by(Employer.name, Employer.id, _G.route)
    )
    if granted_from is not None:
        query = query.where(day >= granted_from)
    if granted_to is not None:
        query = query.where(day <= granted_to)
    names = list(_states(today))
    return [
        Honoured(
            row[0], row[1], row[2], row[3], **dict(zip(names, (int(one) for one in row[4:]), strict=True))
        )
        for row in session.execute(query)
    ]
