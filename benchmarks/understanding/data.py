"""Messages to learn from and to be measured on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import yaml

PROJECT = Path(__file__).resolve().parents[2]
TRAINING = PROJECT / "bot" / "data" / "nlu"
HELD_OUT = PROJECT / "tests" / "data" / "nlu"
OUT_OF_SCOPE = "out_of_scope"


class Said(NamedTuple):
    """A message and its intent."""

    text: str
    intent: str


class Split(NamedTuple):
    """Messages to learn from, to choose a threshold on, and to be measured on."""

    train: list[Said]
    choose: list[Said]
    test: list[Said]


def languages() -> list[str]:
    """The languages that are both trained and measured."""
    return sorted(path.name for path in TRAINING.iterdir() if (HELD_OUT / f"{path.name}.yml").exists())


def _rasa_yaml(path: Path) -> list[Said]:
    content = yaml.safe_load(path.read_text("utf-8"))
    return [
        Said(line.strip().removeprefix("- ").strip(), entry["intent"])
        for entry in content["nlu"]
        for line in entry["examples"].splitlines()
        if line.strip()
    ]


def training(language: str) -> list[Said]:
    """What the bot learns from in a language."""
    return [one for path in sorted((TRAINING / language).glob("*.yml")) for one in _rasa_yaml(path)]


def held_out(language: str) -> list[Said]:
    """What it is measured on."""
    return _rasa_yaml(HELD_OUT / f"{language}.yml")


def entities(language: str) -> list[dict[str, Any]]:
    """Messages with what is said in them, as ``{say, find: {kind or "not kind": values}}``."""
    return list(yaml.safe_load((HELD_OUT / "entities" / f"{language}.yml").read_text("utf-8")))


def clinc150(folder: Path) -> Split:
    """CLINC150, full set (Larson et al. 2019), its out-of-scope messages as a class of their own."""
    found = json.loads((folder / "clinc150_full.json").read_text("utf-8"))

    def of(*names: str) -> list[Said]:
        pairs = [pair for name in names for pair in found[name]]
        return [Said(text, OUT_OF_SCOPE if intent == "oos" else intent) for text, intent in pairs]

    return Split(of("train", "oos_train"), of("val", "oos_val"), of("test", "oos_test"))


def hwu64(folder: Path) -> Split:
    """HWU64, fold 1 (Liu et al. 2019). It has nothing out of scope, so no threshold is chosen."""

    def of(name: str) -> list[Said]:
        found = json.loads((folder / f"KFold_1_{name}.json").read_text("utf-8"))
        return [Said(one["text"], one["intent"]) for one in found["rasa_nlu_data"]["common_examples"]]

    return Split(of("train"), [], of("test"))
