"""Which nation's working days count at a postcode: `nations.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

FILE = Path(__file__).with_name("nations.toml")

Nation = Literal["england_and_wales", "scotland", "northern_ireland"]
DEFAULT: Final[Nation] = "england_and_wales"


@cache
def _named() -> dict[str, Nation]:
    """Nations by the postcode areas and districts the file names."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: cast(Nation, nation)
        for nation, entry in content.items()
        for code in (*entry.get("areas", ()), *entry.get("districts", ()))
    }


def nation_of(outward_code: str) -> Nation:
    """The nation of an outward code such as ``"TD15"``; England and Wales where nothing else is known."""
    code = outward_code.strip().upper()
    area = re.match(r"[A-Z]*", code)
    letters = area[0] if area else ""
    return _named().get(code) or _named().get(letters, DEFAULT)
