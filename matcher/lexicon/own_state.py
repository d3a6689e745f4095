"""What people say of their own health, family or belief: never a skill, and never passed on.

"I have diabetes" must not become "looking after people with diabetes": it would be untrue, and it
would carry a health condition to the matcher and to a recruiter. Such words are set aside before
anything is looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from matcher.lexicon.lexicon import OwnState
from matcher.lexicon.text import Word


class OwnStates:
    """Finds what is told of oneself, in every language at once: the wrong guess of a language must not leak.

    Parameters
    ----------
    states : iterable of OwnState
        One a language.
    """

    def __init__(self, states: Iterable[OwnState]) -> None:
        self._by_last_word: defaultdict[str, list[tuple[tuple[str, ...], OwnState]]] = defaultdict(list)
        for state in states:
            for cue in state.cues:
                self._by_last_word[cue[-1]].append((cue, state))

    def told(self, words: Sequence[Word]) -> list[bool]:
        """For each word of a text, whether it tells a state of the writer's own."""
        marks = [False] * len(words)
        for at, word in enumerate(words):
            for cue, state in self._by_last_word.get(word.plain, ()):
                run = words[max(0, at + 1 - len(cue)) : at + 1]
                if tuple(one.plain for one in run) == cue and run[0].clause == word.clause:
                    for own in _conditions_after(words, at, state):
                        marks[own] = True
        return marks


def _conditions_after(words: Sequence[Word], cue: int, state: OwnState) -> list[int]:
    """Conditions that follow a cue at once; none where the next word shows that work is meant."""
    found: list[int] = []
    for at in range(cue + 1, len(words)):
        word = words[at]
        if word.clause != words[cue].clause:
            break
        if word.plain.startswith(state.about_work):
            return []
        if word.plain.startswith(state.conditions):
            found.append(at)
        elif word.plain not in state.between:
            break
    return found
