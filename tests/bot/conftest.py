"""The bot's own modules are imported as Rasa imports them: relative to ``bot/``."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

BOT = Path(__file__).resolve().parents[2] / "bot"
sys.path.insert(0, str(BOT))

# pytest takes tests/bot/words for a package "words" unless one is there already: ours comes first
for package in BOT.glob("*/__init__.py"):
    import_module(package.parent.name)


@pytest.fixture(autouse=True)
def english_and_portuguese() -> Iterator[None]:
    """Messages of these tests are read as in a Portuguese conversation, unless a test says otherwise."""
    lexicon = import_module("words.lexicon")
    with lexicon.reading("pt", "en"):
        yield
