"""Which of the shown matches is meant: "the second one", "nr 2", "o último"."""

from __future__ import annotations

from words import lexicon
from words.found import Found
from words.hours import bare_quantity
from words.negation import is_negated, spans
from words.numbers import number_at
from words.phrase_finder import coded_hits
from words.phrases import PhraseTable
from words.tables import per_language
from words.text import tokens

LARGEST = 5
"""No more matches than this are shown at once."""
_COUNTER = "counter"


@per_language
def _table(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "ordinals"))


def parse_ordinals(text: str) -> list[Found]:
    """Entities ``ordinal``: 1 to 5, or -1 for the last. A message that is only "2" counts."""
    cut = tokens(text)
    found = []
    for hit in coded_hits(text, _table()):
        stop, value = hit.stop, hit.value
        if value == _COUNTER:
            number = number_at(cut, stop)
            if number is None or number.value not in range(1, LARGEST + 1):
                continue
            stop, value = number.stop, str(int(number.value))
        found.append(
            Found("ordinal", int(value), *spans(cut, hit.first, stop), is_negated(text, hit.first, stop))
        )
    if not found:
        bare = bare_quantity(text)
        if bare is not None and bare.low == bare.high and bare.low in range(1, LARGEST + 1):
            found = [Found("ordinal", int(bare.low), *spans(cut, bare.first, bare.stop))]
    return found
