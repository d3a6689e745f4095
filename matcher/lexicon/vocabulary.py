"""The words of the lexicon's phrases, found again when misspelt or in another form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from matcher.lexicon.lexicon import Grammar

OTHER_FORM = 0.95  # "packed" for "packing": the same word, surely enough
SHORTEST_STEM = 4
# Below five letters one letter makes another word ("shop", "shoe"); from nine on, two slips are common.
SHORTEST_MISSPELT = 5
LONG_WORD = 9
KEPT_IN_MEMORY = 20_000

# Letters that are heard alike and taken for each other when writing by ear.
_HEARD = str.maketrans({"c": "k", "q": "k", "z": "s", "y": "i", "w": "v"})


class Vocabulary:
    """Finds the lexicon's words near a word of the candidate's.

    Parameters
    ----------
    words : mapping of str to iterable of str
        Plain words of the phrases, by language.
    grammars : mapping of str to Grammar
        Word endings, and words that are never taken for a misspelling.
    """

    def __init__(self, words: Mapping[str, Iterable[str]], grammars: Mapping[str, Grammar]) -> None:
        self.by_language = {language: frozenset(found) for language, found in words.items()}
        self.all = frozenset().union(*self.by_language.values())
        self._endings = {language: grammar.endings for language, grammar in grammars.items()}
        self._settled = frozenset().union(
            *(g.ignored | g.unrelated | g.weak | g.negations for g in grammars.values())
        )
        self._by_stem: dict[tuple[str, str], set[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for language, found in self.by_language.items():
            for word in found:
                for stem in self._stems(word, language):
                    self._by_stem.setdefault((language, stem), set()).add(word)
        for word in sorted(self.all):
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
            every = (self._stems(word, language) for language in self._endings)
            found = self._forms[word] = frozenset().union(*every)
        return found

    def _search(self, word: str) -> dict[str, float]:
        if word in self.all:
            others = [] if word in self._settled else self._other_forms(word)
            found = dict.fromkeys(others, OTHER_FORM)
            found[word] = 1.0
            return found
        if word in self._settled:
            return {}
        return dict.fromkeys(self._other_forms(word), OTHER_FORM) or self._misspelt(word)

    def _other_forms(self, word: str) -> list[str]:
        return sorted(
            {
                other
                for language in self._endings
                for stem in self._stems(word, language)
                for other in self._by_stem.get((language, stem), ())
            }
        )

    def _stems(self, word: str, language: str) -> set[str]:
        return {word} | {
            word.removesuffix(ending)
            for ending in self._endings[language]
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM
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
