"""From what people write to the skills they have: an estimator over the lexicon's phrases."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from matcher.lexicon.lexicon import Lexicon
from matcher.lexicon.negation import Negation
from matcher.lexicon.phrases import PhraseFinder, Span, read_phrases
from matcher.lexicon.text import Word, words
from matcher.records import LinkedSkill

# Longer messages are read up to here: five pages.
MAX_CHARACTERS = 12_000
# Of equally good phrases the one in the language of the conversation is taken.
OWN_LANGUAGE = 1.02
# Of phrases with the same words the one that is word for word what was written.
SAME_ORDER = 1.01
# A phrase of several words is preferred to its words apart ("food factory" to "food" and "factory").
LONGER_PHRASE = 0.15


class SkillLinker(BaseEstimator):  # type: ignore[misc]
    """Links what people say they have done to skills of the lexicon, in their own words.

    Parameters
    ----------
    threshold : float, default=0.62
        Links less sure than this are left out; from 0 to 1.
    spelling_weight : float, default=0.35
        How much the likeness of spelling (cosine of character n-grams) counts against the likeness
        word by word; from 0 to 1.

    Attributes
    ----------
    lexicon_ : Lexicon
        The lexicon in use.
    finder_ : PhraseFinder
        The phrases of every language, found by their words.
    vectorizer_ : TfidfVectorizer
        Character n-grams of the phrases.
    phrase_matrix_ : scipy.sparse matrix of shape (n_phrases, n_grams)
        The phrases as unit vectors.
    negation_ : Negation
        Finds what is denied.

    Notes
    -----
    Text in any language of the lexicon, or in several at once, is understood; `language` in `link`
    only decides between equals. What is denied ("never", "não sei") is left out. Nothing the text
    holds makes it raise; text beyond 12,000 characters is not read.

    Examples
    --------
    >>> from matcher.lexicon import SkillLinker
    >>> linker = SkillLinker().fit()
    >>> [link.skill_id for link in linker.link("trabalhava na linha de enbalagem e tb limpeza")]
    ['packing', 'cleaning']
    >>> linker.link("não sei conduzir")
    []
    """

    def __init__(self, threshold: float = 0.62, spelling_weight: float = 0.35) -> None:
        self.threshold = threshold
        self.spelling_weight = spelling_weight

    def fit(self, lexicon: Lexicon | None = None) -> SkillLinker:
        """Index the phrases of a lexicon, the shipped one by default.

        Raises
        ------
        LexiconError
            When a phrase is a single word too general to name a skill.
        ValueError
            When a parameter is not from 0 to 1.
        """
        for name in ("threshold", "spelling_weight"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} is {getattr(self, name)}, not from 0 to 1")
        self.lexicon_ = lexicon if lexicon is not None else Lexicon.shipped()
        grammars = self.lexicon_.grammars
        self.finder_ = PhraseFinder(read_phrases(self.lexicon_), grammars)
        denials = frozenset().union(*(g.negations | g.brief_negations for g in grammars.values()))
        self.negation_ = Negation(
            grammars,
            self.finder_.vocabulary.by_language,
            # "Never late" is a skill, not the want of one.
            [p.tokens for p in self.finder_.phrases if p.whole and not denials.isdisjoint(p.tokens)],
        )
        self._contrasts = frozenset().union(*(g.contrasts for g in grammars.values()))
        self.vectorizer_ = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
        self.phrase_matrix_ = self.vectorizer_.fit_transform(" ".join(p.tokens) for p in self.finder_.phrases)
        return self

    def link(self, text: str, language: str | None = None) -> list[LinkedSkill]:
        """Skills named in a text, in order of appearance, each once and in the candidate's own words.

        Parameters
        ----------
        text : str
            What the candidate wrote.
        language : str, optional
            Code of the language of the conversation; decides between equals only.

        Returns
        -------
        list of LinkedSkill
            Confidence from `threshold` to 1; empty when nothing is named.
        """
        check_is_fitted(self, "finder_")
        text = text[:MAX_CHARACTERS]
        said = words(text)
        pieces = self._pieces(said, self.negation_.denied(said, language))
        # Alike pieces are looked up once, and the spelling of all spans is compared in one go.
        plains = [tuple(word.plain for word in piece) for piece in pieces]
        found = {plain: self.finder_.find(plain) for plain in dict.fromkeys(plains)}
        sureness = self._sureness([span for spans in found.values() for span in spans])
        best = {plain: self._best(spans, sureness, language) for plain, spans in found.items()}
        links: dict[str, LinkedSkill] = {}
        for piece, plain in zip(pieces, plains, strict=True):
            for span in best[plain]:
                source = text[piece[span.first].start : piece[span.last].end]
                for skill_id, share in self.finder_.phrases[span.phrase].skills:
                    confidence = round(sureness[span.written, span.phrase, span.likeness] * share, 3)
                    known = links.get(skill_id)
                    if confidence >= self.threshold and (known is None or known.confidence < confidence):
                        # A surer mention takes the place of an earlier one, and keeps its turn.
                        links[skill_id] = LinkedSkill(skill_id, confidence, source)
        return list(links.values())

    def _pieces(self, said: Sequence[Word], denied: Sequence[bool]) -> list[list[Word]]:
        """Runs of words of one clause that are not denied and hold no "but"."""
        pieces: list[list[Word]] = []
        last: Word | None = None
        for word, no in zip(said, denied, strict=True):
            if no or word.plain in self._contrasts:
                last = None
                continue
            if last is None or last.clause != word.clause:
                pieces.append([])
            pieces[-1].append(word)
            last = word
        return pieces

    def _best(
        self, spans: Iterable[Span], sureness: Mapping[tuple[str, int, float], float], language: str | None
    ) -> tuple[Span, ...]:
        """Spans of one piece that do not overlap, in order: those that explain most, most surely."""
        likely: list[tuple[Span, float]] = []
        for span in spans:
            sure = sureness[span.written, span.phrase, span.likeness]
            phrase = self.finder_.phrases[span.phrase]
            if sure >= self.threshold:
                more = 0 if phrase.whole else len(phrase.tokens) - 1
                gain = sure * sure * span.weight * (1.0 + LONGER_PHRASE * more)
                gain *= OWN_LANGUAGE if phrase.language == language else 1.0
                gain *= SAME_ORDER if span.written == " ".join(phrase.tokens) else 1.0
                likely.append((span, gain))
        likely.sort(key=lambda item: (item[0].last, item[0].first, item[0].phrase))
        # Weighted interval scheduling: the best choice among the first n spans, for each n.
        ends = [span.last for span, _ in likely]
        best: list[tuple[float, tuple[Span, ...]]] = [(0.0, ())]
        for nth, (span, gain) in enumerate(likely):
            before = best[bisect_left(ends, span.first, 0, nth)]
            taken = (before[0] + gain, (*before[1], span))
            best.append(max(best[nth], taken, key=lambda choice: choice[0]))
        return best[-1][1]

    def _sureness(self, spans: Sequence[Span]) -> dict[tuple[str, int, float], float]:
        """Word by word likeness blended with the cosine of character n-grams, from 0 to 1."""
        keys = list({(span.written, span.phrase, span.likeness): None for span in spans})
        if not keys:
            return {}
        row = {written: index for index, written in enumerate(dict.fromkeys(key[0] for key in keys))}
        heard = self.vectorizer_.transform(list(row))[[row[written] for written, _, _ in keys]]
        meant = self.phrase_matrix_[[phrase for _, phrase, _ in keys]]
        cosine = np.asarray(heard.multiply(meant).sum(axis=1)).ravel()
        likeness = np.array([key[2] for key in keys])
        blended = (1.0 - self.spelling_weight) * likeness + self.spelling_weight * cosine
        return dict(zip(keys, np.clip(blended, 0.0, 1.0).tolist(), strict=True))
