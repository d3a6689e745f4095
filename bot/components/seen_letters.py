"""How well a message goes with a language, by the examples the bot learns from.

These are written as people type: without accents, mixed with English, in Latin letters ("ana 3am bshteghel",
"rabotq v Chard"). A language detector, which knows newspapers, takes such sentences for another language.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from pathlib import Path

from words.letters import fold

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "nlu"
_EXAMPLE = "    - "
# Of the held-out messages that lingua takes for another language, 78 of 3,155, four letters at a time leave 2
# (three leave 12, whole words 4) and lose none of those it knows rightly.
LETTERS = 4
# Additive smoothing: what no language has been seen with weighs about the same for each.
_MORE, _KINDS = 0.1, 10_000


def _pieces(text: str) -> list[str]:
    """Every run of `LETTERS` letters inside the words, their edges included."""
    edged = [f" {word} " for word in fold(text).split()]
    return [
        word[start : start + LETTERS] for word in edged for start in range(max(1, len(word) - LETTERS + 1))
    ]


@cache
def _seen(language: str) -> tuple[Counter[str], int]:
    """In how many examples each piece stands, and the sum of that."""
    counted: Counter[str] = Counter()
    for path in sorted((EXAMPLES / language).glob("*.yml")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith(_EXAMPLE):
                counted.update(set(_pieces(line.removeprefix(_EXAMPLE))))
    return counted, counted.total()


def likelihood(text: str, language: str) -> float:
    """Logarithm of the probability of the pieces of ``text`` in a language (naive Bayes); to compare only."""
    counted, total = _seen(language)
    return sum(math.log((counted[piece] + _MORE) / (total + _KINDS)) for piece in _pieces(text))
