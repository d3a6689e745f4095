"""The routes to a guaranteed interview, as data with a source and dates: `routes.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).with_name("routes.toml")

Need = Literal["redundancy_event", "completion", "opt_in"]


@dataclass(frozen=True)
class Route:
    """One version of one route.

    Attributes
    ----------
    code : str
        The way to an interview, as recruiters and the public read it.
    version : str
        What a granted interview keeps as the rule it was granted by.
    needs : {"redundancy_event", "completion", "opt_in"}
        The fact it looks at.
    types : frozenset of str
        Types of opportunity it applies to.
    completions : frozenset of str
        Kinds of course whose completion counts, for ``completion``.
    valid_for_days : int or None
        How long after its day a completion counts, that day plus this many included; always when null.
    minimum_criteria : tuple of str
        Rules of `matcher.eligibility` that must say yes, for ``opt_in``.
    source : str
        Where the rule comes from.
    effective_from, effective_to : date
        Days on which it grants, both included; no end when null.
    """

    code: str
    version: str
    needs: Need
    types: frozenset[str]
    source: str
    effective_from: date
    effective_to: date | None = None
    completions: frozenset[str] = frozenset()
    valid_for_days: int | None = None
    minimum_criteria: tuple[str, ...] = ()

    def in_force(self, today: date) -> bool:
        """Whether it grants today."""
        return self.effective_from <= today and (self.effective_to is None or today <= self.effective_to)


@cache
def every_route() -> tuple[Route, ...]:
    """All routes in all their versions, in the order of the file."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["route"]
    return tuple(
        Route(
            **{
                **entry,
                "types": frozenset(entry["types"]),
                "completions": frozenset(entry.get("completions", ())),
                "minimum_criteria": tuple(entry.get("minimum_criteria", ())),
            }
        )
        for entry in entries
    )


def routes_on(today: date) -> tuple[Route, ...]:
    """The routes in force, the one that is looked at first in front."""
    return tuple(route for route in every_route() if route.in_force(today))


def route_codes() -> tuple[str, ...]:
    """Every route's code, each once."""
    return tuple(dict.fromkeys(route.code for route in every_route()))
