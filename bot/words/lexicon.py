"""Loads ``data/lexicon/<language>.yml``, one file a language, and offers every language's words at once.

A new language is a new file with the same sections; nothing here or in the parsers changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).resolve().parents[1] / "data" / "lexicon"


class LexiconError(ValueError):
    """A lexicon file is malformed; the message names the file and the place."""


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Mapping[str, Any]]:
    """Language code -> sections of its file, in the order of the codes.

    Read as YAML 1.2, in which a plain ``no`` is a word, not a truth value.
    """
    reader = YAML(typ="safe", pure=True)
    return {path.stem: reader.load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))}


def _sections(*path: str) -> Iterator[tuple[str, Any]]:
    for code, content in languages().items():
        section: Any = content
        for name in path:
            if not isinstance(section, Mapping) or name not in section:
                raise LexiconError(f"{code}.yml has no section {' / '.join(path)}")
            section = section[name]
        yield code, section


def phrases(*path: str) -> list[str]:
    """The phrases at a section (a list in each file), all languages joined."""
    joined: list[str] = []
    for code, section in _sections(*path):
        joined.extend(_listed(code, path, section))
    return joined


def coded(*path: str) -> list[tuple[str, str]]:
    """(phrase, code) for a section that maps codes to phrases, all languages joined."""
    return [
        (phrase, str(code))
        for name, section in _sections(*path)
        for code, listed in _mapping(name, path, section).items()
        for phrase in _listed(name, (*path, str(code)), listed)
    ]


def records(*path: str) -> list[Mapping[str, Any]]:
    """The records of a section (a list of mappings in each file), all languages joined."""
    return [record for _, section in _sections(*path) for record in section]


def values(*path: str) -> list[tuple[str, float]]:
    """(word, number) for a section that maps words to numbers, all languages joined."""
    return [
        (str(word), float(number))
        for name, section in _sections(*path)
        for word, number in _mapping(name, path, section).items()
    ]


def _listed(code: str, path: tuple[str, ...], section: Any) -> list[str]:
    if not isinstance(section, list) or not all(isinstance(phrase, str) for phrase in section):
        raise LexiconError(f"{code}.yml: {' / '.join(path)} must be a list of phrases")
    return section


def _mapping(code: str, path: tuple[str, ...], section: Any) -> Mapping[Any, Any]:
    if not isinstance(section, Mapping):
        raise LexiconError(f"{code}.yml: {' / '.join(path)} must be a mapping")
    return section
