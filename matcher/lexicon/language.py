"""One language of the lexicon: how sure it is that a text is in it, and the phrases it finds there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.lexicon.lexicon import Lexicon
from matcher.lexicon.phrases import Phrase, PhraseFinder, Span, not_denials, read_phrases
from matcher.lexicon.vocabulary import KEPT_IN_MEMORY

# A word that is near a known one and no other form of it: likely a slip, perhaps another language.
MISSPELT_WORD = 0.5
# Of phrases with the same words the one that is word for word what was written.
SAME_ORDER = 1.01
# A phrase of several words is preferred to its words apart ("food factory" to "food" and "factory").
LONGER_PHRASE = 0.3


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a clause: its place (first and last word), skills, sureness (0 to 1) and gain.

    `gain` says how much is explained, how surely: overlapping finds compete by it.
    """

    first: int
    last: int
    skills: tuple[tuple[str, float], ...]
    sureness: float
    gain: float


class LanguageReader:
    """Finds the phrases of one language.

    Languages are kept apart because their small words clash: "care" is a skill in English and "which"
    in Romanian; "no" denies in English and is "in the" in Portuguese.

    Parameters
    ----------
    lexicon : Lexicon
    language : str
        One of the lexicon's languages.
    spelling_weight : float
        How much the likeness of spelling counts against the likeness word by word; from 0 to 1.

    Raises
    ------
    LexiconError
        When a phrase is a single word too general to name a skill.
    """

    def __init__(self, lexicon: Lexicon, language: str, spelling_weight: float) -> None:
        self.language = language
        self.grammar = lexicon.grammars[language]
        self.phrases: Sequence[Phrase] = read_phrases(lexicon, language)
        self.spelling_weight = spelling_weight
        self._finder = PhraseFinder(self.phrases, self.grammar)
        self.vocabulary = self._finder.vocabulary
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
        self._matrix = self._vectorizer.fit_transform(" ".join(p.tokens) for p in self.phrases)
        self.not_denials = not_denials(lexicon, language)
        self.evidence = lru_cache(KEPT_IN_MEMORY)(self._evidence)

    def knows(self, word: str) -> bool:
        """Whether a plain word is surely one of this language."""
        return self.evidence(word) > MISSPELT_WORD

    def means_something_else(self, word: str) -> bool:
        """Whether a plain word has a meaning here that is no skill, whatever it means in other languages."""
        return self.grammar.is_light(word) or word in self.grammar.unrelated or word in self.grammar.weak

    def _evidence(self, word: str) -> float:
        """How far a plain word speaks for this language, from 0 to 1."""
        if self.grammar.is_light(word) or self.vocabulary.has(word):
            return 1.0
        return MISSPELT_WORD * max(self.vocabulary.near(word).values(), default=0.0)

    def find(self, clauses: Sequence[tuple[str, ...]], threshold: float) -> list[list[Found]]:
        """Phrases of each clause of plain words, overlapping ones too, no less sure than the threshold."""
        spans = [self._finder.find(clause) for clause in clauses]
        sureness = self._sureness([span for found in spans for span in found])
        return [
            [
                self._found(span, sureness[span.written, span.phrase, span.likeness])
                for span in found
                if sureness[span.written, span.phrase, span.likeness] >= threshold
            ]
            for found in spans
        ]

    def _found(self, span: Span, sure: float) -> Found:
        phrase = self.phrases[span.phrase]
        more = 0 if phrase.whole else len(phrase.tokens) - 1
        gain = sure * sure * span.weight * (1.0 + LONGER_PHRASE * more)
        gain *= SAME_ORDER if span.written == " ".join(phrase.tokens) else 1.0
        return Found(span.first, span.last, phrase.skills, sure, gain)

    def _sureness(self, spans: Sequence[Span]) -> dict[tuple[str, int, float], float]:
        """Word by word likeness blended with the cosine of character n-grams, from 0 to 1."""
        keys = list({(span.written, span.phrase, span.likeness): None for span in spans})
        if not keys:
            return {}
        row = {written: index for index, written in enumerate(dict.fromkeys(key[0] for key in keys))}
        heard = self._vectorizer.transform(list(row))[[row[written] for written, _, _ in keys]]
        meant = self._matrix[[phrase for _, phrase, _ in keys]]
        cosine = np.asarray(heard.multiply(meant).sum(axis=1)).ravel()
        likeness = np.array([key[2] for key in keys])
        blended = (1.0 - self.spelling_weight) * likeness + self.spelling_weight * cosine
        return dict(zip(keys, np.clip(blended, 0.0, 1.0).tolist(), strict=True))
