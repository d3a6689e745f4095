"""How a candidate can travel to work, and for how long."""

from __future__ import annotations

from collections.abc import Sequence

from words import lexicon
from words.found import Found
from words.hours import bare_quantity, quantity_at
from words.negation import is_negated, spans
from words.numbers import number_at
from words.phrase_finder import find_codes
from words.phrases import PhraseTable
from words.tables import per_language
from words.text import Token, tokens

SHORTEST, LONGEST = 5, 240
"""Minutes one way that can be meant; bare numbers count from ten."""
BARE_FROM = 10
HOURS_AT_MOST = 4
"""More "hours" than this are a week's work, not a journey."""


@per_language
def _modes(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "travel_modes"), forgiving=True)


@per_language
def _units(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "minutes", "marks"), forgiving=True)


@per_language
def _phrases(language: str) -> PhraseTable[float]:
    return PhraseTable(
        [
            (phrase, float(record["minutes"]))
            for record in lexicon.records(language, "minutes", "phrases")
            for phrase in record["say"]
        ]
    )


def parse_travel_modes(text: str) -> list[Found]:
    """Entities ``travel_mode``, one a code: walk, cycle, bus, train, car (drives), lift (is driven)."""
    return find_codes(text, _modes(), "travel_mode")


def parse_minutes(text: str) -> list[Found]:
    """Entities ``minutes`` (int, 5 to 240): the longest journey said, "30-40 min" -> 40, "1h30" -> 90.

    A message that is only a number counts as minutes from ten up.
    """
    cut = tokens(text)
    found: list[tuple[float, int, int]] = []
    position = 0
    while position < len(cut):
        phrase = _phrases().at(cut, position)
        reading = (phrase.value, phrase.stop) if phrase is not None else _duration_at(cut, position)
        if reading is None:
            position += 1
            continue
        minutes, stop = reading
        if minutes > 0:
            found.append((minutes, position, stop))
        position = stop
    if not found:
        bare = bare_quantity(text)
        if bare is not None:
            minutes = bare.low if bare.high == float("inf") else bare.high
            found = [(minutes, bare.first, bare.stop)] if minutes >= BARE_FROM else []
    return [
        Found("minutes", round(minutes), *spans(cut, first, stop), is_negated(text, first, stop))
        for minutes, first, stop in found
        if SHORTEST <= minutes <= LONGEST
    ]


def _mark(cut: Sequence[Token], at: int, *allowed: str) -> int | None:
    hit = _units().at(cut, at)
    return hit.stop if hit is not None and hit.value in allowed else None


def _duration_at(cut: Sequence[Token], first: int) -> tuple[float, int] | None:
    """Minutes and the token after; 0 minutes = hours of work, read and left to the hours parser."""

    def unit_stop(at: int) -> int:
        return _mark(cut, at, "minutes", "hours") or at

    quantity = quantity_at(cut, first, unit_stop)
    if quantity is None:
        return None
    amount = quantity.low if quantity.high == float("inf") else quantity.high
    in_minutes = _mark(cut, quantity.stop, "minutes")
    if in_minutes is not None:
        return amount, in_minutes
    in_hours = _mark(cut, quantity.stop, "hours")
    if in_hours is None:
        return None
    if amount > HOURS_AT_MOST or _mark(cut, in_hours, "of_work") is not None:
        return 0.0, in_hours
    half = _mark(cut, in_hours, "and_a_half")
    if half is not None:
        return amount * 60 + 30, half
    joined = _mark(cut, in_hours, "and") or in_hours
    rest = number_at(cut, joined)
    if rest is not None and rest.value < 60 and float(rest.value).is_integer():
        unit = _mark(cut, rest.stop, "minutes")
        if unit is not None or _mark(cut, rest.stop, "hours") is None:
            return amount * 60 + rest.value, unit or rest.stop
    return amount * 60, in_hours
