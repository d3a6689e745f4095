"""The name a candidate wants to be called by."""

from __future__ import annotations

from words import lexicon
from words.contact import parse_contact
from words.found import Found
from words.phrases import Hit, PhraseTable
from words.tables import per_language, words_per_language
from words.text import Token, tokens

LONGEST = 60
"""Characters kept of a name."""
MOST_WORDS = 4
MOST_WORDS_BARE = 3
"""A message of more words without "my name is" is a sentence."""


@per_language
def _cues(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "name", "cues"))


@per_language
def _never(language: str) -> PhraseTable[str]:
    """Words and phrases that are answers to something else, or no names at all."""
    listed = [
        *lexicon.phrases(language, "name", "never"),
        *lexicon.phrases(language, "filler"),
        *lexicon.phrases(language, "any_alone"),
        *lexicon.phrases(language, "polarity", "polite"),
        *(
            phrase
            for section in (
                ("shifts",), ("travel_modes",), ("driving",), ("situation",), ("right_to_work",),
                ("language_names",),
                ("ordinals",), ("english", "skills"), ("negation",), ("hours", "marks"), ("minutes", "marks"),
                *(("polarity", value) for value in ("yes", "no", "unsure", "skip")),
            )
            for phrase, _ in lexicon.coded(language, *section)
        ),
        *(phrase for section in (("hours", "phrases"), ("minutes", "phrases"), ("english", "levels"))
          for record in lexicon.records(language, *section) for phrase in record["say"]),
        *(word for word, _ in lexicon.values(language, "numbers", "words")),
    ]  # fmt: skip
    allowed = {word.casefold() for word in lexicon.phrases(language, "name", "also_names")}
    return PhraseTable([(phrase, "never") for phrase in listed if phrase.casefold() not in allowed])


@words_per_language
def _particles(language: str) -> list[str]:
    return lexicon.phrases(language, "name", "particles")


@per_language
def _before(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "name", "before"))


def parse_first_name(text: str) -> list[Found]:
    """At most one entity ``first_name``, as written but for capitals ("MARIA" -> "Maria").

    After "my name is" and the like the name ends at the first word that is none. After the weaker "I'm"
    or "sou", and in a message with nothing else but a greeting and a contact, every word must be able to
    be a name. A bare town can be too: ask for the name before believing this one.
    """
    cut = _without_contact(text)
    cues = [hit for hit in _cues().hits(cut) if hit.value in ("strong", "weak")]
    for hit in cues:
        if hit.value == "strong":
            named = _name_at(text, cut, hit.stop, whole=False)
            if named:
                return named
    cue_starts = {hit.first for hit in cues}
    for hit in _never().hits(cut):
        if hit.first in cue_starts:
            continue  # "it is Patricia"
        courtesy = _before().at(cut, hit.first)
        if hit.stop - hit.first > 1 and (courtesy is None or courtesy.stop < hit.stop):
            return []  # "a pé" is no Mr Pé
    opening = _skip_courtesies(cut, 0)
    for start in [hit.stop for hit in cues if hit.value == "weak" and hit.first in (0, opening)] + [opening]:
        named = _name_at(text, cut, start, whole=True)
        if named:
            return named
    return []


def _without_contact(text: str) -> tuple[Token, ...]:
    contact = parse_contact(text)
    if not contact:
        return tokens(text)
    hidden = bytearray(len(text))
    for one in contact:
        hidden[one.start : one.end] = b"x" * (one.end - one.start)
    return tuple(token for token in tokens(text) if not hidden[token.start])


def _skip_courtesies(cut: tuple[Token, ...], at: int) -> int:
    """Past "hello", "Mrs", "a" and signs that stand before a name."""
    while at < len(cut):
        hit = _before().at(cut, at)
        if hit is not None:
            at = hit.stop
        elif not cut[at].is_word and not cut[at].is_number:
            at += 1
        else:
            break
    return at


def _name_at(text: str, cut: tuple[Token, ...], at: int, *, whole: bool) -> list[Found]:
    first = at = _skip_courtesies(cut, at)
    while at < len(cut) and at - first < MOST_WORDS and cut[at].is_word and not _ends_name(cut, first, at):
        at += 1
    rest = [token for token in cut[at:] if token.is_word or token.is_number]
    if at == first or (whole and (_meaningful(cut, at) or at - first > MOST_WORDS_BARE)):
        return []
    if not whole and rest and at - first == MOST_WORDS:
        at = first + 2  # "my name is Ana Rita worked in factory": keep what is most surely a name
    while at - first > 1 and cut[at - 1].end - cut[first].start > LONGEST:
        at -= 1
    start, end = cut[first].start, cut[at - 1].end
    if end - start > LONGEST or not any(char.isalpha() for char in text[start:end]):
        return []
    return [Found("first_name", _with_capitals(text[start:end]), start, end)]


def _meaningful(cut: tuple[Token, ...], at: int) -> bool:
    """Whether anything but courtesies follows."""
    return _skip_courtesies(cut, at) < len(cut)


def _ends_name(cut: tuple[Token, ...], first: int, at: int) -> bool:
    if at > first and cut[at].text in _particles() and at + 1 < len(cut) and cut[at + 1].is_word:
        return False  # "Maria do Carmo"
    apart = at > first and cut[at].start - cut[at - 1].end > 1
    never: Hit[str] | None = _never().at(cut, at)
    return apart or never is not None or _before().at(cut, at) is not None


def _with_capitals(name: str) -> str:
    """Capitals for a name written all in one case; particles ("da", "de") stay small."""
    name = " ".join(name.split())
    if not (name.islower() or name.isupper()):
        return name
    raised = [
        char.upper() if index == 0 or not (name[index - 1].isalpha()) else char.lower()
        for index, char in enumerate(name)
    ]
    words = "".join(raised).split(" ")
    return " ".join(
        word if index == 0 or word.lower() not in _particles() else word.lower()
        for index, word in enumerate(words)
    )
