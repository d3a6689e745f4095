"""Hours of work a week: "16-24h", "part time", "uns vinte e cinco", "as many as possible"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from words import lexicon
from words.found import Found
from words.negation import is_negated, spans
from words.numbers import number_at
from words.phrases import PhraseTable
from words.tables import Tables, per_language, words_per_language
from words.text import Token, tokens

MOST = 48.0
"""Stands for "no upper limit": the weekly limit of the Working Time Regulations 1998."""
SHORTEST_WEEK = 4.0
"""Fewer "hours" without "a week" are a journey, not a week's work."""
LONGEST_SAID = 80.0
"""A larger number is a slip or something else."""
DAY = 8.0
"""Hours counted for a day's work when only days are given ("3 days a week")."""
WORKING_DAYS = 5.0
"""Days a week when only hours a day are given."""


class Quantity(NamedTuple):
    """A number or range as said, its tokens, and whether a limit word made it open on one side."""

    low: float
    high: float
    first: int
    stop: int


@per_language
def _marks(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "hours", "marks"), forgiving=True)


def _limits_at(place: str) -> Callable[[], Tables[str]]:
    return per_language(lambda language: PhraseTable(lexicon.coded(language, "limits", place)))


_LIMITS = {place: _limits_at(place) for place in ("before", "between", "after")}
"""Limit words before a number, between two or after one."""


@per_language
def _phrases(language: str) -> PhraseTable[tuple[float, float]]:
    return PhraseTable(
        [
            (phrase, (float(record["min"]), float(record["max"])))
            for record in lexicon.records(language, "hours", "phrases")
            for phrase in record["say"]
        ],
        forgiving=True,
    )


@per_language
def _alone(language: str) -> PhraseTable[str]:
    return PhraseTable([(phrase, "any") for phrase in lexicon.phrases(language, "any_alone")])


@per_language
def _filler(language: str) -> PhraseTable[str]:
    return PhraseTable([(phrase, "filler") for phrase in lexicon.phrases(language, "filler")])


def _limit(cut: Sequence[Token], at: int, place: str) -> tuple[str, int]:
    """The limit word at a token ("up to", "between", "+"), or nothing, and the token after it."""
    hit = _LIMITS[place]().at(cut, at)
    return (hit.value, hit.stop) if hit is not None else ("", at)


def quantity_at(
    cut: Sequence[Token], first: int, unit_stop: Callable[[int], int] = lambda at: at
) -> Quantity | None:
    """A number, range or limit that begins at token ``first``.

    ``unit_stop`` tells where a unit at a token ends (the token itself when there is none), so that
    "16h a 24h" and "20 hours or more" are read whole. Open ends are 0 and infinity.
    """
    if first and cut[first - 1].is_word and cut[first - 1].end == cut[first].start:
        return None  # part of a code such as "W7H"
    limit, at = _limit(cut, first, "before")
    number = number_at(cut, at)
    if number is None:
        return None
    low = high = number.value
    stop = number.stop
    joined, after = _limit(cut, unit_stop(stop), "between")
    second = number_at(cut, after) if joined and (joined != "and" or limit == "between") else None
    if second is not None and second.value >= low:
        return Quantity(low, second.value, first, second.stop)
    if limit in ("", "about"):
        trailing, after = _limit(cut, unit_stop(stop), "after")
        limit = trailing or limit
        # the unit, if any, lies between the number and the limit word
        stop = after if trailing and unit_stop(stop) == stop else stop
    if limit == "up_to":
        low = 0.0
    elif limit == "at_least":
        high = float("inf")
    return Quantity(low, high, first, stop)


def bare_quantity(text: str) -> Quantity | None:
    """The quantity when the message says nothing else ("uns 25", "up to 20", "16-24")."""
    cut = tokens(text)
    position, found = 0, None
    while position < len(cut):
        quantity = quantity_at(cut, position) if found is None else None
        if quantity is not None:
            found, position = quantity, quantity.stop
            continue
        filler = _filler().at(cut, position)
        if filler is not None:
            position = filler.stop
        elif not cut[position].is_word and not cut[position].is_number and cut[position].text not in "+/#":
            position += 1
        else:
            return None
    return found


def parse_hours(text: str) -> list[Found]:
    """Entities ``hours`` with value {"min", "max"}, hours a week between 0 and 80.

    "Full time" and "part time" come from the lexicon (with the source beside them); an open end is 0 or
    48. A message that is only a number counts when it can be a week's hours (4 to 60).
    """
    cut = tokens(text)
    found: list[tuple[float, float, int, int]] = []
    position = 0
    while position < len(cut):
        phrase = _phrases().at(cut, position)
        reading = None if phrase is not None else _with_unit(cut, position)
        if phrase is not None:
            found.append((*phrase.value, phrase.first, phrase.stop))
            position = phrase.stop
        elif reading is not None:
            low, high, stop = reading
            if high > 0:
                found.append((low, min(high, MOST) if high == float("inf") else high, position, stop))
            position = stop
        else:
            position += 1
    if not found:
        found = _alone_or_bare(text, cut)
    return [
        Found("hours", {"min": low, "max": high}, *spans(cut, first, stop), is_negated(text, first, stop))
        for low, high, first, stop in _merge_alternatives(cut, found)
        if high <= LONGEST_SAID
    ]


def _alone_or_bare(text: str, cut: Sequence[Token]) -> list[tuple[float, float, int, int]]:
    if said_any(text):
        return [(0.0, MOST, 0, len(cut))]
    bare = bare_quantity(text)
    if bare is None:
        return []
    high = MOST if bare.high == float("inf") else bare.high
    plausible = max(bare.low, 0 if bare.low else high) >= SHORTEST_WEEK and high <= 60
    return [(min(bare.low, high), high, bare.first, bare.stop)] if plausible else []


def said_any(text: str) -> bool:
    """Whether the whole message says "any", "tanto faz" and the like."""
    cut = tuple(token for token in tokens(text) if token.is_word or token.is_number)
    hit = _alone().at(cut, 0) if cut else None
    if hit is None:
        return False
    position = hit.stop
    while position < len(cut):
        filler = _filler().at(cut, position)
        if filler is None:
            return False
        position = filler.stop
    return True


def _mark(cut: Sequence[Token], at: int, *allowed: str) -> int | None:
    hit = _marks().at(cut, at)
    return hit.stop if hit is not None and hit.value in allowed else None


def _with_unit(cut: Sequence[Token], first: int) -> tuple[float, float, int] | None:
    """Weekly (low, high) and the token after, for a quantity with a unit; high 0: not a week's hours."""

    def unit_stop(at: int) -> int:
        return _mark(cut, at, "hours", "clock_unit", "days") or at

    quantity = quantity_at(cut, first, unit_stop)
    if quantity is None:
        return None
    unit = _marks().at(cut, quantity.stop)
    if unit is None or unit.value not in ("hours", "clock_unit", "days"):
        return None
    stop = unit.stop
    trailing, after = _limit(cut, stop, "after")
    low, high = quantity.low, quantity.high
    if trailing:
        stop = after
    per_week = _mark(cut, stop, "per_week")
    if unit.value == "days":
        return (low * DAY, high * DAY, per_week) if per_week and high <= 7 else None
    before = cut[first - 1].text if first else ""
    if _mark(cut, stop, "a_shift") or (unit.value == "clock_unit" and before in _clock_words()):
        return 0.0, 0.0, stop
    per_day = _mark(cut, stop, "per_day")
    if per_day:
        days, stop = _days_after(cut, per_day)
        return low * days, high * days, stop
    if per_week is None and low < SHORTEST_WEEK and high <= SHORTEST_WEEK:
        return None
    return low, high, per_week or stop


def _days_after(cut: Sequence[Token], at: int) -> tuple[float, int]:
    """Working days a week said just after "8 hours a day" ("…, 4 days a week"); five when unsaid."""
    for start in range(at, min(at + 3, len(cut))):
        number = number_at(cut, start)
        if number is not None:
            stop = _mark(cut, number.stop, "days")
            return (number.value, stop) if stop and number.value <= 7 else (WORKING_DAYS, at)
    return WORKING_DAYS, at


@words_per_language
def _clock_words(language: str) -> list[str]:
    return lexicon.phrases(language, "hours", "before_a_time")


def _merge_alternatives(
    cut: Sequence[Token], found: list[tuple[float, float, int, int]]
) -> list[tuple[float, float, int, int]]:
    """Join "full time or part time" into one range; other repeats stay apart."""
    merged: list[tuple[float, float, int, int]] = []
    for low, high, first, stop in found:
        if merged:
            last = merged[-1]
            joined, after = _limit(cut, last[3], "between")
            if joined == "or" and after == first:
                merged[-1] = (min(last[0], low), max(last[1], high), last[2], stop)
                continue
        merged.append((low, high, first, stop))
    return merged
