"""Languages named in a message, in any of their names."""

from __future__ import annotations

from words import lexicon
from words.found import Found
from words.negation import is_negated, spans
from words.phrase_finder import coded_hits
from words.phrases import PhraseTable
from words.tables import per_language
from words.text import tokens


@per_language
def _table(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "language_names"), forgiving=True)


def parse_language_names(text: str) -> list[Found]:
    """Entities ``language_name``: ISO 639-1 codes ("en", "pt", …)."""
    with lexicon.reading(*lexicon.languages()):  # "po polsku", said in an English conversation
        hits = coded_hits(text, _table())
    cut = tokens(text)
    # What is denied is told in the languages of the message alone: another's small words mean other things.
    return [
        Found(
            "language_name",
            hit.value,
            *spans(cut, hit.first, hit.stop),
            is_negated(text, hit.first, hit.stop),
        )
        for hit in hits
    ]
