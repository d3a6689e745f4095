"""Signposts for a moment and a place, from `signposts.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from api.core.i18n import N_, translate

FILE = Path(__file__).with_name("signposts.toml")
MOST = 3

MOMENTS = frozenset(
    {"emergency", "distress", "debt", "housing", "abuse", "discrimination", "dismissed", "conviction"}
    | {"no_papers"}
)

WHEN = {
    "free_always": N_("{name}: {contact}. Free, day and night."),
    "free_office_hours": N_("{name}: {contact}. Free, on weekdays."),
    "free": N_("{name}: {contact}. Free."),
    "office_hours": N_("{name}: {contact}. On weekdays."),
}


@dataclass(frozen=True)
class Signpost:
    """A service: the moments it is for, the postcode areas it serves (none: all), and where that is said."""

    id: str
    name: str
    contact: str
    when: str
    moments: tuple[str, ...]
    areas: tuple[str, ...]
    source: str

    def sentence(self, language: str) -> str:
        """Who, which number and when, in one line."""
        return translate(WHEN[self.when], language, name=self.name, contact=self.contact)


@cache
def everything() -> tuple[Signpost, ...]:
    """Every signpost, in the order of the file."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["signpost"]
    return tuple(
        Signpost(**{**entry, "moments": tuple(entry["moments"]), "areas": tuple(entry["areas"])})
        for entry in entries
    )


def for_moment(moment: str, outward_code: str | None) -> tuple[Signpost, ...]:
    """At most three signposts: those of the candidate's area first, then those for everyone.

    `moment` is one of `MOMENTS`; `outward_code` such as ``"TA1"``, or null when it is not known.
    """
    letters = re.match(r"[A-Z]+", (outward_code or "").upper())
    area = letters[0] if letters else None
    meant = [one for one in everything() if moment in one.moments]
    near = [one for one in meant if area is not None and area in one.areas]
    return tuple([*near, *(one for one in meant if not one.areas)][:MOST])
