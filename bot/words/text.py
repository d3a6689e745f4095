"""Folds a message (case, accents, odd signs) and cuts it into tokens that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = frozenset("'’‘´`ʼ′")
_DASHES = frozenset("-‐‑‒–—−")
_SKIN_TONES = frozenset(chr(code) for code in range(0x1F3FB, 0x1F400))
_TOKEN = re.compile(r"\n|[0-9]+(?:[.,][0-9]+)?|[^\W\d_]+|\S")
# what Unicode does not take apart and people type either way: Polish and Croatian bars, German sharp s,
# Ukrainian ghe, and the Arabic letters that are one on a hurried keyboard
_ALSO_WRITTEN = {"ł": "l", "đ": "d", "ı": "i", "ß": "ss", "ґ": "г", "ى": "ي", "ة": "ه", "ـ": ""}
_LONG_RUN = re.compile(r"(.)\1{2,}")
_BREAKS = frozenset(",.;:!?\n()…-،؛؟")


class Token(NamedTuple):
    """A word, number or sign; ``text`` is folded, ``start`` and ``end`` point into the original."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def is_break(self) -> bool:
        """Whether it ends a clause, as a comma or a full stop does."""
        return self.text in _BREAKS


def _fold_character(text: str, index: int) -> str:
    char = text[index]
    if char in _APOSTROPHES:
        # "don't", "dont" and "don´t" are one word; a quotation mark around a word is a space
        inside = 0 < index < len(text) - 1 and text[index - 1].isalpha() and text[index + 1].isalpha()
        return "" if inside else " "
    if char in _DASHES:
        inside = 0 < index < len(text) - 1 and text[index - 1].isalpha() and text[index + 1].isalpha()
        return " " if inside else "-"
    if char.isascii():
        return "\n" if char == "\r" else char.lower()
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cs") or char in _SKIN_TONES:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    folded = unicodedata.normalize("NFKD", char.casefold())
    return "".join(
        _ALSO_WRITTEN.get(part, part) for part in folded if unicodedata.category(part) not in ("Mn", "Cf")
    )


def _shorten(word: str) -> str:
    """Undo stretching: "siiiim" -> "sim"; a word of one letter keeps two ("kkkk" -> "kk")."""
    shorter = _LONG_RUN.sub(r"\1", word)
    return shorter * 2 if len(shorter) == 1 else shorter


@lru_cache(maxsize=8)
def tokens(text: str) -> tuple[Token, ...]:
    """Cut ``text`` into folded tokens. Linear in its length; the last few messages are remembered
    because every parser asks for the same one."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index in range(len(text)):
        replaced = _fold_character(text, index)
        if not replaced and ends and ends[-1] == index:
            ends[-1] = index + 1  # an accent written apart belongs to its letter
        for char in replaced:
            folded.append(char)
            starts.append(index)
            ends.append(index + 1)
    cut = []
    for match in _TOKEN.finditer("".join(folded)):
        word = match.group()
        if word[0].isalpha() and len(word) > 2:
            word = _shorten(word)
        cut.append(
            Token(
                word.replace(",", ".") if word[0].isdecimal() else word,
                starts[match.start()],
                ends[match.end() - 1],
            )
        )
    return tuple(cut)


def folded_words(phrase: str) -> tuple[str, ...]:
    """The token texts of a phrase, the form in which lexicon entries are compared."""
    return tuple(token.text for token in tokens(phrase))
