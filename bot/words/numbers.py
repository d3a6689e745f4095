"""Reads a number written in digits or words: "16", "37,5", "vinte e cinco", "twenty-five"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from words import lexicon
from words.phrases import PhraseTable
from words.tables import per_language, words_per_language
from words.text import Token


class Number(NamedTuple):
    """A value and the token after it."""

    value: float
    stop: int


@per_language
def _words(language: str) -> PhraseTable[float]:
    return PhraseTable(lexicon.values(language, "numbers", "words"))


@words_per_language
def _joiners(language: str) -> list[str]:
    return lexicon.phrases(language, "numbers", "joiners")


def number_at(tokens: Sequence[Token], first: int) -> Number | None:
    """The number that begins at token ``first``, or None. Tens take a following unit ("vinte e cinco")."""
    if first >= len(tokens):
        return None
    token = tokens[first]
    if token.is_number:
        # nobody works, travels or chooses a number this long; a document's number is read elsewhere
        return Number(float(token.text), first + 1) if len(token.text) <= 6 else None
    hit = _words().at(tokens, first)
    if hit is None:
        return None
    if hit.value >= 20 and hit.value % 10 == 0:
        after = hit.stop
        if after < len(tokens) and tokens[after].text in _joiners():
            after += 1
        unit = _words().at(tokens, after)
        if unit is not None and 1 <= unit.value <= 9:
            return Number(hit.value + unit.value, unit.stop)
    return Number(hit.value, hit.stop)
