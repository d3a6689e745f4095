"""Loads ``data/lexicon/<language>.yml``, one file a language, and says which languages are read now.

A new language is a new file with the same sections; nothing here or in the parsers changes. Languages
are kept apart: the Polish "no" means yes, so a message is read in the conversation's language and in
those that may be mixed into it, never in all at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).resolve().parents[1] / "data" / "lexicon"

_reading: ContextVar[tuple[str, ...]] = ContextVar("languages read")


class LexiconError(ValueError):
    """A lexicon file is malformed; the message names the file and the place."""


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Mapping[str, Any]]:
    """Language code -> sections of its file, in the order of the codes.

    Read as YAML 1.2, in which a plain ``no`` is a word, not a truth value.
    """
    reader = YAML(typ="safe", pure=True)
    return {path.stem: reader.load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))}


def read_now() -> tuple[str, ...]:
    """The languages a message is read in, the likeliest first; all of them when nothing was said."""
    return _reading.get(None) or tuple(languages())


@contextmanager
def reading(*codes: str | None) -> Iterator[None]:
    """Read messages in these languages, the likeliest first; None and codes without a file are passed over.

    With none left all languages are read.
    """
    known = tuple(dict.fromkeys(code for code in codes if code in languages()))
    token = _reading.set(known)
    try:
        yield
    finally:
        _reading.reset(token)


def phrases(language: str, *path: str) -> list[str]:
    """The phrases at a section (a list)."""
    return _listed(language, path, _section(language, path))


def coded(language: str, *path: str) -> list[tuple[str, str]]:
    """(phrase, code) for a section that maps codes to phrases."""
    return [
        (phrase, str(code))
        for code, listed in _mapping(language, path).items()
        for phrase in _listed(language, (*path, str(code)), listed)
    ]


def records(language: str, *path: str) -> list[Mapping[str, Any]]:
    """The records of a section (a list of mappings)."""
    return list(_section(language, path))


def values(language: str, *path: str) -> list[tuple[str, float]]:
    """(word, number) for a section that maps words to numbers."""
    return [(str(word), float(number)) for word, number in _mapping(language, path).items()]


def _section(language: str, path: tuple[str, ...]) -> Any:
    section: Any = languages()[language]
    for name in path:
        if not isinstance(section, Mapping) or name not in section:
            raise LexiconError(f"{language}.yml has no section {' / '.join(path)}")
        section = section[name]
    return section


def _listed(language: str, path: tuple[str, ...], section: Any) -> list[str]:
    if not isinstance(section, list) or not all(isinstance(phrase, str) for phrase in section):
        raise LexiconError(f"{language}.yml: {' / '.join(path)} must be a list of phrases")
    return section


def _mapping(language: str, path: tuple[str, ...]) -> Mapping[Any, Any]:
    section = _section(language, path)
    if not isinstance(section, Mapping):
        raise LexiconError(f"{language}.yml: {' / '.join(path)} must be a mapping")
    return section
