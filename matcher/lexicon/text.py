"""Cutting what people write into words: case, accents, apostrophes and emoji set aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A run of letters; an apostrophe may stand inside ("don't"), a digit never ("5yrs" is "yrs").
_WORD = re.compile(r"[^\W\d_]+(?:['’´`][^\W\d_]+)*")
# Between two words of one clause stand only spaces, digits, hyphens and dots of abbreviations ("p.ex").
_WITHIN = re.compile(r"(?:[^\S\n]|[\d\-_'’\"“”«»*]|[.,](?=\d))*")
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: its plain form, where it stands, and the clause and sentence it belongs to."""

    plain: str
    start: int
    end: int
    clause: int
    sentence: int


def plain(text: str) -> str:
    """Lower case without accents or apostrophes.

    >>> plain("Não conduzo, DON’T")
    'nao conduzo, dont'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’´`")


def words(text: str) -> list[Word]:
    """The words of a text in order, numbered by clause (any mark) and sentence (full stop, new line).

    >>> [(word.plain, word.clause) for word in words("Fábrica, 5yrs 🙂 limpeza")]
    [('fabrica', 0), ('yrs', 1), ('limpeza', 2)]
    """
    # Tags are blanked, not removed, so that positions stay those of the candidate's own text.
    shown = _TAG.sub(lambda tag: ";" * len(tag.group()), text)
    found: list[Word] = []
    clause = sentence = 0
    last_end = 0
    for match in _WORD.finditer(shown):
        between = shown[last_end : match.start()]
        if found and not _WITHIN.fullmatch(between):
            clause += 1
            sentence += any(mark in between for mark in ".!?;\n")
        found.append(Word(plain(match.group()), match.start(), match.end(), clause, sentence))
        last_end = match.end()
    return found
