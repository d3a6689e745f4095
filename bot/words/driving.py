"""Whether a candidate drives."""

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
    return PhraseTable(lexicon.coded(language, "driving"))


def parse_driving(text: str) -> list[Found]:
    """At most one entity ``driving`` (bool), its "no" already counted in.

    A licence or driving outweighs a missing car ("tenho carta mas não tenho carro" -> true): having no
    car is a way of travelling, not a lack of skill. Without either, a missing car means no.
    """
    cut = tokens(text)
    readings: dict[str, tuple[bool, int, int]] = {}
    for hit in coded_hits(text, _table()):
        kind, _, outcome = hit.value.partition("_")
        positive = (outcome == "yes") is not is_negated(text, hit.first, hit.stop)
        readings[kind] = (positive, *spans(cut, hit.first, hit.stop))
    for kind in ("drives", "licence", "car"):
        if kind in readings:
            value, start, end = readings[kind]
            return [Found("driving", value, start, end)]
    return []
