"""Words that stop messages and begin them again, from `keywords.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from api.chat.pressed import plain

FILE = Path(__file__).with_name("keywords.toml")

Keyword = Literal["stop", "start"]


@cache
def listed(keyword: Keyword) -> dict[str, tuple[str, ...]]:
    """The words of a keyword by language, as they are written."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))[keyword]
    return {language: tuple(found) for language, found in table.items()}


@cache
def _languages(keyword: Keyword) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, written in listed(keyword).items():
        for word in written:
            found.setdefault(plain(word), []).append(language)
    return found


def is_keyword(keyword: Keyword, text: str) -> bool:
    """Whether a message is nothing but such a word. A leading slash is a messaging app's way to write it."""
    return plain(text) in _languages(keyword)


def language_of(keyword: Keyword, text: str) -> str | None:
    """The language a keyword is written in; null when it is one of several, or none."""
    languages = _languages(keyword).get(plain(text), [])
    return languages[0] if len(languages) == 1 else None
