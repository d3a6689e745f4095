"""Measures of understanding, from what was meant, what was understood and how surely."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from benchmarks.understanding.data import OUT_OF_SCOPE

BINS = 10
# Entities that only help to read others, or count only in answer to a question that asks for them.
HELPERS = frozenset({"number", "ordinal", "language_name", "polarity"})


class Understood(NamedTuple):
    """What a classifier made of a message: the likeliest intent and its probability."""

    intent: str
    confidence: float


def accuracy(pairs: Iterable[tuple[str, str]]) -> float:
    """Share of pairs of meant and understood that are the same."""
    hits = [meant == found for meant, found in pairs]
    return sum(hits) / len(hits)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 averaged over the intents that are meant at least once."""
    scores = []
    for intent in {meant for meant, _ in pairs}:
        hits = sum(meant == found == intent for meant, found in pairs)
        meant, found = sum(one[0] == intent for one in pairs), sum(one[1] == intent for one in pairs)
        scores.append(2 * hits / (meant + found))
    return sum(scores) / len(scores)


def asks_again(understood: Understood, threshold: float) -> bool:
    """Whether the bot would ask again: it takes the message for out of scope, or is too unsure."""
    return understood.intent == OUT_OF_SCOPE or understood.confidence < threshold


def re_asks(meant: Sequence[str], understood: Sequence[Understood], threshold: float) -> tuple[float, float]:
    """Recall of out-of-scope messages, and the share of all others that are asked again for nothing."""
    strange = [
        asks_again(one, threshold)
        for said, one in zip(meant, understood, strict=True)
        if said == OUT_OF_SCOPE
    ]
    plain = [
        asks_again(one, threshold)
        for said, one in zip(meant, understood, strict=True)
        if said != OUT_OF_SCOPE
    ]
    return sum(strange) / len(strange), sum(plain) / len(plain)


def calibration_error(meant: Sequence[str], understood: Sequence[Understood]) -> float:
    """Expected calibration error in ten equal bins: how far confidence is from being right, on average."""
    confidence = np.array([one.confidence for one in understood])
    right = np.array([said == one.intent for said, one in zip(meant, understood, strict=True)])
    at = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        (at == number).mean() * abs(right[at == number].mean() - confidence[at == number].mean())
        for number in range(BINS)
        if (at == number).any()
    ]
    return float(sum(gaps))


def entity_f1(
    expected: Sequence[dict[str, list[Any]]], found: Sequence[list[tuple[str, Any, bool]]]
) -> float:
    """Micro F1 over (kind, value, denied). A helper kind counts only in messages that are about it.

    Who says that they drive, or do not, says nothing of the way to work by that: whether going by car is read as
    well counts neither way there.
    """
    hits = wrong = missed = 0
    for wanted, got in zip(expected, found, strict=True):
        want = Counter(_key(kind, value) for kind, values in wanted.items() for value in values)
        about = {kind.removeprefix("not ") for kind in wanted}
        have = Counter(
            _key(f"not {kind}" if denied else kind, value)
            for kind, value, denied in got
            if kind not in HELPERS or kind in about
        )
        if "driving" in about:
            for side in (want, have):
                for kind in ("travel_mode", "not travel_mode"):
                    side.pop(_key(kind, "car"), None)
        both = (want & have).total()
        hits, wrong, missed = hits + both, wrong + have.total() - both, missed + want.total() - both
    return 2 * hits / (2 * hits + wrong + missed)


def _key(kind: str, value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        value = {name: _plain(one) for name, one in value.items()}
    return kind, json.dumps(_plain(value), sort_keys=True)


def _plain(value: Any) -> Any:
    """A whole number is the same with and without its point."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
