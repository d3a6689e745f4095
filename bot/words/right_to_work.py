"""Whether a candidate may work in the UK, from what people call their status.

Only yes, no or unsure leaves this module. An EU passport alone, a pending application or a visa with
limits is "unsure": the employer checks, and the candidate is not turned away for an unclear answer
(GOV.UK, "Checking a job applicant's right to work"; the codes are in the lexicon with their reasons).
"""

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
    return PhraseTable(lexicon.coded(language, "right_to_work"), forgiving=True)


def parse_right_to_work(text: str) -> list[Found]:
    """At most one entity ``right_to_work``: yes, no or unsure.

    A named status decides over a vaguer word beside it: no first, then yes, then unsure. A status the
    candidate says they lack ("I don't have settled status") is unsure: another one may serve.
    """
    cut = tokens(text)
    readings: dict[str, tuple[int, int]] = {}
    for hit in coded_hits(text, _table()):
        value = "unsure" if is_negated(text, hit.first, hit.stop) else hit.value
        readings.setdefault(value, spans(cut, hit.first, hit.stop))
    for value in ("no", "yes", "unsure"):
        if value in readings:
            return [Found("right_to_work", value, *readings[value])]
    return []
