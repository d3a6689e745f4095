"""A challenger from what was shown, decided and achieved, and whether it may take the champion's place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matcher.evaluate import (
    Interval,
    by_candidate,
    calibration_error,
    difference,
    mean_with_interval,
    ndcg,
    recall,
    time_split,
)
from matcher.fairness import GroupRate, gate, report
from matcher.features import FEATURES
from matcher.learned import LearnedRanker
from matcher.market import Bools, Floats, Ints
from matcher.ranker import Ranker
from matcher.registry import Card

# What became of a shown match, from least to most; of several the last to be reached counts. Being chosen
# by the candidate says little about whether it lasts; half a year in the job is what everybody came for.
WORTH: Mapping[str, float] = {
    "stopped": 0.0,
    "shown": 0.0,
    "referred": 0.3,
    "approved": 0.5,
    "interview_offered": 0.6,
    "interview_booked": 0.6,
    "interview_attended": 0.7,
    "offered": 0.8,
    "started": 0.9,
    "sustained_13_weeks": 0.95,
    "sustained_26_weeks": 1.0,
}
# Worth to grades 0 to 3, as the judged set has them: chosen, accepted by a coordinator, interviewed.
_GRADES_FROM = (0.3, 0.5, 0.6)
# Below this many candidates a learned ranking follows chance.
FEWEST_CANDIDATES = 100
# A calibration error above this means that a score does not say how likely success is.
LARGEST_CALIBRATION_ERROR = 0.1


class TooLittleToLearn(ValueError):
    """There are not enough decisions yet; the message says how many are there and how many are needed."""


@dataclass(frozen=True)
class Decisions:
    """Shown matches and what became of them, one row each.

    Attributes
    ----------
    values : ndarray of shape (n, n_features)
        What the ranking saw.
    worth : ndarray of shape (n,)
        From 0 to 1, by `WORTH`.
    positions : ndarray of shape (n,)
        At which rank it was shown, from 1.
    candidates : ndarray of shape (n,)
    moments : ndarray of shape (n,)
        When it was shown, in seconds since 1970.
    groups : mapping of str to ndarray of str of shape (n,)
        Groups of the candidate by attribute, only to be measured; empty where not known.
    """

    values: Floats
    worth: Floats
    positions: Ints
    candidates: NDArray[np.str_]
    moments: Floats
    groups: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.worth)

    @property
    def grades(self) -> Floats:
        """Worth in the four grades of the judged set."""
        return np.digitize(self.worth, _GRADES_FROM).astype(np.float64)

    @property
    def window(self) -> tuple[str, str]:
        """First and last day."""
        first, last = (
            datetime.fromtimestamp(float(moment), UTC).date()
            for moment in (self.moments.min(), self.moments.max())
        )
        return first.isoformat(), last.isoformat()

    def take(self, rows: Ints | Bools) -> Decisions:
        """Some of the rows."""
        return Decisions(
            self.values[rows],
            self.worth[rows],
            self.positions[rows],
            self.candidates[rows],
            self.moments[rows],
            {name: groups[rows] for name, groups in self.groups.items()},
        )


@dataclass(frozen=True)
class Comparison:
    """A challenger beside the champion, on candidates the challenger has not seen.

    Attributes
    ----------
    metrics : mapping of str to Interval
    calibration : float
        Expected calibration error of the challenger.
    fairness : list of GroupRate
        By group, the share of candidates for whom something accepted is the challenger's first choice.
    hindrances : list of str
        Why the challenger may not be promoted, in sentences; empty when it may.
    """

    metrics: Mapping[str, Interval]
    calibration: float
    fairness: list[GroupRate]
    hindrances: list[str]


def compare(challenger: Ranker, champion: Ranker, unseen: Decisions) -> Comparison:
    """Measure both on decisions about candidates the challenger has not seen."""
    ours, theirs = (_scores(ranker, unseen.values) for ranker in (challenger, champion))
    metrics: dict[str, Interval] = {}
    # Where no more than five are shown, recall@5 is always 1: recall@2 then tells more.
    for name, metric in (("nDCG@5", ndcg), ("recall@5", recall), ("recall@2", partial(recall, k=2))):
        of_ours = by_candidate(metric, ours, unseen.grades, unseen.candidates)[1]
        of_theirs = by_candidate(metric, theirs, unseen.grades, unseen.candidates)[1]
        metrics[name] = mean_with_interval(of_ours)
        metrics[f"{name} of the champion"] = mean_with_interval(of_theirs)
        metrics[f"{name}, difference"] = difference(of_ours, of_theirs)
    calibration = calibration_error(ours, unseen.worth)
    fairness = _first_choices(ours, unseen)
    hindrances = gate(fairness, _first_choices(theirs, unseen))
    if not metrics["nDCG@5, difference"].low > 0:
        hindrances.append("It does not surely rank better than the champion (nDCG@5).")
    if metrics["recall@5, difference"].high < 0:
        hindrances.append("It surely finds less among its first five than the champion (recall@5).")
    if not calibration <= LARGEST_CALIBRATION_ERROR:
        hindrances.append(f"Its scores are not calibrated: the error is {calibration:.3f}.")
    return Comparison(metrics, calibration, fairness, hindrances)


def train(
    decisions: Decisions,
    champion: Ranker,
    *,
    version: str,
    made_at: datetime,
    simulated: bool,
    held_out: float = 0.3,
) -> tuple[LearnedRanker, Card]:
    """Learn from the earlier candidates, compare on the later ones, and write it all on the card.

    The ranking that comes back is the one that was measured.

    Raises
    ------
    TooLittleToLearn
        When there are fewer than `FEWEST_CANDIDATES` candidates, or nothing was ever chosen.
    """
    number = len(np.unique(decisions.candidates))
    if number < FEWEST_CANDIDATES:
        raise TooLittleToLearn(
            f"There are decisions about {number} candidates; a ranking is learned from {FEWEST_CANDIDATES} on."
        )
    early, late = time_split(decisions.moments, decisions.candidates, held_out)
    seen, unseen = decisions.take(early), decisions.take(late)
    if not seen.worth.any() or not unseen.worth.any():
        raise TooLittleToLearn("Nothing of what was shown has been chosen yet, so there is nothing to learn.")
    ranker = LearnedRanker().fit(seen.values, seen.worth, positions=seen.positions, groups=seen.candidates)
    ranker.version = version
    found = compare(ranker, champion, unseen)
    return ranker, Card(
        version=version,
        made_at=made_at.isoformat(timespec="seconds"),
        simulated=simulated,
        window=seen.window,
        candidates=len(np.unique(seen.candidates)),
        pairs=len(seen),
        metrics=as_table(found, champion.version),
        fairness=[*fairness_table(found.fairness)],
        promotable=not found.hindrances,
        hindrances=found.hindrances,
    )


def as_table(found: Comparison, champion: str) -> dict[str, str]:
    """A comparison for people: name and value."""
    return {
        "champion": champion,
        **{name: str(value) for name, value in found.metrics.items()},
        "calibration error (ECE)": f"{found.calibration:.3f}",
    }


def fairness_table(rates: list[GroupRate]) -> list[dict[str, str]]:
    """Group rates for people; what is suppressed says so."""
    hidden = "fewer than 10"

    def row(one: GroupRate) -> dict[str, str]:
        return {
            "attribute": one.attribute,
            "group": one.group,
            "outcome": one.outcome,
            "people": hidden if one.people is None else str(one.people),
            "rate": hidden if one.rate is None else f"{one.rate:.2f}",
            "ratio to the largest group": hidden if one.ratio is None else str(one.ratio),
        }

    return [row(one) for one in rates]


def _scores(ranker: Ranker, values: Floats) -> Floats:
    if values.shape[1] != len(FEATURES):
        raise ValueError(f"{values.shape[1]} features, not {len(FEATURES)}")
    return ranker.as_score(ranker.contributions(values).sum(axis=1) + ranker.baseline_)


def _first_choices(scores: Floats, decisions: Decisions) -> list[GroupRate]:
    """By group, for which share of the candidates the first choice is something that was accepted."""

    def accepted(own: Floats, grades: Floats) -> float:
        return float(grades[int(np.argmax(own))] >= 2)

    ids, hit = by_candidate(accepted, scores, decisions.grades, decisions.candidates)
    first = {str(one): at for at, one in reversed(list(enumerate(decisions.candidates)))}
    rows = np.array([first[str(one)] for one in ids])
    return report(
        {"first choice accepted": hit > 0},
        {name: groups[rows] for name, groups in decisions.groups.items()},
    )
