"""From what people write to the skills they have: an estimator over the lexicon's phrases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from matcher.lexicon.lexicon import Grammar, Lexicon, LexiconError, Wording
from matcher.lexicon.negation import Negation
from matcher.lexicon.text import Word, words
from matcher.lexicon.vocabulary import Vocabulary
from matcher.records import LinkedSkill

# Longer messages are read up to here; ten thousand characters is five pages.
MAX_CHARACTERS = 12_000
# A phrase counts as found when at least this share of its words, by weight, is there.
SMALLEST_SHARE = 0.7
# Between the first and the last word of a phrase stand at most so many words that are not its own.
MOST_BETWEEN = 2
# Of equally good phrases the one in the language of the conversation is taken.
OWN_LANGUAGE = 1.02


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the lexicon: its telling words, and the skills it stands for, each with its sureness.

    A phrase without a telling word of its own counts `whole` only: all its words, one after another.
    """

    tokens: tuple[str, ...]
    language: str
    skills: tuple[tuple[str, float], ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """A phrase found in a clause: positions of its first and last word, likeness word by word, weight."""

    first: int
    last: int
    phrase: int
    likeness: float
    weight: float


class SkillLinker(BaseEstimator):  # type: ignore[misc]
    """Links what people say they have done to skills of the lexicon, in their own words.

    Parameters
    ----------
    threshold : float, default=0.62
        Links less sure than this are left out; from 0 to 1.
    spelling_weight : float, default=0.35
        How much the likeness of spelling (character n-grams) counts against the likeness word by
        word; from 0 to 1.

    Attributes
    ----------
    lexicon_ : Lexicon
        The lexicon in use.
    phrases_ : list of Phrase
        Phrases of every language.
    vocabulary_ : Vocabulary
        The telling words of the phrases.
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
            When a phrase has no telling word.
        ValueError
            When a parameter is not from 0 to 1.
        """
        for name in ("threshold", "spelling_weight"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} is {getattr(self, name)}, not from 0 to 1")
        self.lexicon_ = lexicon if lexicon is not None else Lexicon.shipped()
        grammars = self.lexicon_.grammars
        self._light = frozenset().union(*(_light_words(grammar) for grammar in grammars.values()))
        self.phrases_ = self._read_phrases()
        tellings = {language: set[str]() for language in grammars}
        for phrase in self.phrases_:
            tellings[phrase.language].update(() if phrase.whole else phrase.tokens)
        self.vocabulary_ = Vocabulary(tellings, grammars)
        denials = frozenset().union(*(g.negations | g.brief_negations for g in grammars.values()))
        self.negation_ = Negation(
            grammars,
            self.vocabulary_.by_language,
            [
                phrase.tokens
                for phrase in self.phrases_
                if phrase.whole and not denials.isdisjoint(phrase.tokens)
            ],
        )
        self.vectorizer_ = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
        self.phrase_matrix_ = self.vectorizer_.fit_transform(
            " ".join(phrase.tokens) for phrase in self.phrases_
        )
        self._with_word: dict[str, list[int]] = {}
        self._whole: dict[str, list[int]] = {}
        self._whole_forms: dict[int, list[frozenset[str]]] = {}
        for index, phrase in enumerate(self.phrases_):
            if phrase.whole:
                self._whole_forms[index] = [self.vocabulary_.forms(word) for word in phrase.tokens]
                for form in self._whole_forms[index][0]:
                    self._whole.setdefault(form, []).append(index)
                continue
            for word in set(phrase.tokens):
                self._with_word.setdefault(word, []).append(index)
        rarest = 1.0 + np.log1p(len(self.phrases_))
        self._weight = {word: float(rarest - np.log1p(len(found))) for word, found in self._with_word.items()}
        self._plain_weight = float(np.mean(list(self._weight.values())))
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
        check_is_fitted(self, "phrases_")
        text = text[:MAX_CHARACTERS]
        said = words(text)
        denied = self.negation_.denied(said, language)
        best: dict[str, LinkedSkill] = {}
        for clause in _clauses(said):
            for span, sure in self._best_spans([said[at] for at in clause], language):
                first, last = clause[span.first], clause[span.last]
                if denied[first] or denied[last]:
                    continue
                source = text[said[first].start : said[last].end]
                for skill_id, share in self.phrases_[span.phrase].skills:
                    confidence = round(sure * share, 3)
                    known = best.get(skill_id)
                    if confidence >= self.threshold and (known is None or known.confidence < confidence):
                        # A surer mention replaces an earlier one but keeps its turn.
                        best[skill_id] = LinkedSkill(skill_id, confidence, source)
        return list(best.values())

    def _read_phrases(self) -> list[Phrase]:
        found: dict[tuple[str, tuple[str, ...]], Phrase] = {}
        entries: list[tuple[str, Mapping[str, Wording], tuple[tuple[str, float], ...]]] = []
        entries += [(s.id, s.words, ((s.id, 1.0),)) for s in self.lexicon_.skills.values()]
        entries += [(o.id, o.words, tuple(o.brings.items())) for o in self.lexicon_.occupations.values()]
        for entry_id, wordings, skills in entries:
            for language in self.lexicon_.languages:
                wording = wordings[language]
                for said in (wording.label, *wording.phrases):
                    tokens = tuple(word.plain for word in words(said))
                    telling = tuple(word for word in tokens if word not in self._light)
                    weak = self.lexicon_.grammars[language].weak
                    whole = weak.issuperset(telling)
                    if whole and len(tokens) == 1:
                        raise LexiconError(f"{entry_id}: “{said}” is too general alone in {language}")
                    # A phrase two entries share stands for both ("housekeeper").
                    key = (language, tokens if whole else telling)
                    shared = dict(found[key].skills) if key in found else {}
                    for skill_id, sure in skills:
                        shared[skill_id] = max(sure, shared.get(skill_id, 0.0))
                    found[key] = Phrase(key[1], language, tuple(shared.items()), whole)
        return list(found.values())

    def _best_spans(self, said: Sequence[Word], language: str | None) -> list[tuple[_Span, float]]:
        """Spans of one clause that do not overlap, in order, each with its sureness."""
        spans = self._spans(said)
        if not spans:
            return []
        sureness = self._sureness(said, spans)
        ranked = sorted(
            (
                (
                    -sure
                    * span.weight
                    * (OWN_LANGUAGE if self.phrases_[span.phrase].language == language else 1.0),
                    span.first,
                    span.phrase,
                    span,
                    float(sure),
                )
                for span, sure in zip(spans, sureness, strict=True)
                if sure >= self.threshold
            ),
            key=lambda item: item[:3],
        )
        taken: set[int] = set()
        chosen: list[tuple[_Span, float]] = []
        for _, _, _, span, sure in ranked:
            covered = range(span.first, span.last + 1)
            if taken.isdisjoint(covered):
                taken.update(covered)
                chosen.append((span, sure))
        return sorted(chosen, key=lambda item: item[0].first)

    def _spans(self, said: Sequence[Word]) -> list[_Span]:
        telling = [at for at, word in enumerate(said) if word.plain not in self._light]
        near = [self.vocabulary_.near(said[at].plain) for at in telling]
        hits: dict[int, dict[int, dict[str, float]]] = {}
        for nth, likely in enumerate(near):
            for word, likeness in likely.items():
                for phrase in self._with_word[word]:
                    hits.setdefault(phrase, {}).setdefault(nth, {})[word] = likeness
        found = list(self._whole_phrases(said))
        for phrase, places in hits.items():
            tokens = set(self.phrases_[phrase].tokens)
            if len({word for here in places.values() for word in here}) * 2 < len(tokens):
                continue
            for span in self._spans_of(phrase, tokens, places, near):
                found.append(replace(span, first=telling[span.first], last=telling[span.last]))
        return found

    def _whole_phrases(self, said: Sequence[Word]) -> Iterator[_Span]:
        forms = [self.vocabulary_.forms(word.plain) for word in said]
        for first, begins in enumerate(forms):
            for phrase in {phrase for form in begins for phrase in self._whole.get(form, ())}:
                expected = self._whole_forms[phrase]
                end = first + len(expected)
                if end <= len(said) and not any(map(frozenset.isdisjoint, forms[first:end], expected)):
                    telling = len(self._telling(said[first:end]))
                    yield _Span(first, end - 1, phrase, 1.0, self._plain_weight * max(1, telling))

    def _spans_of(
        self,
        phrase: int,
        tokens: set[str],
        places: Mapping[int, Mapping[str, float]],
        near: Sequence[Mapping[str, float]],
    ) -> Iterator[_Span]:
        """Where a phrase stands among the telling words of a clause, enough of it close together."""
        whole = sum(self._weight[word] for word in tokens)
        at_places = list(places)
        for nth, first in enumerate(at_places):
            heard: dict[str, float] = {}
            for last in at_places[nth:]:
                if last - first >= len(tokens) + MOST_BETWEEN:
                    break
                for word, likeness in places[last].items():
                    heard[word] = max(likeness, heard.get(word, 0.0))
                there = sum(self._weight[word] * likeness for word, likeness in heard.items())
                if there >= SMALLEST_SHARE * whole:
                    idle = sum(
                        self._idle_weight(near[at]) for at in range(first, last + 1) if at not in places
                    )
                    # The harmonic mean of two shares: of the phrase that is there, of the span that is its.
                    share, own = there / whole, there / (there + idle)
                    likeness = 2 * share * own / (share + own) if idle else share
                    yield _Span(first, last, phrase, likeness, there)

    def _idle_weight(self, likely: Mapping[str, float]) -> float:
        """Weight of a word inside a span that the phrase does not have."""
        return max((self._weight[word] for word in likely), default=self._plain_weight)

    def _telling(self, said: Sequence[Word]) -> list[str]:
        return [word.plain for word in said if word.plain not in self._light]

    def _sureness(self, said: Sequence[Word], spans: Sequence[_Span]) -> NDArray[np.float64]:
        """Word by word likeness blended with the cosine of character n-grams, for each span."""
        extents = sorted({(span.first, span.last) for span in spans})
        row = {extent: index for index, extent in enumerate(extents)}
        heard = self.vectorizer_.transform(
            " ".join(self._telling(said[first : last + 1])) for first, last in extents
        )
        rows = heard[[row[span.first, span.last] for span in spans]]
        phrases = self.phrase_matrix_[[span.phrase for span in spans]]
        cosine = np.asarray(rows.multiply(phrases).sum(axis=1)).ravel()
        cosine[[self.phrases_[span.phrase].whole for span in spans]] = 1.0
        likeness = np.array([span.likeness for span in spans])
        blended = (1.0 - self.spelling_weight) * likeness + self.spelling_weight * cosine
        return np.clip(blended, 0.0, 1.0)


def _clauses(said: Sequence[Word]) -> list[list[int]]:
    clauses: dict[int, list[int]] = {}
    for at, word in enumerate(said):
        clauses.setdefault(word.clause, []).append(at)
    return list(clauses.values())


def _light_words(grammar: Grammar) -> frozenset[str]:
    """Words that do not tell which skill is meant."""
    return grammar.ignored | grammar.negations | grammar.brief_negations | grammar.contrasts | grammar.lists
