"""What a parser found in a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | dict[str, str | float | None]


@dataclass(frozen=True)
class Found:
    """One entity, with offsets into the message as it was written.

    ``text[start:end]`` is what the value was read from. ``negated`` says that the candidate ruled the
    value out ("not nights"). For kinds whose value can carry the "no" itself (driving, right_to_work,
    english_level, polarity, situation) it is always false.
    """

    entity: str
    value: Value
    start: int
    end: int
    negated: bool = False
