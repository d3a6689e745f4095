"""What could come first: the next English courses, the next academy, in the order one would go."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from matcher.journeys import Journeys
from matcher.market import NO_DAY, Bools, Columns, Day, Ints
from matcher.records import Candidate, Cefr, Opportunity


class Paths:
    """The courses and intakes of a day that one candidate could join, soonest first.

    Parameters
    ----------
    candidate : Candidate
    day : Day
    journeys : Journeys
        What is too far is no way; where that cannot be told, everything counts.
    joinable : callable
        Which programmes no rule refuses the candidate; asked once, when first needed.
    """

    def __init__(
        self, candidate: Candidate, day: Day, journeys: Journeys, joinable: Callable[[Columns], Bools]
    ) -> None:
        self._candidate = candidate
        self._day = day
        self._journeys = journeys
        self._joinable = joinable
        self._chains: dict[tuple[Cefr, Cefr, int], tuple[Opportunity, ...]] = {}

    def english(self, start: Cefr, target: Cefr, free_from: int | None = None) -> tuple[Opportunity, ...]:
        """The earliest open courses within reach that lead from one level to another, one after the other.

        Empty when no course leads there now; the gap is then shown without a date.

        Parameters
        ----------
        start, target : Cefr
        free_from : int, optional
            Day number from which the candidate has time; today by default.
        """
        key = (start, target, free_from or self._day.today.toordinal())
        if key not in self._chains:
            self._chains[key] = self._chain(*key)
        return self._chains[key]

    def english_ends(self, start: Ints, target: Ints) -> Ints:
        """Day numbers on which the courses from some levels to others end; today where none is needed.

        `NO_DAY` where no course leads there, or its end is not given.
        """
        found = np.full(len(start), self._day.today.toordinal(), dtype=np.int64)
        # Few different pairs of levels stand behind thousands of rows.
        pairs = start * len(Cefr) + target
        for pair in np.unique(pairs[target > 0]):
            low, high = divmod(int(pair), len(Cefr))
            ends = [one.ends_on.toordinal() for one in self.english(Cefr(low), Cefr(high)) if one.ends_on]
            found[(pairs == pair) & (target > 0)] = max(ends, default=NO_DAY)
        return found

    @cached_property
    def programme_ends(self) -> Ints:
        """For each role of the market, the day number on which the next programme towards it ends."""
        found = np.full(len(self._day.market.roles) + 1, NO_DAY, dtype=np.int64)
        for at in reversed(self._soonest(self._programmes)):
            found[self._programmes.roles[at]] = self._programmes.ends_on[at]
        return found[:-1]

    @cached_property
    def roles_led_to(self) -> Bools:
        """For each role of the market, whether an academy or distance course leads there in time."""
        found = np.zeros(len(self._day.market.roles) + 1, dtype=bool)
        found[self._programmes.roles] = True
        return found[:-1]

    def programme(self, role: int) -> tuple[Opportunity, ...]:
        """The next academy or distance course towards a role, after the English it needs; empty when none."""
        leads = self._programmes.take((self._programmes.roles == role).any(axis=1))
        if not len(leads):
            return ()
        first = self._soonest(leads)[0]
        start, target = self._shortfall(leads)
        return (*self._english_between(start[first], target[first]), self._opportunity(leads, first))

    @cached_property
    def _programmes(self) -> Columns:
        """Programmes no rule refuses, that start after the English they need could be there."""
        every = self._day.programmes
        near = self._journeys.within_reach
        if near is not None:
            # What is too far is refused by the travel rule; asking the others about it would be idle.
            every = every.take(near[every.place] | every.is_type("prepare_to_care"))
        rows = every.take(self._joinable(every))
        start, target = self._shortfall(rows)
        ready = self.english_ends(start, target)
        return rows.take(rows.starts_on >= np.minimum(ready, NO_DAY - 1))

    def _shortfall(self, rows: Columns) -> tuple[Ints, Ints]:
        """The lowest level where the English falls short and the highest needed there; 0 and 0 where it does not.

        What was not answered falls short of nothing.
        """
        english = self._candidate.english
        levels = (english.speaking, english.reading, english.writing)
        have = np.array([Cefr.C2 if level is None else level for level in levels], dtype=np.int64)
        short = rows.english > have
        start = np.where(short, have, Cefr.C2).min(axis=1)
        target = np.where(short, rows.english, 0).max(axis=1)
        return np.where(target > 0, start, 0), target

    def _english_between(self, start: int, target: int) -> tuple[Opportunity, ...]:
        return self.english(Cefr(start), Cefr(target)) if target else ()

    def _chain(self, start: Cefr, target: Cefr, free_from: int) -> tuple[Opportunity, ...]:
        courses, soonest = self._esol
        chain: list[Opportunity] = []
        level = int(start)
        while level < target:
            begins = np.where(courses.starts_on == NO_DAY, free_from, courses.starts_on)
            fits = (courses.esol_level > level) & (courses.english[:, 0] <= level) & (begins >= free_from)
            at = next((one for one in soonest if fits[one]), None)
            if at is None:
                return ()
            chain.append(self._opportunity(courses, at))
            level = int(courses.esol_level[at])
            ends = int(courses.ends_on[at])
            free_from = free_from if ends == NO_DAY else ends
        return tuple(chain)

    @cached_property
    def _esol(self) -> tuple[Columns, list[int]]:
        near = self._journeys.within_reach
        every = self._day.esol
        courses = every if near is None else every.take(near[every.place])
        return courses, self._soonest(courses)

    def _soonest(self, rows: Columns) -> list[int]:
        """Positions of rows, the first to start first, then the nearest, the least ambitious."""
        today = self._day.today.toordinal()
        starts = np.where(rows.starts_on == NO_DAY, today, rows.starts_on)
        km = np.zeros(len(rows)) if self._journeys.km is None else self._journeys.km[rows.place]
        return [int(at) for at in np.lexsort((rows.row, rows.esol_level, km, starts))]

    def _opportunity(self, rows: Columns, at: int) -> Opportunity:
        return self._day.market.opportunities[int(rows.row[at])]
