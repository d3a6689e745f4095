"""What happened to a candidate's work."""

from __future__ import annotations

from words import lexicon
from words.found import Found
from words.phrase_finder import find_codes
from words.phrases import PhraseTable
from words.tables import per_language

MOST_TELLING_FIRST = ("redundancy_soon", "made_redundant", "unemployed", "working", "other")


@per_language
def _table(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "situation"), forgiving=True)


def parse_situation(text: str) -> list[Found]:
    """At most one entity ``situation``, the most telling of those said: who still works but will lose
    the job ("redundancy_soon") and who lost it and is now unemployed ("made_redundant") can be helped by
    an entitlement, which the plainer word would hide."""
    said = [one for one in find_codes(text, _table(), "situation") if not one.negated]
    return sorted(said, key=lambda one: MOST_TELLING_FIRST.index(str(one.value)))[:1]
