"""Which words of a text are denied: "never worked in kitchens", "não sei conduzir", "cozinhar não"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcher.lexicon.lexicon import Grammar
from matcher.lexicon.text import Word


class Negation:
    """Marks denied words.

    Parameters
    ----------
    grammars : mapping of str to Grammar
        Of the languages that a text is in.
    vocabulary : mapping of str to frozenset of str
        The words of the lexicon's phrases, by language: they help to tell which language a clause is in.
    phrases : iterable of tuple of str
        Phrases of the lexicon that hold such a word and deny nothing ("never late", "sem glúten").
    """

    def __init__(
        self,
        grammars: Mapping[str, Grammar],
        vocabulary: Mapping[str, frozenset[str]],
        phrases: Iterable[tuple[str, ...]] = (),
    ) -> None:
        self._grammars = grammars
        self._known = {
            language: grammar.ignored | grammar.negations | vocabulary[language]
            for language, grammar in grammars.items()
        }
        every = grammars.values()
        self._ignored = frozenset().union(*(grammar.ignored for grammar in every))
        self._restarts = frozenset().union(*(grammar.restarts for grammar in every))
        self._contrasts = frozenset().union(*(grammar.contrasts for grammar in every))
        self._joins = frozenset().union(*(grammar.joins for grammar in every))
        self._lists = frozenset().union(*(grammar.lists for grammar in every))
        self._relatives = frozenset().union(*(grammar.relatives for grammar in every))
        self._after_relatives = frozenset().union(*(grammar.after_relatives for grammar in every))
        self._third_person = frozenset().union(*(grammar.third_person for grammar in every))
        self._brief = frozenset().union(*(grammar.brief_negations for grammar in every))
        runs = {*phrases, *(run for grammar in every for run in grammar.not_negations)}
        self._exceptions: dict[str, list[tuple[str, ...]]] = {}
        for run in sorted(runs):
            self._exceptions.setdefault(run[0], []).append(run)

    def denied(self, words: Sequence[Word], language: str | None = None) -> list[bool]:
        """For each word of a text, whether it is denied.

        A denial holds to the end of its clause, over "or" and over the commas of a list that has one;
        it ends at "but", and where a new statement begins. At the end of a clause it holds backwards.
        What is said of somebody else ("my husband is …") is denied likewise.
        """
        marks = [False] * len(words)
        cue: str | None = None
        things = 0  # words that name something, since the cue
        exempt = self._exempt(words)
        for at, word in enumerate(words):
            if at and word.clause != words[at - 1].clause and not self._goes_on(words, at):
                cue = None
            starts_anew = (
                (word.plain in self._restarts and things > 0) or self._joined_statement(words, at)
            ) and word.plain not in self._joins
            if word.plain in self._contrasts or starts_anew:
                cue = None
            if word.plain in self._third_person and self._follows_a_relative(words, at):
                # The verb may name a skill itself: "my husband drove lorries".
                cue, things, marks[at] = word.plain, 0, True
            elif not exempt[at] and self._denies(words, at, language):
                cue, things = word.plain, 0
                if self._ends_clause(words, at):
                    self._mark_back(words, at, marks)
            elif cue is not None:
                marks[at] = True
                things += word.plain not in self._ignored
                if cue in self._brief and things:
                    cue = None
        return marks

    def _follows_a_relative(self, words: Sequence[Word], at: int) -> bool:
        before = at - 1
        while before > 0 and words[before].plain in self._after_relatives:
            before -= 1
        return before >= 0 and words[before].plain in self._relatives

    def _denies(self, words: Sequence[Word], at: int, language: str | None) -> bool:
        word = words[at].plain
        own = [
            code
            for code, grammar in self._grammars.items()
            if word in grammar.negations or word in grammar.brief_negations
        ]
        if not own:
            return False
        # "no" is a denial in English and "in the" in Portuguese: the rest of the clause decides.
        others = [
            code for code, grammar in self._grammars.items() if code not in own and word in grammar.ignored
        ]
        if not others:
            return True
        clause = words[at].clause
        rest = [other.plain for other in words if other.clause == clause and other is not words[at]]
        before = words[at - 1].plain if at and words[at - 1].clause == clause else None
        lead = frozenset().union(*(self._grammars[code].ignored for code in own))
        if before is not None and before not in lead and not self._ends_clause(words, at):
            return False

        def evidence(codes: list[str]) -> float:
            counts = [sum(other in self._known[code] for other in rest) for code in codes]
            return max(counts) + (0.5 if language in codes else 0.0)

        return evidence(own) > evidence(others)

    def _goes_on(self, words: Sequence[Word], at: int) -> bool:
        """Whether a list goes on past a comma: an "or" is still to come before anything new is said."""
        sentence = words[at].sentence
        if words[at - 1].sentence != sentence:
            return False
        for word in words[at:]:
            if word.sentence != sentence or word.plain in self._restarts or word.plain in self._contrasts:
                return False
            if word.plain in self._lists:
                return True
        return False

    def _joined_statement(self, words: Sequence[Word], at: int) -> bool:
        return at > 0 and words[at].plain in self._restarts and words[at - 1].plain in self._joins

    def _ends_clause(self, words: Sequence[Word], at: int) -> bool:
        rest = (word for word in words[at + 1 :] if word.clause == words[at].clause)
        return all(word.plain in self._ignored for word in rest)

    def _mark_back(self, words: Sequence[Word], at: int, marks: list[bool]) -> None:
        for before in range(at - 1, -1, -1):
            word = words[before]
            if word.clause != words[at].clause or word.plain in self._joins | self._contrasts:
                return
            marks[before] = True

    def _exempt(self, words: Sequence[Word]) -> list[bool]:
        exempt = [False] * len(words)
        for at, first in enumerate(words):
            for run in self._exceptions.get(first.plain, ()):
                if tuple(word.plain for word in words[at : at + len(run)]) == run:
                    exempt[at : at + len(run)] = [True] * len(run)
        return exempt
