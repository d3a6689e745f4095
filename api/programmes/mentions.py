"""Find the employers a sentence names, whatever its language, accents and spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

# Names are compared letter by letter. Short names leave less room for slips: at 6 letters one
# wrong letter already makes another word.
_LEAST_SCORE = 84.0
_LEAST_SCORE_SHORT = 92.0
_SHORT = 7
# More words than this is no answer to "which employer"; the rest is not looked at.
_MOST_WORDS = 300

# Letters shared along a long name must not stand in for one of its words.
_LEAST_WORD_SCORE = 75.0

# Little words of a name that do not tell one employer from another.
_LITTLE = frozenset(["a", "an", "and", "at", "de", "da", "do", "e", "in", "na", "no", "o", "of", "the"])


@dataclass(frozen=True)
class _Hit:
    """A name found in the words `start` to `end` (end not included)."""

    event_id: str
    name: tuple[str, ...]
    start: int
    end: int
    score: float

    @property
    def rank(self) -> tuple[int, float, int]:
        return (len("".join(self.name)), self.score, -self.start)

    def inside(self, other: _Hit) -> bool:
        """Whether `other` explains these words and more of the name."""
        overlaps = other.start < self.end and self.start < other.end
        return overlaps and set(self.name) < set(other.name)


def _words(text: str) -> tuple[str, ...]:
    """Words without accents and in lower case; an apostrophe joins, any other sign parts."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+", re.sub(r"['’]", "", bare)))


def _significant(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _LITTLE)


def _best_hit(event_id: str, name: tuple[str, ...], said: tuple[str, ...]) -> _Hit | None:
    """The stretch of words closest to the name; one word more or less allows for parted and joined words."""
    wanted = "".join(name)
    least = _LEAST_SCORE_SHORT if len(wanted) <= _SHORT else _LEAST_SCORE
    best: _Hit | None = None
    for size in {max(1, len(name) - 1), len(name), len(name) + 1}:
        for start in range(len(said) - size + 1):
            stretch = "".join(said[start : start + size])
            score = fuzz.ratio(wanted, stretch, score_cutoff=least)
            if not score or any(fuzz.partial_ratio(word, stretch) < _LEAST_WORD_SCORE for word in name):
                continue
            if best is None or score > best.score:
                best = _Hit(event_id, name, start, start + size, score)
    return best


def mentioned(text: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Ids whose names the text mentions, best first.

    Parameters
    ----------
    text : str
        A sentence in any language.
    names : mapping of str to iterable of str
        Per id all its names. An id whose names hold every word of what was found is returned too:
        the bare name of a company stands for each of its sites.
    """
    said = _significant(_words(text[:20_000]))[:_MOST_WORDS]
    known = {
        key: {name for one in many if (name := _significant(_words(one)))} for key, many in names.items()
    }
    hits = [
        max(found, key=lambda hit: hit.rank)
        for key, many in known.items()
        if (found := [hit for name in many if (hit := _best_hit(key, name, said)) is not None])
    ]
    kept = [hit for hit in hits if not any(hit.inside(other) for other in hits)]
    kept.sort(key=lambda hit: hit.rank, reverse=True)
    ordered = [hit.event_id for hit in kept]
    vocabulary = {key: {word for name in many for word in name} for key, many in known.items()}
    for hit in kept:
        ordered += [key for key in vocabulary if key not in ordered and set(hit.name) <= vocabulary[key]]
    return ordered
