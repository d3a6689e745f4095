"""The bot's own modules are imported as Rasa imports them: relative to ``bot/``."""

import sys
from importlib import import_module
from pathlib import Path

BOT = Path(__file__).resolve().parents[2] / "bot"
sys.path.insert(0, str(BOT))

# pytest takes tests/bot/words for a package "words" unless one is there already: ours comes first
for package in BOT.glob("*/__init__.py"):
    import_module(package.parent.name)
