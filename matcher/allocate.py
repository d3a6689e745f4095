"""Filling cohorts: who gets which place when there are fewer places than people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matcher.market import Floats

Stage = Literal["fit", "entitlement", "local_share"]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Someone who could join: how well each intake fits (0 to 1, absent where impossible), and their claims."""

    id: str
    fit: Mapping[str, float]
    entitled: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """A group to fill; ``local_share`` is the least share of local residents among those placed, 0 to 1."""

    id: str
    places: int
    local_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Trade:
    """What one demand changed: who got a place or lost it, and the fit it cost in all (0 or more)."""

    demand: Stage
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Allocation:
    """A proposal for a coordinator.

    Attributes
    ----------
    places : mapping of str to tuple of str
        Applicants by intake, the best fit first.
    waiting : tuple of str
        Who has no place, the best fit first.
    fit : float
        Sum over those placed.
    trades : tuple of Trade
        What entitlements and the local share changed, in that order.
    unmet : mapping of str to float
        Intakes whose local share cannot be reached, with the share that was.
    """

    places: Mapping[str, tuple[str, ...]]
    waiting: tuple[str, ...]
    fit: float
    trades: tuple[Trade, ...]
    unmet: Mapping[str, float] = field(default_factory=dict)


def allocate(applicants: Sequence[Applicant], intakes: Sequence[Intake]) -> Allocation:
    """Propose who gets which place: entitlements first, then as many people as possible, then the best fit.

    An integer programme solved exactly (HiGHS, Huangfu and Hall, 2018, through `scipy.optimize.milp`),
    once for each demand, so that what each demand changes can be told. The local share is a demand
    on the people placed, so it may leave a place empty rather than be broken; it does not apply to an
    intake that too few local people can join.

    Parameters
    ----------
    applicants : sequence of Applicant
        In any order; the result does not depend on it.
    intakes : sequence of Intake

    Raises
    ------
    ValueError
        When ids are not unique, a fit or a share is not from 0 to 1, places are below 0, or a fit names
        an unknown intake.
    """
    people = sorted(applicants, key=lambda one: one.id)
    groups = sorted(intakes, key=lambda one: one.id)
    _check(people, groups)
    problem = _Problem(people, groups)
    by_fit = problem.solve(entitled_first=False, local=False)
    entitled = problem.solve(entitled_first=True, local=False)
    final = problem.solve(entitled_first=True, local=True)
    trades = (
        problem.trade("entitlement", by_fit, entitled),
        problem.trade("local_share", entitled, final),
    )
    return Allocation(
        places=problem.placed(final),
        waiting=problem.waiting(final),
        fit=round(float(problem.fit @ final), 6),
        trades=tuple(trade for trade in trades if trade.gained or trade.lost),
        unmet=problem.unmet(),
    )


class _Problem:
    """Possible pairs of people and groups, and the constraints on choosing among them."""

    def __init__(self, people: list[Applicant], groups: list[Intake]) -> None:
        self.people, self.groups = people, groups
        at = {group.id: number for number, group in enumerate(groups)}
        pairs = [(p, at[g], fit) for p, one in enumerate(people) for g, fit in sorted(one.fit.items())]
        self.person = np.array([p for p, _, _ in pairs], dtype=np.int64)
        self.group = np.array([g for _, g, _ in pairs], dtype=np.int64)
        self.fit = np.array([fit for _, _, fit in pairs], dtype=np.float64)
        self.is_entitled = np.array([one.entitled for one in people], dtype=bool)
        self.is_local = np.array([one.local for one in people], dtype=bool)

    def solve(self, *, entitled_first: bool, local: bool) -> Floats:
        """For each pair, 1 when it is chosen and 0 when not."""
        count = len(self.fit)
        if not count:
            return np.zeros(0)
        # One person more is worth more than any gain in fit; one entitled person more than all others.
        many = len(self.people) + 1.0
        worth = self.fit + many
        if entitled_first:
            worth = worth + many * many * self.is_entitled[self.person]
        # Of equals the first by id: a hair's breadth decides, far below any real difference in fit.
        worth = worth - 1e-7 * np.arange(count) / count
        rows = [self._one_place_each(), self._places()]
        if local:
            rows += self._local_shares()
        found = milp(-worth, integrality=np.ones(count), bounds=Bounds(0, 1), constraints=rows)
        if found.x is None:
            raise RuntimeError(f"no allocation was found: {found.message}")
        return np.rint(np.asarray(found.x, dtype=np.float64))

    def _sum(self, index: NDArray[np.int64], size: int, weight: Floats | None = None) -> csr_array:
        values = np.ones(len(index)) if weight is None else weight
        return csr_array((values, (index, np.arange(len(index)))), shape=(size, len(index)))

    def _one_place_each(self) -> LinearConstraint:
        return LinearConstraint(self._sum(self.person, len(self.people)), ub=np.ones(len(self.people)))

    def _places(self) -> LinearConstraint:
        places = np.array([group.places for group in self.groups], dtype=np.float64)
        return LinearConstraint(self._sum(self.group, len(self.groups)), ub=places)

    def _local_shares(self) -> list[LinearConstraint]:
        share = np.array([group.local_share for group in self.groups])
        share[list(self._too_few_local())] = 0.0
        if not share.any():
            return []
        # Sum over the placed of (is local - share) is at least nothing.
        weight = self.is_local[self.person] - share[self.group]
        weight[share[self.group] == 0.0] = 0.0
        return [
            LinearConstraint(self._sum(self.group, len(self.groups), weight), lb=np.full(len(share), -1e-9))
        ]

    def _too_few_local(self) -> dict[int, float]:
        """Groups that local people who could join could not fill to the share, with the best share."""
        found = {}
        for number, group in enumerate(self.groups):
            here = self.group == number
            could = int(here.sum())
            local = int(self.is_local[self.person[here]].sum())
            filled = min(group.places, could)
            if filled and min(local, filled) < group.local_share * filled - 1e-9:
                found[number] = local / filled
        return found

    def unmet(self) -> dict[str, float]:
        return {self.groups[number].id: round(share, 3) for number, share in self._too_few_local().items()}

    def placed(self, chosen: Floats) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[tuple[float, str]]] = {group.id: [] for group in self.groups}
        for pair in np.flatnonzero(chosen):
            person = self.people[int(self.person[pair])].id
            found[self.groups[int(self.group[pair])].id].append((-float(self.fit[pair]), person))
        return {group: tuple(person for _, person in sorted(those)) for group, those in found.items()}

    def _with_place(self, chosen: Floats) -> set[str]:
        return {self.people[int(self.person[pair])].id for pair in np.flatnonzero(chosen)}

    def waiting(self, chosen: Floats) -> tuple[str, ...]:
        placed = self._with_place(chosen)
        without = (one for one in self.people if one.id not in placed)
        return tuple(
            one.id for one in sorted(without, key=lambda one: (-max(one.fit.values(), default=0.0), one.id))
        )

    def trade(self, demand: Stage, before: Floats, after: Floats) -> Trade:
        had, have = self._with_place(before), self._with_place(after)
        cost = float(self.fit @ before - self.fit @ after)
        return Trade(demand, tuple(sorted(have - had)), tuple(sorted(had - have)), round(max(0.0, cost), 6))


def _check(people: list[Applicant], groups: list[Intake]) -> None:
    for what, ids in (("applicant", [one.id for one in people]), ("intake", [one.id for one in groups])):
        twice = sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else []
        if twice:
            raise ValueError(f"two of a kind: {what} {twice[0]}")
    known = {group.id for group in groups}
    for group in groups:
        if group.places < 0 or not 0.0 <= group.local_share <= 1.0:
            raise ValueError(f"intake {group.id}: places below 0, or a local share not from 0 to 1")
    for one in people:
        for intake, fit in one.fit.items():
            if intake not in known:
                raise ValueError(f"applicant {one.id}: unknown intake {intake}")
            if not 0.0 <= fit <= 1.0:
                raise ValueError(f"applicant {one.id}: fit {fit} is not from 0 to 1")
