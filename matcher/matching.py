"""The matcher's door: a candidate and a market in, a ranking with reasons out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

import numpy as np

from matcher.choosing import varied
from matcher.eligibility import Assessments, Context, assess_rows, prepare
from matcher.explain import Explainer
from matcher.features import FEATURES, pair_features
from matcher.lexicon import Lexicon
from matcher.market import Floats, Ints, Market
from matcher.ranker import PriorRanker, Ranker
from matcher.reasons import Reason
from matcher.records import Candidate, Opportunity, OpportunityType

Status = Literal["ready", "ready_after", "needs_answer"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pathway; an interview is promised after it where ``guaranteed_interview`` says so."""

    opportunity_id: str
    type: OpportunityType
    starts_on: date | None
    ends_on: date | None
    places_left: int | None
    guaranteed_interview: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One ranked opportunity.

    Attributes
    ----------
    score : float
        From 0 to 1.
    reasons : tuple of Reason
        A promise, then the three that counted most, then facts of its kind; at most five.
    gaps : tuple of Reason
        Everything that is still missing.
    pathway : tuple of Step
        Empty when nothing has to come first, else the courses and then the opportunity itself.
    minutes, km : int, float or None
        None when the home is not known.
    features : mapping of str to float
        What the ranker saw, each from 0 to 1.
    contributions : mapping of str to float
        What each feature added; with the ranker's baseline they sum to the worth the score is made of.
    """

    opportunity_id: str
    rank: int
    status: Status
    score: float
    reasons: tuple[Reason, ...]
    gaps: tuple[Reason, ...]
    pathway: tuple[Step, ...]
    minutes: int | None
    km: float | None
    features: Mapping[str, float]
    contributions: Mapping[str, float]


@dataclass(frozen=True)
class Ranking:
    """What was chosen for one candidate, before it is explained.

    Attributes
    ----------
    candidate : Candidate
    context : Context
    assessments : Assessments
        Everything that is possible.
    values : ndarray of shape (n_possible, n_features)
    scores : ndarray of shape (n_possible,)
    chosen : ndarray of int
        Positions in the assessed rows, best first.
    """

    candidate: Candidate
    context: Context
    assessments: Assessments
    values: Floats
    scores: Floats
    chosen: Ints

    def opportunity(self, at: int) -> Opportunity:
        """The opportunity of an assessed row."""
        return self.context.day.market.opportunities[int(self.assessments.rows.row[at])]

    @property
    def opportunity_ids(self) -> list[str]:
        """Ids of what was chosen and of what would come before it."""
        ids = [self.opportunity(at).id for at in self.chosen]
        before = [course.id for at in self.chosen for course in self.assessments.courses(int(at))]
        return list(dict.fromkeys([*ids, *before]))


def match(
    candidate: Candidate,
    opportunities: Market | Sequence[Opportunity],
    *,
    today: date,
    ranker: Ranker | None = None,
    lexicon: Lexicon | None = None,
    guaranteed: Collection[str] = (),
    limit: int = 5,
) -> list[Match]:
    """Rank what the candidate could do now, after a course, or after one more answer, and say why.

    Parameters
    ----------
    candidate : Candidate
    opportunities : Market or sequence of Opportunity
        In any order; the result does not depend on it. A market that is kept saves laying it out again.
    today : date
        The local day, for closing dates and intakes.
    ranker : Ranker, optional
        The prior by default.
    lexicon : Lexicon, optional
        The shipped one by default.
    guaranteed : collection of str
        Ids of opportunities where an interview is promised. It is told, and changes no score: an
        entitlement is not a merit.
    limit : int
        How many to return at most; at least 0.

    Returns
    -------
    list of Match
        Best first; empty when nothing is open or possible.

    Raises
    ------
    ValueError
        When the limit is negative, or a number of the candidate's is none (NaN).
    """
    market = opportunities if isinstance(opportunities, Market) else Market(opportunities)
    ranker = ranker or PriorRanker.ready()
    lexicon = lexicon or Lexicon.shipped()
    ranking = rank(candidate, market, today=today, ranker=ranker, lexicon=lexicon, limit=limit)
    return explained(ranking, ranker=ranker, lexicon=lexicon, guaranteed=guaranteed)


def rank(
    candidate: Candidate,
    market: Market,
    *,
    today: date,
    ranker: Ranker,
    lexicon: Lexicon,
    limit: int,
) -> Ranking:
    """The best opportunities for a candidate, without the reasons.

    What is out of reach is set aside by place before any rule is asked: the travel rule would refuse it.
    """
    if limit < 0:
        raise ValueError(f"limit is {limit}, not at least 0")
    _check(candidate)
    candidate = replace(candidate, skills=lexicon.with_broader(candidate.skills))
    context = prepare(candidate, market.on(today))
    near = context.journeys.within_reach
    rows = context.day.columns if near is None else context.day.at_places(near)
    assessments = assess_rows(candidate, rows, context).possible
    values = pair_features(candidate, assessments, context, lexicon)
    scores = ranker.as_score(ranker.contributions(values).sum(axis=1) + ranker.baseline_)
    ranking = Ranking(
        candidate, context, assessments, values, scores, varied(assessments.rows, scores, limit)
    )
    return replace(ranking, chosen=_with_first_step(ranking))


def explained(
    ranking: Ranking, *, ranker: Ranker, lexicon: Lexicon, guaranteed: Collection[str] = ()
) -> list[Match]:
    """What was chosen, with reasons, gaps and pathways."""
    explainer = Explainer(ranking.candidate, ranking.context, lexicon, frozenset(guaranteed))
    return [
        _as_match(number, int(at), ranking, ranker, explainer)
        for number, at in enumerate(ranking.chosen, start=1)
    ]


def _check(candidate: Candidate) -> None:
    hours = () if candidate.hours is None else (candidate.hours.min, candidate.hours.max)
    home = () if candidate.home is None else (candidate.home.lat, candidate.home.lon)
    sure = (skill.confidence for skill in candidate.skills)
    if not all(math.isfinite(number) for number in (*hours, *home, *sure, candidate.max_minutes or 0)):
        raise ValueError("a number of the candidate's (hours, home, confidence, minutes) is not finite")


def _with_first_step(ranking: Ranking) -> Ints:
    """See that a course some of the chosen begin with is chosen itself, in the last place."""
    chosen, rows = ranking.chosen, ranking.assessments.rows
    esol = rows.is_type("esol")
    if len(chosen) < 2 or esol[chosen].any():
        return chosen
    for at in chosen:
        courses = ranking.assessments.courses(int(at))
        if courses and courses[0].type == "esol":
            first = [
                place for place in np.flatnonzero(esol) if ranking.opportunity(int(place)).id == courses[0].id
            ]
            return np.array([*chosen[:-1], *first[:1]]) if first else chosen
    return chosen


def _step(opportunity: Opportunity, guaranteed: Collection[str]) -> Step:
    return Step(
        opportunity.id,
        opportunity.type,
        opportunity.starts_on,
        opportunity.ends_on,
        opportunity.places_left,
        opportunity.id in guaranteed,
    )


def _as_match(number: int, at: int, ranking: Ranking, ranker: Ranker, explainer: Explainer) -> Match:
    place = int(ranking.assessments.rows.place[at])
    opportunity = ranking.opportunity(at)
    assessment = ranking.assessments.at(at)
    adds = ranker.contributions(ranking.values[at : at + 1])[0]
    contributions = {name: float(value) for name, value in zip(FEATURES, adds, strict=True)}
    courses = tuple(_step(course, explainer.guaranteed) for course in assessment.courses)
    km, minutes, _ = ranking.context.journeys.to(place)
    return Match(
        opportunity_id=opportunity.id,
        rank=number,
        status=cast(Status, assessment.status),
        score=round(float(ranking.scores[at]), 6),
        reasons=explainer.reasons(opportunity, assessment, place, contributions),
        gaps=assessment.gaps,
        pathway=(*courses, _step(opportunity, explainer.guaranteed)) if courses else (),
        minutes=minutes,
        km=None if km is None else round(km, 1),
        features={name: float(value) for name, value in zip(FEATURES, ranking.values[at], strict=True)},
        contributions=contributions,
    )
