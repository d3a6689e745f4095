"""Yes, no, not sure, or rather not say."""

from __future__ import annotations

from words import lexicon
from words.found import Found
from words.negation import spans
from words.phrases import Hit, PhraseTable, expand
from words.tables import per_language
from words.text import Token, tokens

_WEIGHTY = ("skip", "unsure")
"""These win wherever they stand: "no, not sure" is not sure."""


_PLACES = ("alone", "opening", "anywhere")


@per_language
def _table(language: str) -> PhraseTable[str]:
    widest: dict[tuple[str, str], str] = {}
    for value in ("yes", "no", "unsure", "skip"):
        # two languages may share a phrase and differ in where it counts: the wider place holds for both
        for pattern, place in sorted(
            lexicon.coded(language, "polarity", value), key=lambda entry: _PLACES.index(entry[1])
        ):
            widest.update({(phrase, value): place for phrase in expand(pattern)})
    return PhraseTable(
        [(phrase, f"{value} {place}") for (phrase, value), place in widest.items()]
        + [(phrase, "polite ") for phrase in lexicon.phrases(language, "polarity", "polite")]
        + [(phrase, "ignore ") for phrase in lexicon.phrases(language, "polarity", "ignore")]
    )


def parse_polarity(text: str) -> list[Found]:
    """At most one entity ``polarity``: yes, no, unsure or skip.

    Each lexicon phrase says where it counts: ``anywhere``; ``opening`` the message; or ``alone`` in its
    clause, but for courtesies ("não obrigado"), so that the "não" of "não conduzo" is no answer.
    """
    cut = tokens(text)
    hits = _table().hits(cut)
    polite = {at for hit in hits if hit.value == "polite " for at in range(hit.first, hit.stop)}
    opening = next((at for at in range(len(cut)) if at not in polite and not _is_mark(cut[at])), 0)
    counted = []
    for hit in hits:
        value, _, place = hit.value.partition(" ")
        if value in ("polite", "ignore"):
            continue
        if place == "alone" and not _is_alone(cut, hit, polite):
            continue
        if place == "opening" and hit.first != opening:
            continue
        counted.append((value, *spans(cut, hit.first, hit.stop)))
    weighty = [one for value in _WEIGHTY for one in counted if one[0] == value]
    decisive = weighty or counted
    return [Found("polarity", *decisive[0])] if decisive else []


def _is_mark(token: Token) -> bool:
    """A sign that is no answer in itself: 👍 is one."""
    return not token.is_word and not token.is_number and not _table().has(token.text)


def _is_alone(cut: tuple[Token, ...], hit: Hit[str], polite: set[int]) -> bool:
    """Whether only signs and courtesies stand between the hit and the ends of its clause."""
    at = hit.first - 1
    while at >= 0 and at in polite:
        at -= 1
    if at >= 0 and not _is_mark(cut[at]):
        return False
    at = hit.stop
    while at < len(cut) and at in polite:
        at += 1
    return at >= len(cut) or _is_mark(cut[at])
