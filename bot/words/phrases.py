"""Finds known phrases in a tokenised message: longest first, left to right, one spelling slip forgiven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from words.text import Token, folded_words

V = TypeVar("V")

SHORTEST_FORGIVEN = 6
"""Letters a word needs before a slip in it is forgiven: shorter words have too many near neighbours."""


class Hit(NamedTuple, Generic[V]):
    """Tokens ``first`` up to but not including ``stop`` are a phrase with this value."""

    first: int
    stop: int
    value: V


def expand(pattern: str) -> list[str]:
    """Write out "(vou|vamos) ser" as its phrases; an empty choice leaves the word out, brackets may nest.

    Raises
    ------
    ValueError
        When brackets do not match.
    """
    phrases, stop = _choices(pattern, 0)
    if stop != len(pattern):
        raise ValueError(f"brackets do not match: {pattern!r}")
    return [" ".join(phrase.split()) for phrase in phrases]


def _choices(pattern: str, at: int) -> tuple[list[str], int]:
    """Every way to read ``pattern`` from ``at`` to its end or to the bracket that closes this level."""
    done: list[str] = []
    current = [""]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "(":
            inner, at = _choices(pattern, at + 1)
            if at >= len(pattern):
                raise ValueError(f"brackets do not match: {pattern!r}")
            current = [before + choice for before in current for choice in inner]
        elif pattern[at] == "|":
            done, current = done + current, [""]
        else:
            current = [before + pattern[at] for before in current]
        at += 1
    return done + current, at


def _without_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def one_slip_apart(first: str, second: str) -> bool:
    """Whether one letter added, lost, changed or swapped with its neighbour turns one into the other."""
    if first == second:
        return True
    at = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    rest, other = first[at:], second[at:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[2:] == other[2:] and rest[:2] == other[1::-1])
    )


class PhraseTable(Generic[V]):
    """Phrases with a value each.

    Parameters
    ----------
    entries
        (pattern, value) pairs; patterns are expanded by :func:`expand` and folded.
    forgiving
        Also accept a word of at least six letters with one slip, if its first letter is right.

    Raises
    ------
    ValueError
        When one phrase is given two different values.
    """

    def __init__(self, entries: Iterable[tuple[str, V]], *, forgiving: bool = False) -> None:
        self._root: dict[str, Any] = {}
        self._vocabulary: set[str] = set()
        for pattern, value in entries:
            for phrase in expand(pattern):
                self._add(phrase, value)
        self._near: dict[str, set[str]] = {}
        if forgiving:
            for word in self._vocabulary:
                if len(word) >= SHORTEST_FORGIVEN:
                    for shorter in _without_one(word) | {word}:
                        self._near.setdefault(shorter, set()).add(word)

    def _add(self, phrase: str, value: V) -> None:
        node = self._root
        for word in folded_words(phrase):
            self._vocabulary.add(word)
            node = node.setdefault(word, {})
        if node is self._root:
            raise ValueError("an empty phrase would be found everywhere")
        if "" in node and node[""] != value:
            raise ValueError(f"{phrase!r} means both {node['']!r} and {value!r}")
        node[""] = value

    def _spelling(self, word: str) -> str:
        """The known word meant by one with a slip in it; the word itself when there is none."""
        if word in self._vocabulary or not SHORTEST_FORGIVEN <= len(word) <= 30 or not self._near:
            return word
        meant = {
            known
            for shorter in _without_one(word) | {word}
            for known in self._near.get(shorter, ())
            if known[0] == word[0] and one_slip_apart(word, known)
        }
        return min(meant) if meant else word

    def at(
        self, tokens: Sequence[Token], first: int, stop: int | None = None, *, forgiving: bool = True
    ) -> Hit[V] | None:
        """The longest phrase that begins exactly at token ``first`` and ends by token ``stop``.

        ``forgiving`` false asks for the words exactly, also of a table that forgives slips.
        """
        node: dict[str, Any] | None = self._root
        best = None
        for position in range(first, len(tokens) if stop is None else stop):
            word = tokens[position].text
            node = node.get(self._spelling(word) if forgiving else word) if node else None
            if node is None:
                break
            if "" in node:
                best = Hit(first, position + 1, node[""])
        return best

    def has(self, word: str) -> bool:
        """Whether some phrase holds this folded word or sign."""
        return word in self._vocabulary
