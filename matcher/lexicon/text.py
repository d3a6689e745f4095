"""Cutting what people write into words, in any script: case, accents, vowel marks and emoji set aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A letter with its marks: accents typed apart (as some phones do), Arabic vowel marks.
_LETTER = r"[^\W\d_][\u0300-\u036f\u064b-\u065f\u0670]*"
# A run of letters; an apostrophe may stand inside ("don't", "м'ясо"), and between Latin letters one of the
# digits that Arabic is written with on a phone ("ta3be2a"); others never ("5yrs" is "yrs").
_WORD = re.compile(rf"(?:{_LETTER})+(?:(?:['’´`ʼ]|(?<=[a-zA-Z])[235679](?=[a-zA-Z]))(?:{_LETTER})+)*")
# The letters those digits are written for where there is no digit.
_DIGITS = str.maketrans({"2": "", "3": "a", "5": "kh", "6": "t", "7": "h", "9": "s"})
# Between two words of one clause stand only spaces, digits, hyphens and dots of abbreviations ("p.ex").
_WITHIN = re.compile(r"(?:[^\S\n]|[\d\-_'’\"“”«»*]|[.,](?=\d))*")
_ENDS_SENTENCE = frozenset(".!?;\n؟؛")
# Letters that are written in two ways by the same people and that Unicode does not take apart.
_SAME = str.maketrans(
    {
        **{"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ґ": "г"},
        # Arabic: alef forms, the two last letters that are typed for each other, Persian keyboards; no tatweel.
        **{"ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": "", "ء": ""},
        **dict.fromkeys("'’´`ʼ", ""),
    }
)
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
    """Lower case without accents, vowel marks or apostrophes; letters typed for each other become one.

    >>> plain("Não conduzo, DON’T, pracowałam, м'ясо, أعمال النظافة")
    'nao conduzo, dont, pracowalam, мясо, اعمال النظافه'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c)).translate(_SAME)


def words(text: str) -> list[Word]:
    """The words of a text in order, numbered by clause (any mark) and sentence (full stop, new line).

    >>> [(word.plain, word.clause) for word in words("Fábrica, 5yrs 🙂 limpeza")]
    [('fabrica', 0), ('yrs', 1), ('limpeza', 2)]
    >>> [word.plain for word in words("eshtaghalt ta3be2a")]
    ['eshtaghalt', 'taabea']
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
            sentence += not _ENDS_SENTENCE.isdisjoint(between)
        found.append(
            Word(plain(match.group()).translate(_DIGITS), match.start(), match.end(), clause, sentence)
        )
        last_end = match.end()
    return found
