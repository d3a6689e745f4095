"""The gazetteer: outward codes and towns, and how far apart they are."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matcher.geography.mentions import find_names, find_outward_codes, plain
from matcher.records import Place

_EARTH_KM = 6371.0088  # mean radius, IUGG


def distances_km(home: Place, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle distances in kilometres from a place to points given in degrees (haversine formula)."""
    here_lat, there_lat = math.radians(home.lat), np.radians(lat)
    half_lat = np.sin((there_lat - here_lat) / 2) ** 2
    half_lon = np.sin(np.radians(lon - home.lon) / 2) ** 2
    share = half_lat + math.cos(here_lat) * np.cos(there_lat) * half_lon
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(share)))


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres between two places (haversine formula)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2) ** 2
    half_lon = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon))


@dataclass(frozen=True)
class Town:
    """A place with its population, by which namesakes are ordered when nothing else tells them apart."""

    place: Place
    population: int


class Geography:
    """Finds the places a sentence names.

    Parameters
    ----------
    towns : iterable of Town
    codes : mapping of str to (float, float)
        Outward code to latitude and longitude of its centre, in degrees.
    spellings : iterable of (str, str)
        Name of a town and how it is written in another alphabet or in short.
    """

    def __init__(
        self,
        towns: Iterable[Town],
        codes: Mapping[str, tuple[float, float]],
        spellings: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._towns = tuple(towns)
        self._by_name: dict[str, list[Town]] = {}
        for town in self._towns:
            self._by_name.setdefault(plain(town.place.name), []).append(town)
        for name, spelling in spellings:
            written = self._by_name.setdefault(plain(spelling), [])
            written += [town for town in self._by_name[plain(name)] if town not in written]
        self._codes = dict(codes)

    @classmethod
    @cache
    def shipped(cls) -> Geography:
        """The gazetteer that ships with the product."""
        codes = {
            row["outward_code"]: (float(row["lat"]), float(row["lon"])) for row in _rows("outward_codes.csv")
        }
        towns = [
            Town(
                Place(row["name"], row["outward_code"], float(row["lat"]), float(row["lon"])),
                int(row["population"]),
            )
            for row in _rows("places.csv")
        ]
        return cls(towns, codes, [(row["name"], row["spelling"]) for row in _rows("spellings.csv")])

    distance_km = staticmethod(distance_km)

    @property
    def centres(self) -> Mapping[str, tuple[float, float]]:
        """Latitude and longitude of every outward code's centre, in degrees."""
        return MappingProxyType(self._codes)

    def outward(self, code: str) -> Place | None:
        """The centre of an outward code, named after its largest town; None when there is no such code."""
        code = code.strip().upper()
        if code not in self._codes:
            return None
        lat, lon = self._codes[code]
        return Place(self._town_of(code, lat, lon), code, lat, lon)

    def _town_of(self, code: str, lat: float, lon: float) -> str:
        here = Place("", code, lat, lon)
        inside = [town for town in self._towns if town.place.outward_code == code]
        if inside:
            return max(inside, key=lambda town: town.population).place.name
        return min(self._towns, key=lambda town: distance_km(here, town.place)).place.name

    def resolve(self, text: str, near: Place | None = None) -> list[Place]:
        """The places a sentence names, best first; empty when none is credible.

        Parameters
        ----------
        text : str
            A postcode, an outward code, or words in any language around a place's name, which may
            be misspelt or without accents.
        near : Place, optional
            Where most people who ask live. Namesakes are ordered by their distance from it; without
            it, by population.

        Returns
        -------
        list of Place
            A postcode counts before a name, an exact name before a misspelt one. Only the postcode's
            first half is used: where a person lives is known to the town, not to the street.
        """
        codes = [place for code in find_outward_codes(text, self._codes) if (place := self.outward(code))]
        if codes:
            return codes
        places: list[Place] = []
        for name in find_names(text, self._by_name.keys()):
            namesakes = self._by_name[name]
            if near is not None:
                namesakes = sorted(namesakes, key=lambda town: distance_km(near, town.place))
            else:
                namesakes = sorted(namesakes, key=lambda town: -town.population)
            places += [town.place for town in namesakes]
        return places


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files("matcher.geography") / "data" / name).read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
