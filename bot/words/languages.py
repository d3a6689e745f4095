"""Languages named in a message, in any of their names."""

from __future__ import annotations

from functools import lru_cache

from words import lexicon
from words.found import Found
from words.phrase_finder import find_codes
from words.phrases import PhraseTable


@lru_cache(maxsize=1)
def _table() -> PhraseTable[str]:
    return PhraseTable(lexicon.coded("language_names"), forgiving=True)


def parse_language_names(text: str) -> list[Found]:
    """Entities ``language_name``: ISO 639-1 codes ("en", "pt", …)."""
    return find_codes(text, _table(), "language_name")
