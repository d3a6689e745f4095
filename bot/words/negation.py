"""Which part of a message a "not" rules out, and the message without that part.

A "not" reaches forward to the end of its clause ("not nights, days") or, standing at the end of a
clause, back to its beginning ("à noite não posso"). Commas, full stops and words such as "but" end a
clause. Phrases that look negative but rule nothing out ("no problem", "pelo menos") are in the lexicon.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from words import lexicon
from words.phrases import PhraseTable
from words.tables import per_language
from words.text import Token, tokens


class Scope(NamedTuple):
    """Tokens ``first`` to ``stop`` are ruled out; ``whole_first`` to ``whole_stop`` adds the "not"."""

    first: int
    stop: int
    whole_first: int
    whole_stop: int


_NOTS = ("not", "not_word", "not_after")
_ENDS = ("but", "ends")
"""A "but" only ends a clause; the verbs under "ends" begin one of their own."""


@per_language
def _table(language: str) -> PhraseTable[str]:
    # one table for all kinds, so that the longest phrase decides ("not only" is never a "not")
    return PhraseTable(lexicon.coded(language, "negation"))


def scopes(text: str) -> tuple[Scope, ...]:
    """Every ruled-out stretch of ``text``, left to right; they do not overlap."""
    return _scopes(text, lexicon.read_now())


@lru_cache(maxsize=8)
def _scopes(text: str, languages: tuple[str, ...]) -> tuple[Scope, ...]:
    cut = tokens(text)
    hits = _table().hits(cut)
    contrasts = {hit.first for hit in hits if hit.value in _ENDS}
    verbs = {hit.first for hit in hits if hit.value == "ends"}
    ends = sorted({at for at, token in enumerate(cut) if token.is_break} | contrasts | {len(cut)})
    found: list[Scope] = []
    for hit in hits:
        if hit.value not in _NOTS or (found and hit.first < found[-1].whole_stop):
            continue
        # of "no nights", told apart from the Portuguese "no", only the first word is the "not"
        stop = hit.first + 1 if hit.value == "not_word" else hit.stop
        # a verb right after the "not" is what it rules out ("não conduzo"); a "but" is not
        end = ends[bisect_left(ends, stop + 1 if stop in verbs else stop)]
        earlier = bisect_left(ends, hit.first) - 1
        start = 0 if earlier < 0 else ends[earlier] + (1 if cut[ends[earlier]].is_break else 0)
        if end == stop:
            if start < hit.first and (not found or start >= found[-1].whole_stop):
                found.append(Scope(start, hit.first, start, stop))
        elif hit.value != "not_after":
            found.append(Scope(stop, end, hit.first, end))
    return tuple(found)


@lru_cache(maxsize=8)
def _ruled_out(text: str, languages: tuple[str, ...]) -> frozenset[int]:
    cut = tokens(text)
    covered = {at for scope in _scopes(text, languages) for at in range(scope.first, scope.stop)}
    for scope in _scopes(text, languages):
        last = scope.first - 1
        if last <= scope.whole_first:
            continue
        hit = _table().at(cut, last)
        if hit is None or hit.value not in _NOTS:
            covered.add(last)  # the verb of "não tenho" belongs to what is ruled out: "tenho carro"
    return frozenset(covered)


def is_a_not(word: str) -> bool:
    """Whether a word, alone, only rules out ("not", the Arabic "la2")."""
    cut = tokens(word)
    hit = _table().at(cut, 0)
    return hit is not None and hit.value in _NOTS and hit.stop == len(cut)


def is_negated(text: str, first: int, stop: int) -> bool:
    """Whether tokens ``first`` to ``stop`` of ``text`` all lie in a ruled-out stretch."""
    return _ruled_out(text, lexicon.read_now()).issuperset(range(first, stop))


def strip_negated(text: str) -> str:
    """``text`` without its ruled-out clauses: "not Taunton, Bridgwater" -> "Bridgwater".

    Empty when everything is ruled out.
    """
    cut = tokens(text)
    kept, position = [], 0
    for scope in scopes(text):
        stop = scope.whole_stop
        while stop < len(cut) and cut[stop].is_break:
            stop += 1
        before = scope.whole_first - 1
        subject = _table().at(cut, before) if before >= 0 else None
        begin = cut[before if subject is not None and subject.value == "subject" else scope.whole_first].start
        if begin < position:
            continue
        kept.append(text[position:begin])
        position = cut[stop].start if stop < len(cut) else len(text)
    kept.append(text[position:])
    return " ".join(part.strip() for part in kept if part.strip()).strip(" ,;،؛")


def clauses(text: str) -> list[tuple[int, int]]:
    """(first, stop) token ranges of the clauses of ``text``, separators left out."""
    cut = tokens(text)
    hits = _table().hits(cut)
    contrasts = {hit.first: hit.stop for hit in hits if hit.value in _ENDS}
    for hit in hits:
        # "30 hours I don't drive": the clause of a denied verb begins with its "not"
        if hit.value in _NOTS and hit.stop in contrasts:
            contrasts[hit.first] = contrasts.pop(hit.stop)
    ranges, start, position = [], 0, 0
    while position <= len(cut):
        at_end = position == len(cut) or cut[position].is_break
        if at_end or position in contrasts:
            if start < position:
                ranges.append((start, position))
            # a contrast word ("but") stays in the clause it opens: it can be a verb ("posso")
            start = position + 1 if at_end else position
        position += 1
    return ranges


def spans(cut: tuple[Token, ...], first: int, stop: int) -> tuple[int, int]:
    """Offsets in the original message of tokens ``first`` to ``stop``."""
    return cut[first].start, cut[stop - 1].end
