"""All opportunities of a day side by side in columns, so that one look serves thousands of them.

Rules and features are written once, over columns. A single pair is a market of one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from matcher.records import Cefr, Dbs, Driving, Opportunity, OpportunityType, Shift
from matcher.travel import bus_may_not_run

TYPES: tuple[OpportunityType, ...] = get_args(OpportunityType)
SHIFTS: tuple[Shift, ...] = get_args(Shift)
DBS: tuple[Dbs, ...] = get_args(Dbs)
DRIVING: tuple[Driving, ...] = get_args(Driving)
TASKS = ("speaking", "reading", "writing")
# Days are counted from year 1; a day that is not given is later than every other.
NO_DAY = np.iinfo(np.int32).max
NO_LIMIT = np.iinfo(np.int32).max

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """Facts of n opportunities, one array each; the first axis is the opportunity.

    Attributes
    ----------
    row : ints
        Position in the market.
    type, role, employer, place, dbs, driving : ints
        Indices into `TYPES`, the market's roles, employers and places, `DBS` and `DRIVING`.
    roles : ints of shape (n, most roles)
        The role and those it leads to, filled up with -1.
    wanted : ints of shape (n, most skills)
        The market's skills that are wanted, filled up with -1.
    hours_min, hours_max, pay : floats
        Hours a week and pounds an hour; NaN where not given.
    shifts : bools of shape (n, 5)
        In the order of `SHIFTS`.
    english : ints of shape (n, 3)
        Levels (`Cefr`) by task; 0 where none is needed.
    closes_on, starts_on, ends_on : ints
        Day numbers; `NO_DAY` where not given.
    places_left : ints
        `NO_LIMIT` where not given.
    """

    row: Ints
    type: Ints
    role: Ints
    roles: Ints
    employer: Ints
    place: Ints
    hours_min: Floats
    hours_max: Floats
    shifts: Bools
    bus_poor: Bools
    pay: Floats
    dbs: Ints
    driving: Ints
    english: Ints
    wanted: Ints
    experience_required: Bools
    status_open: Bools
    closes_on: Ints
    starts_on: Ints
    ends_on: Ints
    places_left: Ints
    esol_level: Ints
    minimum_age: Ints
    benefit_required: Bools

    def __len__(self) -> int:
        return len(self.row)

    def take(self, index: NDArray[np.integer] | Bools) -> Columns:
        """Some of the rows, in the order asked for."""
        return Columns(*(getattr(self, name)[index] for name in _COLUMN_NAMES))

    def is_type(self, *types: OpportunityType) -> Bools:
        """Which rows are of one of some types."""
        return np.asarray(_flags(types)[self.type])


@cache
def _flags(types: tuple[OpportunityType, ...]) -> Bools:
    return np.array([kind in types for kind in TYPES])


_COLUMN_NAMES = tuple(one.name for one in fields(Columns))


class Market:
    """Opportunities in columns, in the order of their ids.

    Parameters
    ----------
    opportunities : iterable of Opportunity
        In any order, with unique ids.

    Attributes
    ----------
    opportunities : tuple of Opportunity
    roles, employers, skills : tuple of str
        What the columns' indices stand for.
    lat, lon : ndarray of shape (n_places,)
        Degrees of the different places.
    columns : Columns

    Raises
    ------
    ValueError
        When two opportunities have the same id.
    """

    def __init__(self, opportunities: Iterable[Opportunity]) -> None:
        self.opportunities = tuple(sorted(opportunities, key=lambda one: one.id))
        if len({one.id for one in self.opportunities}) < len(self.opportunities):
            raise ValueError("two opportunities have the same id")
        every = self.opportunities
        self.roles = _different(role for one in every for role in (one.role, *one.leads_to_roles))
        self.employers = _different(one.employer_id for one in every)
        self.skills = _different(skill for one in every for skill in one.skills_wanted)
        points = sorted({(one.place.lat, one.place.lon) for one in every})
        self.lat = np.array([lat for lat, _ in points], dtype=np.float64)
        self.lon = np.array([lon for _, lon in points], dtype=np.float64)
        self.columns = _columns(self, {point: at for at, point in enumerate(points)})
        self._days: dict[date, Day] = {}

    def __len__(self) -> int:
        return len(self.opportunities)

    def on(self, today: date) -> Day:
        """What is open on a day; the last day asked for is kept."""
        day = self._days.get(today)
        if day is None:
            self._days = {today: (day := Day(self, today))}
        return day


class Day:
    """What is open on a day, and which rows are at which place."""

    def __init__(self, market: Market, today: date) -> None:
        self.market = market
        self.today = today
        self.columns = market.columns.take(is_open(market.columns, today))

    @cached_property
    def esol(self) -> Columns:
        """The English courses."""
        return self.columns.take(self.columns.is_type("esol"))

    @cached_property
    def programmes(self) -> Columns:
        """Academies and distance learning, which lead to roles."""
        return self.columns.take(self.columns.is_type("swap", "prepare_to_care"))

    @cached_property
    def anywhere(self) -> Ints:
        """Positions of the rows whose place does not matter: distance learning."""
        return np.flatnonzero(self.columns.is_type("prepare_to_care"))

    @cached_property
    def _by_place(self) -> tuple[Ints, Ints]:
        at = np.flatnonzero(~self.columns.is_type("prepare_to_care"))
        place = self.columns.place[at]
        order = np.argsort(place, kind="stable")
        edges = np.searchsorted(place[order], np.arange(len(self.market.lat) + 1))
        return at[order], edges

    def at_places(self, places: Bools) -> Columns:
        """The rows at some of the places, and those whose place does not matter, in the market's order."""
        if places.all():
            return self.columns
        rows, edges = self._by_place
        chosen = np.flatnonzero(places)
        found = [rows[edges[place] : edges[place + 1]] for place in chosen]
        return self.columns.take(np.sort(np.concatenate([self.anywhere, *found])))


# These run as a group with a first day: nobody joins after it.
STARTS_TOGETHER: tuple[OpportunityType, ...] = (
    "swap",
    "prepare_to_care",
    "esol",
    "placement",
    "vaccinator_training",
)


def is_open(rows: Columns, today: date) -> Bools:
    """Open, not past the closing or first day, with a place left (places not given count as some)."""
    day = today.toordinal()
    begun = rows.is_type(*STARTS_TOGETHER) & (rows.starts_on < day)
    return rows.status_open & (rows.closes_on >= day) & ~begun & (rows.places_left > 0)


def _different(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _columns(market: Market, place_at: dict[tuple[float, float], int]) -> Columns:
    every = market.opportunities
    role_at = {role: at for at, role in enumerate(market.roles)}
    employer_at = {employer: at for at, employer in enumerate(market.employers)}
    skill_at = {skill: at for at, skill in enumerate(market.skills)}

    def ints(value: Callable[[Opportunity], int]) -> Ints:
        return np.array([value(one) for one in every], dtype=np.int64)

    def bools(value: Callable[[Opportunity], bool]) -> Bools:
        return np.array([value(one) for one in every], dtype=bool)

    def floats(value: Callable[[Opportunity], float | None]) -> Floats:
        return np.array([np.nan if (v := value(one)) is None else v for one in every], dtype=np.float64)

    return Columns(
        row=np.arange(len(every)),
        type=ints(lambda one: TYPES.index(one.type)),
        role=ints(lambda one: role_at[one.role]),
        roles=_filled([[role_at[role] for role in (one.role, *one.leads_to_roles)] for one in every]),
        employer=ints(lambda one: employer_at[one.employer_id]),
        place=ints(lambda one: place_at[one.place.lat, one.place.lon]),
        hours_min=floats(lambda one: one.hours.min if one.hours else None),
        hours_max=floats(lambda one: one.hours.max if one.hours else None),
        shifts=np.array([[s in one.shifts for s in SHIFTS] for one in every], dtype=bool).reshape(-1, 5),
        bus_poor=bools(lambda one: bus_may_not_run(one.first_shift_start, one.shifts)),
        pay=floats(lambda one: None if one.pay_hourly_min is None else float(one.pay_hourly_min)),
        dbs=ints(lambda one: DBS.index(one.dbs)),
        driving=ints(lambda one: DRIVING.index(one.driving)),
        english=np.array(
            [[getattr(one.english, task) or Cefr.A0 for task in TASKS] for one in every], dtype=np.int64
        ).reshape(-1, len(TASKS)),
        wanted=_filled([[skill_at[skill] for skill in one.skills_wanted] for one in every]),
        experience_required=bools(lambda one: one.experience_required),
        status_open=bools(lambda one: one.status == "open"),
        closes_on=ints(lambda one: _day(one.closes_on)),
        starts_on=ints(lambda one: _day(one.starts_on)),
        ends_on=ints(lambda one: _day(one.ends_on)),
        places_left=ints(lambda one: NO_LIMIT if one.places_left is None else one.places_left),
        esol_level=ints(lambda one: one.esol_level or Cefr.A0),
        minimum_age=ints(lambda one: one.minimum_age),
        benefit_required=bools(lambda one: one.benefit_required),
    )


def _day(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal()


def _filled(lists: Sequence[Sequence[int]]) -> Ints:
    """Lists of different lengths as one array, filled up with -1."""
    longest = max((len(one) for one in lists), default=0)
    table = np.full((len(lists), max(1, longest)), -1, dtype=np.int64)
    for at, one in enumerate(lists):
        table[at, : len(one)] = one
    return table
