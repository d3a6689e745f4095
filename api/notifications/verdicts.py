"""What became of a letter: it left, it has to wait, or it never will leave."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from api.core.outbox import Letter


@dataclass(frozen=True)
class Sent:
    """The provider has it."""


@dataclass(frozen=True)
class TryLater:
    """It may leave another time; `after_seconds` is what the provider asks for."""

    code: str
    after_seconds: float | None = None


@dataclass(frozen=True)
class GiveUp:
    """It never will leave."""

    code: str


@dataclass(frozen=True)
class NotMine:
    """Another worker has the letter now, or it was deleted meanwhile: nothing is left to do."""


Verdict = Sent | TryLater | GiveUp | NotMine
# Tells how many parts of a letter have left; false when another worker has taken the letter over.
Progress = Callable[[int], Awaitable[bool]]
Deliver = Callable[[Letter, Progress], Awaitable[Verdict]]
