"""The matcher's door: a candidate and opportunities in, a ranking with reasons out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from matcher.eligibility import Context, assess
from matcher.eligibility.availability import is_open
from matcher.eligibility.travelling import journey
from matcher.explain import gaps, reasons
from matcher.features import FEATURES, Pair, PairFeatures
from matcher.geography import distance_km
from matcher.ranker import PriorRanker
from matcher.reasons import Reason
from matcher.records import Candidate, Opportunity, OpportunityType

# What each repetition among the shown costs: a choice of five like posts is no choice. Facts of the
# vacancy only; nothing about the person.
SAME_ROLE = 0.08
SAME_EMPLOYER = 0.02
SAME_PROGRAMME_TYPE = 0.4  # one academy, one course: its next intake, not five dates of it


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pathway."""

    opportunity_id: str
    type: OpportunityType
    starts_on: date | None
    ends_on: date | None
    places_left: int | None


@dataclass(frozen=True, slots=True)
class Match:
    """One ranked opportunity.

    ``score`` is from 0 to 1; ``pathway`` is empty when nothing has to come first, else the courses
    and then the opportunity itself; ``minutes`` and ``km`` are null when the home is not known.
    """

    opportunity_id: str
    rank: int
    status: Literal["ready", "ready_after", "needs_answer"]
    score: float
    reasons: tuple[Reason, ...]
    gaps: tuple[Reason, ...]
    pathway: tuple[Step, ...]
    minutes: int | None
    km: float | None


def match(
    candidate: Candidate,
    opportunities: Sequence[Opportunity],
    *,
    today: date,
    ranker: PriorRanker | None = None,
    features: PairFeatures | None = None,
    limit: int = 5,
) -> list[Match]:
    """Rank what the candidate could do now, after a course, or after one more answer.

    Parameters
    ----------
    candidate : Candidate
    opportunities : sequence of Opportunity
        In any order; the result does not depend on it.
    today : date
        The local day, for closing dates and intakes.
    ranker : PriorRanker, optional
    features : PairFeatures, optional
    limit : int
        How many to return at most; at least 0.

    Returns
    -------
    list of Match
        Best first; empty when nothing is open or possible.
    """
    pairs = list(_possible(candidate, opportunities, today))
    if not pairs or limit <= 0:
        return []
    features = (features or PairFeatures()).fit()
    scores = _fitted(ranker or PriorRanker()).predict(features.transform(pairs))
    scored = sorted(
        zip(map(float, scores), pairs, strict=True), key=lambda one: (-one[0], one[1].opportunity.id)
    )
    chosen = _with_first_step(_varied(scored, limit), scored)
    return [_as_match(rank, score, pair, features) for rank, (score, pair) in enumerate(chosen, start=1)]


def _fitted(ranker: PriorRanker) -> PriorRanker:
    try:
        check_is_fitted(ranker)
    except NotFittedError:
        ranker = ranker.fit(np.zeros((1, len(FEATURES))))
    return ranker


def _possible(candidate: Candidate, opportunities: Iterable[Opportunity], today: date) -> Iterable[Pair]:
    everything = sorted(opportunities, key=lambda one: one.id)
    bare = Context(today)
    courses = tuple(one for one in everything if one.type == "esol" and is_open(one, bare))
    context = Context(today, courses)
    for opportunity in everything:
        assessment = assess(candidate, opportunity, context)
        if assessment.status != "no":
            yield Pair(candidate, opportunity, assessment, today)


def _varied(scored: list[tuple[float, Pair]], limit: int) -> list[tuple[float, Pair]]:
    """Pick the best one by one, each repetition of role, employer or kind of programme costing a little."""
    left = list(scored)
    chosen: list[tuple[float, Pair]] = []
    seen: Counter[str] = Counter()
    while left and len(chosen) < limit:
        best = max(range(len(left)), key=lambda index: (left[index][0] - _cost(left[index][1], seen), -index))
        score, pair = left.pop(best)
        chosen.append((score, pair))
        seen.update(_kinds(pair.opportunity))
    return chosen


def _with_first_step(
    chosen: list[tuple[float, Pair]], scored: list[tuple[float, Pair]]
) -> list[tuple[float, Pair]]:
    """See that a course some of the chosen begin with can be chosen itself, in the last place."""
    first_steps = [pair.assessment.courses[0].id for _, pair in chosen if pair.assessment.courses]
    if len(chosen) < 2 or not first_steps or any(pair.opportunity.type == "esol" for _, pair in chosen):
        return chosen
    step = next((one for one in scored if one[1].opportunity.id == first_steps[0]), None)
    return chosen if step is None else [*chosen[:-1], step]


def _kinds(opportunity: Opportunity) -> tuple[str, ...]:
    kinds = (f"role {opportunity.role}", f"employer {opportunity.employer_id}")
    return kinds if opportunity.type in ("job", "bank") else (*kinds, f"type {opportunity.type}")


def _cost(pair: Pair, seen: Counter[str]) -> float:
    costs = (SAME_ROLE, SAME_EMPLOYER, SAME_PROGRAMME_TYPE)
    return sum(cost * seen[kind] for cost, kind in zip(costs, _kinds(pair.opportunity), strict=False))


def _step(opportunity: Opportunity) -> Step:
    return Step(
        opportunity.id,
        opportunity.type,
        opportunity.starts_on,
        opportunity.ends_on,
        opportunity.places_left,
    )


def _as_match(rank: int, score: float, pair: Pair, features: PairFeatures) -> Match:
    candidate, opportunity, assessment = pair.candidate, pair.opportunity, pair.assessment
    way = journey(candidate, opportunity)
    courses = tuple(_step(course) for course in assessment.courses)
    return Match(
        opportunity_id=opportunity.id,
        rank=rank,
        status=cast(Literal["ready", "ready_after", "needs_answer"], assessment.status),
        score=round(score, 6),
        reasons=reasons(pair, features.lexicon_),
        gaps=gaps(pair),
        pathway=(*courses, _step(opportunity)) if courses else (),
        minutes=way[1] if way else None,
        km=round(distance_km(candidate.home, opportunity.place), 1) if candidate.home else None,
    )
