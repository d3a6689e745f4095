"""The bot's own modules are imported as Rasa imports them: relative to ``bot/``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bot"))
