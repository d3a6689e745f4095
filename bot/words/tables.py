"""One phrase table a language, looked up together: those of the languages a message is read in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Generic, TypeVar

from words import lexicon
from words.phrases import Hit, PhraseTable
from words.text import Token

V = TypeVar("V")


class Tables(Generic[V]):
    """The tables of several languages as one.

    The longest phrase counts; of equally long ones the exact before the misspelt, then the one of the
    likelier language.
    """

    def __init__(self, tables: Iterable[PhraseTable[V]]) -> None:
        self._tables = tuple(tables)

    def at(self, tokens: Sequence[Token], first: int, stop: int | None = None) -> Hit[V] | None:
        """The longest phrase that begins exactly at token ``first`` and ends by token ``stop``."""
        best: Hit[V] | None = None
        for forgiving in (False, True):
            for table in self._tables:
                hit = table.at(tokens, first, stop, forgiving=forgiving)
                if hit is not None and (best is None or hit.stop > best.stop):
                    best = hit
        return best

    def has(self, word: str) -> bool:
        """Whether some phrase holds this folded word or sign."""
        return any(table.has(word) for table in self._tables)

    def hits(self, tokens: Sequence[Token]) -> list[Hit[V]]:
        """Every phrase in the message, left to right; a token belongs to one phrase at most."""
        found, position = [], 0
        while position < len(tokens):
            hit = self.at(tokens, position)
            if hit is None:
                position += 1
            else:
                found.append(hit)
                position = hit.stop
        return found


def per_language(build: Callable[[str], PhraseTable[V]]) -> Callable[[], Tables[V]]:
    """Make of a function that builds a language's table one that gives the tables read now.

    A language's table is built when it is first needed, and kept.
    """
    table_of = lru_cache(maxsize=None)(build)

    @cache
    def of(codes: tuple[str, ...]) -> Tables[V]:
        return Tables(table_of(code) for code in codes)

    return lambda: of(lexicon.read_now())


def words_per_language(build: Callable[[str], Iterable[str]]) -> Callable[[], frozenset[str]]:
    """As :func:`per_language`, for plain sets of words."""

    @cache
    def of(codes: tuple[str, ...]) -> frozenset[str]:
        return frozenset(word for code in codes for word in build(code))

    return lambda: of(lexicon.read_now())
