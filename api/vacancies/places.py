"""Where a vacancy is: from a postcode, a town or a point to a place of the gazetteer."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from matcher import Geography
from matcher.geography.gazetteer import distances_km
from matcher.records import Place

_OUTWARD = re.compile(r"^([A-Z]{1,2}[0-9][0-9A-Z]?)(?: ?[0-9][A-Z]{2})?$")
_IN_TEXT = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])")
# The middle of an outward code and a town of the same name lie apart: rural codes are wide.
_FARTHEST_KM = 20.0
# A point in the sea or abroad belongs to no code.
_FARTHEST_POINT_KM = 40.0
# So many different towns of an import are remembered.
_REMEMBERED = 20_000


class Places:
    """Finds places and remembers what it found."""

    def __init__(self, geography: Geography) -> None:
        self._geography = geography
        self._outward = lru_cache(_REMEMBERED)(geography.outward)
        self._named = lru_cache(_REMEMBERED)(self._resolve)
        codes = sorted(geography.centres)
        self._codes = codes
        self._lat = np.array([geography.centres[code][0] for code in codes])
        self._lon = np.array([geography.centres[code][1] for code in codes])

    def find(
        self, place: str | None, postcode: str | None, point: tuple[float, float] | None
    ) -> tuple[Place, bool] | None:
        """The place, and whether it was inferred from less than a postcode.

        A postcode counts before a point, a point before a town's name. Null when nothing is known there.
        """
        code = self._code_of(postcode) or self._code_in(place)
        if code is not None and (area := self._outward(code)) is not None:
            return self._with_town(place, area), False
        if point is not None and (area := self._nearest(*point)) is not None:
            return self._with_town(place, area), True
        if place and (found := self._named(place)):
            return found[0], True
        return None

    def _code_of(self, postcode: str | None) -> str | None:
        match = _OUTWARD.match(re.sub(r"\s+", " ", (postcode or "").strip().upper()))
        return match[1] if match else None

    def _code_in(self, place: str | None) -> str | None:
        match = _IN_TEXT.search((place or "").upper())
        return self._code_of(match[1]) if match else None

    def _with_town(self, place: str | None, area: Place) -> Place:
        if not place:
            return area
        for one in self._named(place):
            if one.name and self._geography.distance_km(one, area) <= _FARTHEST_KM:
                return Place(one.name, area.outward_code, area.lat, area.lon)
        return area

    def _resolve(self, place: str) -> tuple[Place, ...]:
        # "Musgrove Park Hospital, Taunton": the town is one of the parts, most often the last.
        parts = [part.strip() for part in _IN_TEXT.sub("", place).split(",")]
        return tuple(found for part in reversed(parts) if part for found in self._geography.resolve(part))

    def _nearest(self, lat: float, lon: float) -> Place | None:
        distances = distances_km(Place("", "", lat, lon), self._lat, self._lon)
        at = int(distances.argmin())
        return self._outward(self._codes[at]) if distances[at] <= _FARTHEST_POINT_KM else None
