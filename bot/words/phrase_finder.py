"""The common shape of the simplest parsers: phrases from the lexicon, each with a code."""

from __future__ import annotations

from words.found import Found
from words.negation import is_negated, spans
from words.phrases import Hit
from words.tables import Tables
from words.text import tokens

IGNORE = "ignore"
"""Code of phrases that hold a known word in another meaning ("good morning" is no shift)."""


def coded_hits(text: str, table: Tables[str]) -> list[Hit[str]]:
    """The hits of ``table`` in ``text``, without the phrases to be ignored."""
    return [hit for hit in table.hits(tokens(text)) if hit.value != IGNORE]


def find_codes(text: str, table: Tables[str], entity: str) -> list[Found]:
    """An entity for each hit, its code as the value, marked when ruled out."""
    cut = tokens(text)
    return [
        Found(entity, hit.value, *spans(cut, hit.first, hit.stop), is_negated(text, hit.first, hit.stop))
        for hit in coded_hits(text, table)
    ]
