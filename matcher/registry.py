"""A learned ranking as bytes, with the card that says what it is; and back, refusing what is not one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any
from zipfile import BadZipFile

import numpy as np
import skops.io

from matcher.features import FEATURES
from matcher.learned import LearnedRanker

FORMAT = 1
_TRUSTED = ["matcher.learned.LearnedRanker"]


class ModelFileError(ValueError):
    """The bytes are not a ranking this version can use; the message says why in one sentence."""


@dataclass(frozen=True)
class Card:
    """What a coordinator has to know about a learned ranking.

    Attributes
    ----------
    version : str
    made_at : str
        Moment in ISO 8601, UTC.
    simulated : bool
        Whether it was learned from simulated people; such a ranking is never promoted outside a simulation.
    window : tuple of str
        First and last day of what it was learned from.
    candidates, pairs : int
    metrics : mapping of str to number or text
        On held-out candidates, with intervals.
    fairness : list of mapping
        One entry a group.
    promotable : bool
    hindrances : list of str
        Why not, in sentences.
    packages : mapping of str to str
    """

    version: str
    made_at: str
    simulated: bool
    window: tuple[str, str]
    candidates: int
    pairs: int
    metrics: Mapping[str, Any] = field(default_factory=dict)
    fairness: list[Mapping[str, Any]] = field(default_factory=list)
    promotable: bool = False
    hindrances: list[str] = field(default_factory=list)
    packages: Mapping[str, str] = field(default_factory=lambda: package_versions())


def package_versions() -> dict[str, str]:
    """Versions of what a ranking depends on."""
    return {name: version(name) for name in ("scikit-learn", "numpy", "scipy", "skops")}


def pack(ranker: LearnedRanker, card: Card) -> bytes:
    """A file of a fitted ranking (skops: no code is run when it is read)."""
    table = {**asdict(card), "window": list(card.window)}
    return bytes(
        skops.io.dumps({"format": FORMAT, "features": list(FEATURES), "card": table, "ranker": ranker})
    )


def unpack(data: bytes) -> tuple[LearnedRanker, Card]:
    """The ranking and its card.

    Raises
    ------
    ModelFileError
        When the bytes are no model file, hold anything but a ranking of Ponte's, or were made for
        other features.
    """
    try:
        foreign = skops.io.get_untrusted_types(data=data)
        strange = sorted(set(foreign) - set(_TRUSTED))
        if strange:
            raise ModelFileError(f"The file holds things that are no ranking: {', '.join(strange[:3])}.")
        found = skops.io.loads(data, trusted=_TRUSTED)
    except ModelFileError:
        raise
    except (
        BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        AttributeError,
        ImportError,
        EOFError,
    ) as error:
        raise ModelFileError("The file is not a ranking of Ponte's, or it is damaged.") from error
    if not isinstance(found, dict) or not isinstance(found.get("ranker"), LearnedRanker):
        raise ModelFileError("The file is not a ranking of Ponte's.")
    if found.get("format") != FORMAT or tuple(found.get("features", ())) != FEATURES:
        raise ModelFileError("The ranking was made for other features than this version of Ponte has.")
    ranker = found["ranker"]
    _check_curves(ranker)
    try:
        card = Card(**{**found["card"], "window": tuple(found["card"]["window"])})
    except (KeyError, TypeError) as error:
        raise ModelFileError("The ranking's card is missing or damaged.") from error
    ranker.version = card.version
    return ranker, card


def _check_curves(ranker: LearnedRanker) -> None:
    curves = getattr(ranker, "curves_", None)
    sound = (
        isinstance(curves, np.ndarray)
        and curves.shape == (len(FEATURES), ranker.steps + 1)
        and np.isfinite(curves).all()
        and (np.diff(curves, axis=1) >= -1e-9).all()
    )
    if not sound:
        raise ModelFileError("The ranking's curves are missing, damaged, or fall where they must rise.")


def as_markdown(card: Card) -> str:
    """The card for people."""
    label = " — **simulated: learned from people who do not exist**" if card.simulated else ""
    lines = [
        f"# Ranking {card.version}{label}",
        "",
        f"Made {card.made_at} from {card.pairs:,} shown matches of {card.candidates:,} candidates, "
        f"{card.window[0]} to {card.window[1]}.",
        "",
        "It orders opportunities for people who look for entry-level work in health and social care. A person "
        "always decides; it never sees name, language, age, health or ethnicity.",
        "",
        "## Against the champion, on candidates it has not seen",
        "",
        "| measure | value |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in card.metrics.items()),
        "",
        "## Fairness",
        "",
    ]
    if card.fairness:
        columns = list(card.fairness[0])
        lines += ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
        lines += ["| " + " | ".join(str(row[name]) for name in columns) + " |" for row in card.fairness]
    else:
        lines.append("No group is large enough to be measured.")
    verdict = "It may be promoted." if card.promotable else "It may not be promoted."
    lines += ["", "## Verdict", "", verdict, *(f"- {one}" for one in card.hindrances), "", "## Versions", ""]
    lines += [f"- {name} {number}" for name, number in card.packages.items()]
    return "\n".join(lines) + "\n"
