"""What the ranking looks at: one row of numbers for each pair of candidate and opportunity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from matcher.eligibility import Assessment
from matcher.eligibility.travelling import journey
from matcher.lexicon import Lexicon
from matcher.records import Candidate, Opportunity, OpportunityType

FEATURES = (
    "role_skills",
    "wanted_skills",
    "paid_work",
    "nearness",
    "hours",
    "shifts",
    "readiness",
    "pay",
    "soon",
)

# Real Living Wage for the United Kingdom outside London, announced October 2025, to be paid by May
# 2026 (Living Wage Foundation). The day before the first entry counts as the first entry.
REAL_LIVING_WAGE: tuple[tuple[date, Decimal], ...] = (
    (date(2024, 10, 23), Decimal("12.60")),
    (date(2025, 10, 22), Decimal("13.45")),
)

# A course first is a delay; an open question may turn out either way.
READINESS = {"ready": 1.0, "needs_answer": 0.5, "ready_after": 0.4}
# How near an opportunity is to what people come for: wages. An academy ends in an interview; a
# course, a placement or volunteering is a step on the way.
PAID_WORK: dict[OpportunityType, float] = {
    "job": 1.0,
    "bank": 1.0,
    "apprenticeship": 1.0,
    "vaccinator_training": 0.8,
    "swap": 0.6,
    "prepare_to_care": 0.6,
    "placement": 0.2,
    "esol": 0.2,
    "volunteering": 0.1,
}
# What is not known counts as the middle: it neither helps nor harms.
UNKNOWN = 0.5
# A start within this many days counts in full, one in twice as many not at all.
SOON_DAYS = 42


@dataclass(frozen=True, slots=True)
class Pair:
    """A candidate, an opportunity, and what the rules said about the two on a day."""

    candidate: Candidate
    opportunity: Opportunity
    assessment: Assessment
    today: date


def real_living_wage(today: date) -> Decimal:
    """The rate in pounds an hour that held on a day."""
    held = [rate for since, rate in REAL_LIVING_WAGE if since <= today]
    return held[-1] if held else REAL_LIVING_WAGE[0][1]


def role_affinity(candidate: Candidate, opportunity: Opportunity, lexicon: Lexicon) -> float:
    """How far the candidate's skills serve the role, 0 to 1: each skill adds to what is missing.

    A programme is judged by the role it leads to that fits best; an English course leads to all of
    them, which says nothing about fit.
    """
    if opportunity.type == "esol":
        return UNKNOWN
    return max(
        (_affinity(candidate, role, lexicon) for role in (opportunity.role, *opportunity.leads_to_roles)),
        default=0.0,
    )


def _affinity(candidate: Candidate, role: str, lexicon: Lexicon) -> float:
    missing = 1.0
    for skill in candidate.skills:
        missing *= 1.0 - lexicon.roles_served(skill.skill_id).get(role, 0.0) * skill.confidence
    return 1.0 - missing


def _coverage(candidate: Candidate, opportunity: Opportunity) -> float:
    if not opportunity.skills_wanted:
        return UNKNOWN
    sure = {skill.skill_id: skill.confidence for skill in candidate.skills}
    return sum(sure.get(wanted, 0.0) for wanted in opportunity.skills_wanted) / len(opportunity.skills_wanted)


def _nearness(candidate: Candidate, opportunity: Opportunity) -> float:
    way = journey(candidate, opportunity)
    if opportunity.type == "prepare_to_care" or way is None or not candidate.max_minutes:
        return UNKNOWN
    return max(0.0, 1.0 - 0.8 * way[1] / candidate.max_minutes)


def _hours(candidate: Candidate, opportunity: Opportunity) -> float:
    if candidate.hours is None or opportunity.hours is None:
        return UNKNOWN
    low = max(candidate.hours.min, opportunity.hours.min)
    high = min(candidate.hours.max, opportunity.hours.max)
    wanted = max(1.0, candidate.hours.max - candidate.hours.min)
    return float(np.clip(0.5 + 0.5 * (high - low) / wanted, 0.0, 1.0))


def _shifts(candidate: Candidate, opportunity: Opportunity) -> float:
    if candidate.shifts is None or not opportunity.shifts:
        return UNKNOWN
    return len(candidate.shifts & opportunity.shifts) / len(opportunity.shifts)


def _pay(opportunity: Opportunity, today: date) -> float:
    if opportunity.pay_hourly_min is None:
        return 0.0
    above = float(opportunity.pay_hourly_min / real_living_wage(today)) - 0.9
    return float(np.clip(above / 0.2, 0.0, 1.0))


def _soon(opportunity: Opportunity, today: date) -> float:
    if opportunity.starts_on is None:
        return UNKNOWN
    days = (opportunity.starts_on - today).days
    return float(np.clip(2.0 - days / SOON_DAYS, 0.0, 1.0))


class PairFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turns pairs into the numbers of `FEATURES`, each from 0 to 1, higher is better.

    Parameters
    ----------
    lexicon : Lexicon, optional
        Which skill serves which role; the shipped one by default.

    Attributes
    ----------
    lexicon_ : Lexicon
        The lexicon in use.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon

    def fit(self, X: Sequence[Pair] | None = None, y: object = None) -> PairFeatures:  # noqa: N803
        """Choose the lexicon; nothing is learned from the pairs."""
        self.lexicon_ = self.lexicon if self.lexicon is not None else Lexicon.shipped()
        return self

    def transform(self, X: Sequence[Pair]) -> NDArray[np.float64]:  # noqa: N803
        """Return an array of shape (pairs, features)."""
        rows = [self._row(pair) for pair in X]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))

    def _row(self, pair: Pair) -> tuple[float, ...]:
        who, what = pair.candidate, pair.opportunity
        return (
            role_affinity(who, what, self.lexicon_),
            _coverage(who, what),
            PAID_WORK[what.type],
            _nearness(who, what),
            _hours(who, what),
            _shifts(who, what),
            READINESS[pair.assessment.status],
            _pay(what, pair.today),
            _soon(what, pair.today),
        )
