"""The message catalogues and the list of languages in `locales/`."""

import gettext
import tomllib
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[2] / "locales"


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """Code and own name of each language that ships, in the order of the list."""
    entries = tomllib.loads((LOCALES / "languages.toml").read_text(encoding="utf-8"))["language"]
    return tuple((entry["code"], entry["name"]) for entry in entries if entry["shipped"])


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", LOCALES, languages=[language], fallback=True)


def translate(message: str, language: str | None) -> str:
    """The message in `language`; English where it is missing or no language is chosen yet."""
    return _catalogue(language or "en").gettext(message) if message else ""
