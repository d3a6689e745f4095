"""From what people write to the skills they have: an estimator over the lexicon's phrases."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matcher.lexicon.fallback import Fallback
from matcher.lexicon.language import Found, LanguageReader
from matcher.lexicon.lexicon import Lexicon
from matcher.lexicon.negation import Negation
from matcher.lexicon.own_state import OwnStates
from matcher.lexicon.text import Word, words
from matcher.lexicon.tongues import Tongues
from matcher.records import LinkedSkill

# Longer messages are read up to here: five pages.
MAX_CHARACTERS = 12_000
# Less sure finds do not even compete for their place in the text, whatever the threshold.
LEAST_SURE = 0.62
# Of equally good phrases the one in the clause's main language is taken.
MAIN_LANGUAGE = 1.05
# Fallbacks read so many unexplained stretches of a message, of so many words: titles are short.
MOST_UNEXPLAINED = 30
LONGEST_TITLE = 8

# The plain words of a stretch of text, and the languages it may be in.
Heard = tuple[tuple[str, ...], tuple[str, ...]]


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
    readers_ : dict of str to LanguageReader
        The phrases of each language, found by their words.

    Notes
    -----
    Text in any language of the lexicon, or in several at once, is understood: the words tell the
    language, clause by clause, and `language` in `link` only decides between equals. What is denied
    ("never", "não sei") is left out. Nothing the text holds makes it raise; text beyond 12,000
    characters is not read.

    Examples
    --------
    >>> from matcher.lexicon import SkillLinker
    >>> linker = SkillLinker().fit()
    >>> [link.skill_id for link in linker.link("trabalhava na linha de enbalagem e tb limpeza")]
    ['packing', 'cleaning']
    >>> linker.link("não sei conduzir")
    []
    """

    def __init__(
        self, threshold: float = 0.62, spelling_weight: float = 0.35, fallbacks: Sequence[Fallback] = ()
    ) -> None:
        self.threshold = threshold
        self.spelling_weight = spelling_weight
        self.fallbacks = fallbacks

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
        self.readers_ = {
            language: LanguageReader(self.lexicon_, language, self.spelling_weight)
            for language in self.lexicon_.languages
        }
        self._tongues = Tongues(self.readers_)
        self._negations: dict[frozenset[str], Negation] = {}
        self._own_states = OwnStates(grammar.own_state for grammar in self.lexicon_.grammars.values())
        for fallback in self.fallbacks:
            fallback.fit(self.lexicon_)
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
        check_is_fitted(self, "readers_")
        text = text[:MAX_CHARACTERS]
        said = words(text)
        languages = self._tongues.of_clauses(said, language)
        negation = self._negation(self._tongues.spoken(said, languages))
        denied, own = negation.denied(said, language), self._own_states.told(said)
        set_aside = [no or of_self for no, of_self in zip(denied, own, strict=True)]
        pieces = self._pieces(said, set_aside, languages)
        # Alike pieces are looked up once.
        keys = [(tuple(word.plain for word in piece), languages[piece[0].clause]) for piece in pieces]
        best = self._best_finds(list(dict.fromkeys(keys)))
        more = self._fallback_finds(text, dict(zip(keys, pieces, strict=True)), best)
        links: dict[str, LinkedSkill] = {}
        for piece, key in zip(pieces, keys, strict=True):
            for found in (*best[key], *more.get(key, ())):
                source = _source(text, piece, found.first, found.last)
                for skill_id, share in found.skills:
                    confidence = round(found.sureness * share, 3)
                    known = links.get(skill_id)
                    if confidence >= self.threshold and (known is None or known.confidence < confidence):
                        # A surer mention takes the place of an earlier one, and keeps its turn.
                        links[skill_id] = LinkedSkill(skill_id, confidence, source)
        return list(links.values())

    def _negation(self, languages: frozenset[str]) -> Negation:
        known = self._negations.get(languages)
        if known is None:
            readers = {code: self.readers_[code] for code in sorted(languages)}
            known = self._negations[languages] = Negation(
                {code: reader.grammar for code, reader in readers.items()},
                {code: reader.vocabulary.words for code, reader in readers.items()},
                [tokens for reader in readers.values() for tokens in reader.not_denials],
            )
        return known

    def _pieces(
        self, said: Sequence[Word], set_aside: Sequence[bool], languages: Mapping[int, tuple[str, ...]]
    ) -> list[list[Word]]:
        """Runs of words of one clause that are not set aside and hold no "but"."""
        pieces: list[list[Word]] = []
        last: Word | None = None
        for word, no in zip(said, set_aside, strict=True):
            if no or any(
                word.plain in self.readers_[code].grammar.contrasts for code in languages[word.clause]
            ):
                last = None
                continue
            if last is None or last.clause != word.clause:
                pieces.append([])
            pieces[-1].append(word)
            last = word
        return pieces

    def _best_finds(self, pieces: Sequence[Heard]) -> dict[Heard, tuple[Found, ...]]:
        """For each piece in its languages, the finds that explain most."""
        found: list[list[tuple[Found, float]]] = [[] for _ in pieces]
        for code, reader in self.readers_.items():
            asked = [nth for nth, (_, languages) in enumerate(pieces) if code in languages]
            heard = [self._as_heard(*pieces[nth], code) for nth in asked]
            for nth, finds in zip(asked, reader.find(heard, min(self.threshold, LEAST_SURE)), strict=True):
                preference = MAIN_LANGUAGE if code == pieces[nth][1][0] else 1.0
                found[nth] += [(one, preference) for one in finds]
        return {piece: _without_overlap(_surest(finds)) for piece, finds in zip(pieces, found, strict=True)}

    def _fallback_finds(
        self, text: str, pieces: Mapping[Heard, Sequence[Word]], best: Mapping[Heard, Sequence[Found]]
    ) -> dict[Heard, tuple[Found, ...]]:
        """For stretches not wholly explained, what the first fallback finds that finds anything."""
        if not self.fallbacks:
            return {}
        titles = {heard: where for heard in pieces if (where := self._title(heard, best[heard]))}
        left = list(titles)[:MOST_UNEXPLAINED]
        found: dict[Heard, tuple[Found, ...]] = {}
        for fallback in self.fallbacks:
            said = [_source(text, pieces[heard], *titles[heard]) for heard in left]
            for heard, named in zip(left, fallback.find(said), strict=True):
                if named:
                    found[heard] = (Found(*titles[heard], named, sureness=1.0, gain=1.0),)
            left = [heard for heard in left if heard not in found]
        return found

    def _title(self, heard: Heard, explained: Sequence[Found]) -> tuple[int, int] | None:
        """First and last telling word of a stretch; None when all are explained, or it is too long."""
        words, languages = heard
        grammars = [self.readers_[code].grammar for code in languages]
        telling = [at for at, word in enumerate(words) if not any(one.is_light(word) for one in grammars)]
        if all(any(found.first <= at <= found.last for found in explained) for at in telling):
            return None
        return (telling[0], telling[-1]) if telling[-1] - telling[0] < LONGEST_TITLE else None

    def _as_heard(self, words: tuple[str, ...], languages: tuple[str, ...], code: str) -> tuple[str, ...]:
        """The words of a piece as one of its languages hears them.

        A word that means something else in the main language is not heard by the others: "care" is
        "which" in a Romanian clause.
        """
        if code == languages[0]:
            return words
        main = self.readers_[languages[0]]
        return tuple("" if main.means_something_else(word) else word for word in words)


def _source(text: str, piece: Sequence[Word], first: int, last: int) -> str:
    return text[piece[first].start : piece[last].end]


def _surest(finds: Sequence[tuple[Found, float]]) -> list[Found]:
    """Of finds in the very same words the surest: gains of different languages are no fair measure there."""
    best: dict[tuple[int, int], float] = {}
    for one, preference in finds:
        span = (one.first, one.last)
        best[span] = max(best.get(span, 0.0), one.sureness * preference)
    return [
        replace(one, gain=one.gain * preference)
        for one, preference in finds
        if one.sureness * preference >= best[one.first, one.last]
    ]


def _without_overlap(finds: Iterable[Found]) -> tuple[Found, ...]:
    """Finds of one piece that do not overlap, in order: those that explain most, most surely."""
    likely = sorted(finds, key=lambda found: (found.last, found.first, found.skills))
    # Weighted interval scheduling: the best choice among the first n finds, for each n.
    ends = [found.last for found in likely]
    best: list[tuple[float, tuple[Found, ...]]] = [(0.0, ())]
    for nth, found in enumerate(likely):
        before = best[bisect_left(ends, found.first, 0, nth)]
        taken = (before[0] + found.gain, (*before[1], found))
        best.append(max(best[nth], taken, key=lambda choice: choice[0]))
    return best[-1][1]
