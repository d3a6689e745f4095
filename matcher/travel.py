"""How long a way to work takes, by each way of travelling."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

import numpy as np
from numpy.typing import NDArray

from matcher.records import Shift, TravelMode


@dataclass(frozen=True)
class ModeSpeed:
    """Door-to-door speed of a way of travelling.

    ``km_h`` is the speed along the way, ``detour`` how much longer the way is than the straight
    line, ``wait`` the minutes before and after (walking to the stop, waiting, parking).
    """

    km_h: float
    detour: float
    wait: float


# Walking and cycling: Department for Transport, journey time statistics (5 and 16 km/h). Car: average
# speed on local A roads in a rural county, about 50 km/h (DfT, CGN0503). Bus and train: half of that
# for stops and changes, with the waits the DfT's accessibility model assumes. Detour 1.3: the usual
# ratio of network to straight-line distance (Newell, 1980). The figures are for ordering and for a
# generous limit, not for a timetable.
SPEEDS: dict[TravelMode, ModeSpeed] = {
    "walk": ModeSpeed(5.0, 1.2, 0.0),
    "cycle": ModeSpeed(16.0, 1.3, 2.0),
    "bus": ModeSpeed(25.0, 1.3, 12.0),
    "train": ModeSpeed(50.0, 1.3, 25.0),
    "car": ModeSpeed(50.0, 1.3, 4.0),
    "lift": ModeSpeed(50.0, 1.3, 6.0),
}

# Before this hour, after that one and at weekends a rural bus may not run (Somerset Bus Partnership,
# Bus Service Improvement Plan 2021: most routes 07:00 to 19:00, Monday to Saturday).
FIRST_BUS_ARRIVES = time(7, 15)
# Homes are known to the town, not to the street: no way is said to be shorter than this.
SHORTEST_MINUTES = 5
_BUS_POOR_SHIFTS: frozenset[Shift] = frozenset({"night", "weekend"})


def all_minutes(km: NDArray[np.float64], mode: TravelMode) -> NDArray[np.int64]:
    """Estimated minutes from door to door, at least 5, over straight-line distances in kilometres."""
    speed = SPEEDS[mode]
    taken = np.rint(km * (speed.detour / speed.km_h * 60) + speed.wait).astype(np.int64)
    return np.asarray(np.maximum(SHORTEST_MINUTES, taken))


def minutes(km: float, mode: TravelMode) -> int:
    """Estimated minutes over one distance.

    >>> minutes(10.0, "bus")
    43
    """
    return int(all_minutes(np.array([km]), mode)[0])


def bus_may_not_run(first_shift_start: time | None, shifts: Collection[Shift]) -> bool:
    """Whether a job begins before the first bus, or is at nights and weekends only: a warning, never a no."""
    early = first_shift_start is not None and first_shift_start < FIRST_BUS_ARRIVES
    return early or (bool(shifts) and set(shifts) <= _BUS_POOR_SHIFTS)
