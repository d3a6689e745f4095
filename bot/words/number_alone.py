"""A message that is nothing but a number: what it counts depends on the question."""

from __future__ import annotations

from words.found import Found
from words.hours import MOST, bare_quantity
from words.negation import spans
from words.text import tokens


def parse_number_alone(text: str) -> list[Found]:
    """At most one entity ``number`` with value {"min", "max"}, only for messages such as "20" or "up to 20".

    Its presence says that an ``hours``, ``minutes`` or ``ordinal`` beside it is one reading among others,
    to be believed only when that was asked.
    """
    bare = bare_quantity(text)
    if bare is None:
        return []
    high = max(MOST, bare.low) if bare.high == float("inf") else bare.high
    return [Found("number", {"min": bare.low, "max": high}, *spans(tokens(text), bare.first, bare.stop))]
