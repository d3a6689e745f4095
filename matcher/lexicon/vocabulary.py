"""The words of one language's phrases, found again when misspelt or in another form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from matcher.lexicon.lexicon import SHORTEST_BARE, Grammar

OTHER_FORM = 0.95  # "packed" for "packing": the same word, surely enough
SHORTEST_STEM = 4
# Below five letters one letter makes another word ("shop", "shoe"); from nine on, two slips are common.
SHORTEST_MISSPELT = 5
LONG_WORD = 9
KEPT_IN_MEMORY = 20_000

# Letters that are heard alike and taken for each other when writing by ear.
_HEARD = str.maketrans(
    {
        **{"c": "k", "q": "k", "z": "s", "y": "i", "w": "v"},
        **{"о": "а", "ї": "и", "і": "и", "ы": "и", "є": "е", "э": "е", "щ": "ш"},
        **{"ص": "س", "ط": "ت", "ذ": "ز", "ظ": "ز", "ض": "ز", "ح": "ه", "ق": "ك", "ع": "ا"},
    }
)


class Vocabulary:
    """Finds a lexicon's words near a word of the candidate's, in one language.

    Parameters
    ----------
    words : iterable of str
        Plain words of the phrases.
    grammar : Grammar
        Beginnings and endings of words, and words that are never taken for a misspelling.
    """

    def __init__(self, words: Iterable[str], grammar: Grammar) -> None:
        self.words = frozenset(words)
        self._grammar = grammar
        self._endings = {
            length: frozenset(ending for ending in grammar.endings if len(ending) == length)
            for length in {len(ending) for ending in grammar.endings}
        }
        self._settled = grammar.ignored | grammar.unrelated | grammar.weak | grammar.negations
        self._by_stem: dict[str, set[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for word in self.words:
            for stem in self._stems(word):
                self._by_stem.setdefault(stem, set()).add(word)
        for word in sorted(self.words):
            if len(word) >= SHORTEST_STEM:
                self._by_sound.setdefault(_first_sound(word), []).append(word)
        self._known: dict[str, Mapping[str, float]] = {}
        self._forms: dict[str, frozenset[str]] = {}

    def near(self, word: str) -> Mapping[str, float]:
        """Words of the lexicon that a plain word may stand for, each with a likeness above 0 and up to 1."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= KEPT_IN_MEMORY:
                self._known.clear()
            found = self._known[word] = self._search(word)
        return found

    def forms(self, word: str) -> frozenset[str]:
        """A plain word and what is left of it without its endings: forms of one word share some."""
        found = self._forms.get(word)
        if found is None:
            if len(self._forms) >= KEPT_IN_MEMORY:
                self._forms.clear()
            found = self._forms[word] = frozenset(self._stems(word))
        return found

    def has(self, word: str) -> bool:
        """Whether a plain word, or another form of it, is one of the language's known words."""
        return word in self.words or word in self._settled or not self.forms(word).isdisjoint(self._by_stem)

    def _search(self, word: str) -> dict[str, float]:
        if word in self.words:
            others = [] if word in self._settled else self._other_forms(word)
            found = dict.fromkeys(others, OTHER_FORM)
            found[word] = 1.0
            return found
        if word in self._settled:
            return {}
        return dict.fromkeys(self._other_forms(word), OTHER_FORM) or self._misspelt(word)

    def _other_forms(self, word: str) -> list[str]:
        return sorted({other for stem in self.forms(word) for other in self._by_stem.get(stem, ())})

    def _stems(self, word: str) -> set[str]:
        bare = {word} | {
            word.removeprefix(prefix)
            for prefix in self._grammar.prefixes
            if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST_BARE
        }
        return bare | {
            start[:-length]
            for start in bare
            for length, endings in self._endings.items()
            if len(start) - length >= SHORTEST_STEM and start[-length:] in endings
        }

    def _misspelt(self, word: str) -> dict[str, float]:
        if not SHORTEST_MISSPELT <= len(word) <= 30:
            return {}
        allowed = 2 if len(word) >= LONG_WORD else 1
        found = {}
        for other in self._by_sound.get(_first_sound(word), ()):
            if abs(len(other) - len(word)) <= allowed:
                slips = OSA.distance(word, other, score_cutoff=allowed)
                if slips <= allowed:
                    found[other] = 1.0 - slips / max(len(word), len(other))
        return found


def _first_sound(word: str) -> str:
    """The sound a word begins with; a mute h is dropped, ph is f, soft c is s."""
    spoken = word.removeprefix("h") or word
    if spoken.startswith("ph"):
        return "f"
    if spoken.startswith(("ce", "ci", "cy")):
        return "s"
    return spoken[0].translate(_HEARD)
