"""Which languages a message is in, clause by clause: people mix them, and one word may be in several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from matcher.lexicon.language import LanguageReader
from matcher.lexicon.lexicon import FALLBACK_LANGUAGE
from matcher.lexicon.text import Word

# The language of the conversation only decides between languages that fit equally well.
HINT = 0.2
# So does the rest of the message, and it counts more: people seldom change after every clause.
REST_OF_MESSAGE = 0.5
# A second language is there from so many words on that the first one has not; when a small word is among
# them, it has a statement of its own ("… but no driving").
OWN_WORDS = 2


class Tongues:
    """Tells the languages of clauses.

    Parameters
    ----------
    readers : mapping of str to LanguageReader
        By language.
    """

    def __init__(self, readers: Mapping[str, LanguageReader]) -> None:
        self._readers = readers

    def of_clauses(self, said: Sequence[Word], hint: str | None) -> dict[int, tuple[str, ...]]:
        """For each clause its languages: the main one first, then those that may be mixed into it.

        English may be mixed into every clause, because the work is in England and so are its words
        ("trabalhei no warehouse"); so may the language of the conversation and that of the message.
        """
        clauses = {
            number: [word.plain for word in clause]
            for number, clause in groupby(said, key=lambda word: word.clause)
        }
        everything = [word.plain for word in said]
        whole = self._evidence(everything, hint)
        size = max(len(said), 1)
        message = max(whole, key=lambda language: whole[language])
        others = [
            code for code in self._readers if len(self._own_words(everything, message, code)) >= OWN_WORDS
        ]
        found: dict[int, tuple[str, ...]] = {}
        for number, clause in clauses.items():
            own = self._evidence(clause, hint)
            likely = {code: own[code] + REST_OF_MESSAGE * whole[code] / size for code in own}
            main = max(likely, key=lambda code: likely[code])
            mixed = (code for code in self._readers if self._has_own_statement(clause, main, code))
            both = (main, message, hint or main, FALLBACK_LANGUAGE, *others, *mixed)
            found[number] = tuple(dict.fromkeys(code for code in both if code in self._readers))
        return found

    def spoken(self, said: Sequence[Word], clauses: Mapping[int, tuple[str, ...]]) -> frozenset[str]:
        """Languages that say something in a message: the main ones, and those with a statement of their own."""
        found = {languages[0] for languages in clauses.values()}
        for number, clause in groupby(said, key=lambda word: word.clause):
            words = [word.plain for word in clause]
            main, *guests = clauses[number]
            found |= {guest for guest in guests if self._has_own_statement(words, main, guest)}
        return frozenset(found)

    def _evidence(self, words: Sequence[str], hint: str | None) -> dict[str, float]:
        # English comes first: of languages that fit equally well it is the likeliest in England.
        ordered = sorted(self._readers, key=lambda code: (code != FALLBACK_LANGUAGE, code))
        return {
            code: sum(map(self._readers[code].evidence, words)) + (HINT if code == hint else 0.0)
            for code in ordered
        }

    def _has_own_statement(self, clause: Sequence[str], main: str, other: str) -> bool:
        own = self._own_words(clause, main, other)
        return len(own) >= OWN_WORDS and any(map(self._readers[other].grammar.is_light, own))

    def _own_words(self, words: Sequence[str], main: str, other: str) -> list[str]:
        """Words that one language surely has and the main one has not."""
        if other == main:
            return []
        reader, known = self._readers[other], self._readers[main].knows
        return [word for word in words if reader.knows(word) and not known(word)]
