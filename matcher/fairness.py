"""Who is shown, accepted, referred, interviewed and hired: by group, with intervals, small groups hidden.

Groups (chat language, ethnicity, sex, age band, disability) come here only to be measured. They are
kept apart from profiles, and nothing of them reaches a ranking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from fairlearn.metrics import MetricFrame, count, selection_rate
from numpy.typing import NDArray
from scipy.stats import norm

from matcher.evaluate import Interval
from matcher.market import Bools

# Below this many people a number says who they are rather than how they fare (the product's own limit;
# the Office for National Statistics suppresses below 10 in comparable tables).
SMALLEST_CELL = 10
# From this many people on in both groups a ratio can be held against a ranking.
ENOUGH_FOR_A_VERDICT = 30
# The four-fifths rule: Uniform Guidelines on Employee Selection Procedures, 1978, used here as an alarm
# and not as a proof; there is no such threshold in the Equality Act 2010.
FOUR_FIFTHS = 0.8
_Z = float(norm.ppf(0.975))

STAGES = ("shown", "accepted", "referred", "interviewed", "hired")


@dataclass(frozen=True, slots=True)
class GroupRate:
    """How one group fares in one respect, beside the reference group (the largest).

    ``people``, ``rate``, ``ratio`` and ``difference`` are None where the group or its reference is too
    small to be shown.
    """

    attribute: str
    group: str
    outcome: str
    people: int | None
    rate: float | None
    ratio: Interval | None
    difference: Interval | None
    reference: bool = False

    @property
    def suppressed(self) -> bool:
        """Whether the group is too small to be shown."""
        return self.people is None


def group_rates(outcome: str, happened: Bools, attribute: str, groups: NDArray[np.str_]) -> list[GroupRate]:
    """The share of each group something happened to, with ratio and difference to the largest group.

    Parameters
    ----------
    outcome, attribute : str
        Names for the report, such as ``"accepted"`` and ``"chat_language"``.
    happened : ndarray of bool of shape (n_people,)
    groups : ndarray of str of shape (n_people,)
        Empty where not told; those people are in no group.

    Returns
    -------
    list of GroupRate
        The largest group first; of equals in alphabetical order.

    Notes
    -----
    Rates are Fairlearn's `MetricFrame`. The interval of a ratio is Katz's (Biometrics, 1978) with half
    a case added to each cell, that of a difference Newcombe's hybrid score (Statistics in Medicine, 1998).
    """
    told = groups != ""
    happened, groups = happened[told], groups[told]
    if not len(groups):
        return []
    frame = MetricFrame(
        metrics={"people": count, "rate": selection_rate},
        y_true=happened.astype(int),
        y_pred=happened.astype(int),
        sensitive_features=groups,
    ).by_group
    sizes = {str(name): int(row["people"]) for name, row in frame.iterrows()}
    rates = {str(name): float(row["rate"]) for name, row in frame.iterrows()}
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    first = names[0]
    found = []
    for name in names:
        if min(sizes[name], sizes[first]) < SMALLEST_CELL:
            found.append(GroupRate(attribute, name, outcome, None, None, None, None))
            continue
        ours, theirs = (
            (round(rates[name] * sizes[name]), sizes[name]),
            (round(rates[first] * sizes[first]), sizes[first]),
        )
        found.append(
            GroupRate(
                attribute,
                name,
                outcome,
                sizes[name],
                rates[name],
                ratio_interval(ours, theirs),
                difference_interval(ours, theirs),
                name == first,
            )
        )
    return _second_suppression(found)


def _second_suppression(found: list[GroupRate]) -> list[GroupRate]:
    """Hide the next smallest group where a single hidden one could be had by subtraction.

    Where only the reference is left, it is hidden: with nothing beside it, it tells nothing else.
    """
    if sum(one.suppressed for one in found) != 1:
        return found
    shown = [one for one in found if not one.suppressed and not one.reference]
    shown = shown or [one for one in found if not one.suppressed]
    if not shown:
        return found
    smallest = min(shown, key=lambda one: one.people or 0)
    return [
        GroupRate(one.attribute, one.group, one.outcome, None, None, None, None) if one is smallest else one
        for one in found
    ]


def ratio_interval(ours: tuple[int, int], theirs: tuple[int, int]) -> Interval:
    """Ratio of two rates, each given as (cases, people), with its 95 % interval."""
    a, n = ours[0] + 0.5, ours[1] + 0.5
    b, m = theirs[0] + 0.5, theirs[1] + 0.5
    spread = _Z * float(np.sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m)))
    ratio = (ours[0] / ours[1]) / (theirs[0] / theirs[1]) if theirs[0] else float("nan")
    middle = float(np.log((a / n) / (b / m)))
    return Interval(ratio, float(np.exp(middle - spread)), float(np.exp(middle + spread)))


def difference_interval(ours: tuple[int, int], theirs: tuple[int, int]) -> Interval:
    """Difference of two rates, each given as (cases, people), with its 95 % interval."""
    ours_low, ours_high = _wilson(*ours)
    theirs_low, theirs_high = _wilson(*theirs)
    p, q = ours[0] / ours[1], theirs[0] / theirs[1]
    down = float(np.hypot(p - ours_low, theirs_high - q))
    up = float(np.hypot(ours_high - p, q - theirs_low))
    return Interval(p - q, p - q - down, p - q + up)


def _wilson(cases: int, people: int) -> tuple[float, float]:
    """Wilson's score interval of a rate (JASA, 1927)."""
    p, z2 = cases / people, _Z * _Z
    middle = (p + z2 / (2 * people)) / (1 + z2 / people)
    spread = _Z * float(np.sqrt(p * (1 - p) / people + z2 / (4 * people * people))) / (1 + z2 / people)
    return middle - spread, middle + spread


def gate(challenger: list[GroupRate], champion: list[GroupRate]) -> list[str]:
    """Why a challenger may not be promoted, in sentences; empty when it may.

    A group with enough people must fare at least four fifths as well as the largest group, or at
    least as well as under the champion.
    """
    before = {(one.attribute, one.group, one.outcome): one for one in champion}
    found = []
    for one in challenger:
        if one.ratio is None or one.reference or (one.people or 0) < ENOUGH_FOR_A_VERDICT:
            continue
        if np.isnan(one.ratio.value) or one.ratio.value >= FOUR_FIFTHS:
            continue
        known = before.get((one.attribute, one.group, one.outcome))
        if known is not None and known.ratio is not None and one.ratio.value >= known.ratio.value:
            continue
        found.append(
            f"{one.attribute} {one.group}: {one.outcome} at {one.ratio.value:.2f} of the largest group's rate."
        )
    return found


def report(outcomes: Mapping[str, Bools], attributes: Mapping[str, NDArray[np.str_]]) -> list[GroupRate]:
    """Every outcome by every attribute; the outcomes in their order, the groups of each by size."""
    return [
        rate
        for attribute, groups in attributes.items()
        for outcome, happened in outcomes.items()
        for rate in group_rates(outcome, happened, attribute, groups)
    ]
