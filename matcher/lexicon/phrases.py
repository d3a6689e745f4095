"""The phrases of a lexicon in one language, and where they stand in a clause."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

from matcher.lexicon.lexicon import Grammar, Lexicon, LexiconError, Occupation, Skill
from matcher.lexicon.text import words
from matcher.lexicon.vocabulary import KEPT_IN_MEMORY, Vocabulary

# A phrase counts as found when at least this share of its words, by weight, is there.
SMALLEST_SHARE = 0.7
# Between the first and the last word of a phrase stand at most so many words that are not its own.
MOST_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the lexicon: its telling words, and the skills it stands for, each with its sureness.

    A phrase without a telling word of its own counts `whole` only: all its words, one after another.
    """

    tokens: tuple[str, ...]
    skills: tuple[tuple[str, float], ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase found in a clause.

    Positions of the first and last word in the clause, the index of the phrase, how alike the words
    are (0 to 1), the weight of what was found, and the telling words of the span as they were written.
    """

    first: int
    last: int
    phrase: int
    likeness: float
    weight: float
    written: str


def read_phrases(lexicon: Lexicon, language: str) -> list[Phrase]:
    """Labels and phrases of all skills and occupations; one that two entries share stands for both.

    Raises
    ------
    LexiconError
        When a phrase is a single word too general to name a skill.
    """
    grammar = lexicon.grammars[language]
    found: dict[tuple[str, ...], Phrase] = {}
    entries: list[tuple[Skill | Occupation, Mapping[str, float]]] = [
        *((skill, {skill.id: 1.0}) for skill in lexicon.skills.values()),
        *((occupation, occupation.brings) for occupation in lexicon.occupations.values()),
    ]
    for entry, skills in entries:
        wording = entry.words[language]
        cut = [(said, tuple(w.plain for w in words(said))) for said in (wording.label, *wording.phrases)]
        alone = {tokens[0] for _, tokens in cut if len(tokens) == 1}
        for said, tokens in cut:
            telling = tuple(word for word in tokens if not grammar.is_light(word))
            # "My own place" must not be found in "own", unless "own" is itself among the phrases; nor
            # "door to door" in "worked on the door".
            once = set(telling)
            whole = (
                once <= grammar.weak
                or len(once) < len(telling)
                or (len(once) == 1 < len(tokens) and not once <= alone)
            )
            if whole and len(tokens) < 2:
                raise LexiconError(f"{entry.id}: “{said}” is too general alone in {language}")
            key = tokens if whole else telling
            shared = dict(found[key].skills) if key in found else {}
            for skill_id, sure in skills.items():
                shared[skill_id] = max(sure, shared.get(skill_id, 0.0))
            found[key] = Phrase(key, tuple(shared.items()), whole)
    return list(found.values())


def not_denials(lexicon: Lexicon, language: str) -> list[tuple[str, ...]]:
    """Phrases that hold a "not" and deny nothing: "never late" is a skill, not the want of one."""
    grammar = lexicon.grammars[language]
    denials = grammar.negations | grammar.brief_negations
    entries: list[Skill | Occupation] = [*lexicon.skills.values(), *lexicon.occupations.values()]
    said = (
        tuple(word.plain for word in words(one))
        for entry in entries
        for one in (entry.words[language].label, *entry.words[language].phrases)
    )
    return sorted({tokens for tokens in said if len(tokens) > 1 and not denials.isdisjoint(tokens)})


class PhraseFinder:
    """Finds phrases in a clause by their words, misspelt or in another form.

    Parameters
    ----------
    phrases : sequence of Phrase
    grammar : Grammar
    """

    def __init__(self, phrases: Sequence[Phrase], grammar: Grammar) -> None:
        self.phrases = phrases
        self._is_light = lru_cache(KEPT_IN_MEMORY)(grammar.is_light)
        self._weak = grammar.weak
        telling = {word for phrase in phrases if not phrase.whole for word in phrase.tokens}
        self.vocabulary = Vocabulary(telling, grammar)
        self._with_word: dict[str, list[int]] = {}
        self._beginning: dict[str, list[int]] = {}
        self._forms: dict[int, list[frozenset[str]]] = {}
        for index, phrase in enumerate(phrases):
            if phrase.whole:
                self._forms[index] = [self.vocabulary.forms(word) for word in phrase.tokens]
                for form in self._forms[index][0]:
                    self._beginning.setdefault(form, []).append(index)
            else:
                for word in set(phrase.tokens):
                    self._with_word.setdefault(word, []).append(index)
        # Rare words tell more: the weight is that of the inverse document frequency.
        rarest = 1.0 + math.log1p(len(phrases))
        self._weight = {word: rarest - math.log1p(len(found)) for word, found in self._with_word.items()}
        self._usual_weight = fmean(self._weight.values()) if self._weight else 1.0

    def find(self, clause: Sequence[str]) -> list[Span]:
        """Phrases that stand in a clause of plain words, overlapping ones too; an empty word is never part."""
        telling = [at for at, word in enumerate(clause) if not self._is_light(word)]
        near = [self.vocabulary.near(clause[at]) for at in telling]
        hits: dict[int, dict[int, dict[str, float]]] = {}
        for nth, likely in enumerate(near):
            for word, likeness in likely.items():
                for phrase in self._with_word[word]:
                    hits.setdefault(phrase, {}).setdefault(nth, {})[word] = likeness
        found = list(self._whole_phrases(clause))
        for phrase, places in hits.items():
            tokens = set(self.phrases[phrase].tokens)
            if not self._may_suffice(tokens, places):
                continue
            for first, last, likeness, weight in self._places(tokens, places, near):
                written = " ".join(clause[at] for at in telling[first : last + 1])
                found.append(Span(telling[first], telling[last], phrase, likeness, weight, written))
        return found

    def _whole_phrases(self, clause: Sequence[str]) -> Iterator[Span]:
        forms = [self.vocabulary.forms(word) for word in clause]
        for first, begins in enumerate(forms):
            for phrase in sorted({index for form in begins for index in self._beginning.get(form, ())}):
                expected = self._forms[phrase]
                end = first + len(expected)
                if end <= len(clause) and not any(map(frozenset.isdisjoint, forms[first:end], expected)):
                    tokens = self.phrases[phrase].tokens
                    # General words weigh half in all: a phrase that tells more wins the place.
                    weight = self._usual_weight * (0.5 + sum(map(self._tells, tokens)))
                    yield Span(first, end - 1, phrase, 1.0, weight, " ".join(tokens))

    def _may_suffice(self, tokens: set[str], places: Mapping[int, Mapping[str, float]]) -> bool:
        """A quick look before the careful one: whether enough of a phrase is anywhere in the clause."""
        heard: dict[str, float] = {}
        for here in places.values():
            for word, likeness in here.items():
                heard[word] = max(likeness, heard.get(word, 0.0))
        there = sum(self._weight[word] * likeness for word, likeness in heard.items())
        return there >= SMALLEST_SHARE * sum(self._weight[word] for word in tokens)

    def _tells(self, word: str) -> bool:
        return not self._is_light(word) and word not in self._weak

    def _places(
        self,
        tokens: set[str],
        places: Mapping[int, Mapping[str, float]],
        near: Sequence[Mapping[str, float]],
    ) -> Iterator[tuple[int, int, float, float]]:
        """First and last telling word, likeness and weight, wherever enough of a phrase is close together."""
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
                    yield first, last, 2 * share * own / (share + own) if idle else share, there
                    if len(heard) == len(tokens):
                        break

    def _idle_weight(self, likely: Mapping[str, float]) -> float:
        """Weight of a word inside a span that the phrase does not have."""
        return max((self._weight[word] for word in likely), default=self._usual_weight)
