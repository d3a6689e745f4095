"""Shifts a candidate can or cannot work: early, day, late, night, weekend."""

from __future__ import annotations

from collections.abc import Iterable

from words import lexicon
from words.found import Found
from words.hours import said_any
from words.phrase_finder import find_codes
from words.phrases import PhraseTable
from words.tables import per_language

SHIFTS = ("early", "day", "late", "night", "weekend")


@per_language
def _table(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "shifts"), forgiving=True)


def parse_shifts(text: str) -> list[Found]:
    """Entities ``shift``, one a code. "Any shift" gives all five; "weekdays only" rules the weekend out."""
    if said_any(text):
        return [Found("shift", shift, 0, len(text)) for shift in SHIFTS]
    found: list[Found] = []
    for one in find_codes(text, _table(), "shift"):
        if one.value == "any":
            found.extend(Found("shift", shift, one.start, one.end, one.negated) for shift in SHIFTS)
        elif one.value == "not_weekend":
            found.append(Found("shift", "weekend", one.start, one.end, not one.negated))
        else:
            found.append(one)
    return found


def chosen_shifts(found: Iterable[Found]) -> tuple[str, ...]:
    """The shifts meant by what was found, in the order of the day; empty when nothing was said.

    What is ruled out wins over what is named; with nothing named, all but the ruled out are meant.
    """
    said = [one for one in found if one.entity == "shift"]
    ruled_out = {one.value for one in said if one.negated}
    named = {one.value for one in said if not one.negated} or (set(SHIFTS) if said else set())
    return tuple(shift for shift in SHIFTS if shift in named - ruled_out)
