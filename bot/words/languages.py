"""Languages named in a message, in any of their names."""

from __future__ import annotations

from words import lexicon
from words.found import Found
from words.phrase_finder import find_codes
from words.phrases import PhraseTable
from words.tables import per_language


@per_language
def _table(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "language_names"), forgiving=True)


def parse_language_names(text: str) -> list[Found]:
    """Entities ``language_name``: ISO 639-1 codes ("en", "pt", …)."""
    with lexicon.reading(*lexicon.languages()):  # "po polsku", said in an English conversation
        return find_codes(text, _table(), "language_name")
