"""How far one candidate is from every place of a market, and how long the way takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.geography import distances_km
from matcher.market import Bools, Floats, Ints, Market
from matcher.records import Candidate, TravelMode
from matcher.travel import all_minutes

# A limit said in round numbers is not meant to the minute, nor is the estimate exact to it.
GENEROUS = 1.15


@dataclass(frozen=True)
class Journeys:
    """The quickest way to each place of a market.

    Attributes
    ----------
    km : floats of shape (n_places,) or None
        Straight-line kilometres; None when the home is not known.
    minutes : ints of shape (n_places,) or None
        None when the home or the ways of travelling are not known.
    mode : ints of shape (n_places,)
        Index into `modes`; empty when `minutes` is None.
    modes : tuple of str
        The ways the candidate can travel, in alphabetical order.
    most_minutes : int or None
        The candidate's own limit.
    """

    km: Floats | None
    minutes: Ints | None
    mode: Ints
    modes: tuple[TravelMode, ...]
    most_minutes: int | None

    @classmethod
    def of(cls, candidate: Candidate, market: Market) -> Journeys:
        """The candidate's ways to the places of a market."""
        modes: tuple[TravelMode, ...] = tuple(sorted(usable_modes(candidate)))
        most = candidate.max_minutes
        nothing = np.zeros(0, dtype=np.int64)
        if candidate.home is None:
            return cls(None, None, nothing, modes, most)
        km = distances_km(candidate.home, market.lat, market.lon)
        if not modes:
            return cls(km, None, nothing, modes, most)
        times = np.stack([all_minutes(km, mode) for mode in modes])
        quickest = np.argmin(times, axis=0)
        return cls(km, times[quickest, np.arange(len(km))], quickest, modes, most)

    @cached_property
    def within_reach(self) -> Bools | None:
        """For each place, whether it is within the candidate's limit; None when that cannot be told."""
        if self.minutes is None or self.most_minutes is None:
            return None
        return np.asarray(self.minutes <= self.most_minutes * GENEROUS)

    def to(self, place: int) -> tuple[float | None, int | None, TravelMode | None]:
        """Kilometres, minutes and way to one place; None for what is not known."""
        km = None if self.km is None else float(self.km[place])
        if self.minutes is None:
            return km, None, None
        return km, int(self.minutes[place]), self.modes[self.mode[place]]


def usable_modes(candidate: Candidate) -> Collection[TravelMode]:
    """The ways someone can travel; their own car only counts when they drive."""
    modes = candidate.travel_modes or frozenset()
    return modes - {"car"} if candidate.can_drive is False else modes
