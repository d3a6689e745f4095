"""What an entry role usually needs (``profiles.toml``), and which role a title names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from matcher.records import Dbs, Driving

FILE = Path(__file__).with_name("profiles.toml")


@dataclass(frozen=True, slots=True)
class Profile:
    """What vacancies of a role usually ask; levels are CEFR, a task that needs none is missing."""

    dbs: Dbs
    driving: Driving | None
    english: Mapping[str, str]
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Profiles:
    """The profile of each role, and how titles are read.

    Attributes
    ----------
    above_band : int
        The first pay band that is no entry work.
    full_time_hours : float
        What "full time" means when no hours are named, a week.
    weeks_a_year : Decimal
        By which a year's pay becomes a week's.
    """

    of: Mapping[str, Profile]
    above_band: int
    full_time_hours: float
    weeks_a_year: Decimal
    _titles: re.Pattern[str]
    _role_of_title: Mapping[str, str]
    _above: re.Pattern[str]

    def role_of(self, title: str) -> str | None:
        """The role whose words stand in a title; the longest words count, of equal ones the first."""
        found = [match[0] for match in self._titles.finditer(_plain(title))]
        return self._role_of_title[max(found, key=len)] if found else None

    def is_above_entry(self, title: str) -> bool:
        """Whether a title asks for a registration, a degree or people to lead."""
        return self._above.search(_plain(title)) is not None


def _plain(title: str) -> str:
    return re.sub(r"\s+", " ", title.casefold().replace("–", "-"))


def _any_of(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    # A plural is the same word: "Care Assistants".
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?=s?(?![\w-]))")


@cache
def profiles() -> Profiles:
    """The profiles that ship."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    roles = data["role"]
    titles = {title: role for role, entry in roles.items() for title in entry["titles"]}
    return Profiles(
        of={
            role: Profile(entry["dbs"], entry.get("driving"), dict(entry["english"]), tuple(entry["skills"]))
            for role, entry in roles.items()
        },
        above_band=data["above_entry"]["band"],
        full_time_hours=float(data["full_time"]["hours"]),
        weeks_a_year=data["full_time"]["weeks_a_year"],
        _titles=_any_of(list(titles)),
        _role_of_title=titles,
        _above=_any_of(data["above_entry"]["words"]),
    )
