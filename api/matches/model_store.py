"""Learned rankings on disk: each signed, with its card; which one is in use, and which were before.

A file is only opened after its signature was checked against the keys of this installation, so a file
that was changed, or comes from elsewhere, is never read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from api.core.settings import Settings
from matcher import PriorRanker, Ranker
from matcher.learned import LearnedRanker
from matcher.registry import Card, ModelFileError, as_markdown, pack, unpack

PRIOR = PriorRanker.version
_VERSION = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_PURPOSE = b"ponte ranking file"


class ModelStoreError(Exception):
    """What was asked cannot be done; the text is one clear sentence."""


@dataclass(frozen=True)
class Stored:
    """A ranking in the store; `card` is None and `problem` says why where its file cannot be used."""

    version: str
    card: Card | None
    problem: str | None = None


class ModelStore:
    """The rankings of one installation.

    Parameters
    ----------
    folder : Path
        Made when the first ranking is saved.
    keys : sequence of str
        The installation's secret keys; the first signs, any may have signed.
    """

    def __init__(self, folder: Path, keys: Sequence[str]) -> None:
        self._folder = folder
        self._keys = [hashlib.sha256(_PURPOSE + key.encode()).digest() for key in keys]

    def save(self, ranker: LearnedRanker, card: Card) -> Path:
        """Keep a ranking and its card.

        Returns
        -------
        Path
            Of the card for people.

        Raises
        ------
        ModelStoreError
            When the version is there already or is no plain name.
        """
        file = self._file(card.version)
        if file.exists():
            raise ModelStoreError(f"There is a ranking {card.version} already.")
        self._folder.mkdir(parents=True, exist_ok=True)
        data = pack(ranker, card)
        _replace(file.with_suffix(".sig"), self._signature(data, self._keys[0]).encode())
        _replace(file.with_suffix(".md"), as_markdown(card).encode())
        _replace(file, data)
        return file.with_suffix(".md")

    def load(self, version: str) -> tuple[Ranker, Card | None]:
        """A ranking ready to use; the prior has no card.

        Raises
        ------
        ModelStoreError
            When there is no such ranking, its signature does not hold, or it is none of this version's.
        """
        if version == PRIOR:
            return PriorRanker.ready(), None
        file = self._file(version)
        try:
            data = file.read_bytes()
            signature = file.with_suffix(".sig").read_text("ascii").strip()
        except FileNotFoundError:
            raise ModelStoreError(f"There is no ranking {version}, or its signature is missing.") from None
        except (OSError, ValueError) as error:
            raise ModelStoreError(f"The ranking {version} cannot be read.") from error
        if not any(hmac.compare_digest(self._signature(data, key), signature) for key in self._keys):
            raise ModelStoreError(
                f"The ranking {version} was changed, or was not made here: its signature does not hold."
            )
        try:
            ranker, card = unpack(data)
        except ModelFileError as error:
            raise ModelStoreError(f"The ranking {version} cannot be used: {error}") from error
        return ranker, card

    def every(self) -> list[Stored]:
        """What is in the store, by version; the prior is not a file and not among them."""
        found = []
        for file in sorted(self._folder.glob("*.skops")):
            try:
                found.append(Stored(file.stem, self.load(file.stem)[1]))
            except ModelStoreError as error:
                found.append(Stored(file.stem, None, str(error)))
        return found

    @property
    def champion(self) -> str:
        """The version in use; the prior as long as nothing was promoted.

        Raises
        ------
        ModelStoreError
            When the note of what is in use is damaged.
        """
        return self._history()[-1]

    def promote(self, version: str, *, simulations: bool = False) -> None:
        """Put a ranking to use from the next start on.

        Raises
        ------
        ModelStoreError
            When it cannot be loaded, is in use already, did not pass its comparison, was made to beat
            another champion, or was learned from a simulation (unless `simulations`).
        """
        history = self._history()
        _, card = self.load(version)
        if version == history[-1]:
            raise ModelStoreError(f"{version} is in use already.")
        if card is not None:
            if card.simulated and not simulations:
                raise ModelStoreError(f"{version} was learned from a simulation and is not for real people.")
            if not card.promotable:
                raise ModelStoreError(f"{version} may not be promoted: {' '.join(card.hindrances)}")
            beaten = card.metrics.get("champion")
            if beaten != history[-1]:
                raise ModelStoreError(
                    f"{version} was compared with {beaten}, and {history[-1]} is in use: train it again."
                )
        self._write_history([*history, version])

    def rollback(self) -> str:
        """Go back to what was in use before, from the next start on; its version.

        Raises
        ------
        ModelStoreError
            When nothing was in use before, or it cannot be loaded any more.
        """
        history = self._history()
        if len(history) < 2:
            raise ModelStoreError(
                f"{history[-1]} is the first ranking in use; there is nothing to go back to."
            )
        self.load(history[-2])
        self._write_history(history[:-1])
        return history[-2]

    def _file(self, version: str) -> Path:
        if not _VERSION.fullmatch(version):
            raise ModelStoreError(f"“{version}” is no version: use small letters, digits and hyphens.")
        return self._folder / f"{version}.skops"

    def _signature(self, data: bytes, key: bytes) -> str:
        return hmac.new(key, data, hashlib.sha256).hexdigest()

    def _history(self) -> list[str]:
        try:
            table = json.loads((self._folder / "in-use.json").read_text("utf-8"))
        except FileNotFoundError:
            return [PRIOR]
        except (OSError, ValueError):
            table = None
        history = table.get("history") if isinstance(table, dict) else None
        sound = isinstance(history, list) and history and all(isinstance(one, str) for one in history)
        if not sound or history is None:
            raise ModelStoreError(f"The note of what is in use ({self._folder / 'in-use.json'}) is damaged.")
        return list(history)

    def _write_history(self, history: list[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        _replace(self._folder / "in-use.json", json.dumps({"history": history}, indent=2).encode())


def store_of(settings: Settings) -> ModelStore:
    """The rankings of this installation."""
    return ModelStore(settings.data_dir / "models", settings.resolved_secret_keys)


def champion_in_use(settings: Settings) -> Ranker:
    """The champion; the prior, and a line in the log, where it cannot be used: people wait for matches."""
    store = store_of(settings)
    try:
        return store.load(store.champion)[0]
    except ModelStoreError as error:
        structlog.get_logger().error("ranking.unusable", reason=str(error), used=PRIOR)
        return PriorRanker.ready()


def _replace(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a kill leaves no half file."""
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(data)
    beside.replace(path)
