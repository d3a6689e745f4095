"""The language a message is written in, when that can be told beyond doubt, and whether to go along.

A language the candidate chose (a button, "podemos falar português?") stays until they choose another: what
they type is still read in its own language, and once they are told how to change. A language that was only
taken from the browser is left at the first sentence in another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

from components.catalogue import languages
from components.seen_letters import likelihood

FEWEST_WORDS = 3
"""Under three words a place, a name or a borrowed word decides, not the language."""
SURE = 0.9
MOST_CHARACTERS = 500
_WORD = re.compile(r"[^\W\d_]{2,}|\b[aeiouAEIOUіоуаяиві]\b")
# Names of places, employers and jobs are English in every conversation here. Only a sentence makes a
# message English: at least two of the words without which there is none.
_ENGLISH_SENTENCE = frozenset(
    """
    i im ive id my me we our you your he she they it its the a an and or but because is am are was were be been
    have has had do does did dont can cant could would will not no in on at of to for from with without this that
    what when where how why if so as only about just
    """.split()
)


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    """Three-letter models only: 32 MB instead of 313, and as sure of whole sentences."""
    spoken = [IsoCode639_1.from_str(code.upper()) for code, _ in languages()]
    if len(spoken) < 2:
        raise ValueError("Languages can be told apart only where at least two ship.")
    return LanguageDetectorBuilder.from_iso_codes_639_1(*spoken).with_low_accuracy_mode().build()


def typed_language(text: str) -> tuple[str, float] | None:
    """Code of the shipped language ``text`` is written in and its probability; None without certainty."""
    read = text[:MOST_CHARACTERS]
    words = [word.lower() for word in _WORD.findall(read.replace("'", "").replace("’", ""))]
    if len(words) < FEWEST_WORDS:
        return None
    best = _detector().compute_language_confidence_values(read)[0]
    code = best.language.iso_code_639_1.name.lower()
    if best.value < SURE or (code == "en" and len(_ENGLISH_SENTENCE.intersection(words)) < 2):
        return None
    return code, best.value


# The answers to these are names: they say nothing about the language spoken.
NAMES_ASKED = frozenset({"first_name", "contact", "home", "redundancy_event"})


class Notice(NamedTuple):
    """What the candidate is told: a response of the domain, in the language they typed."""

    response: str
    language: str
    name: str
    """Own name of the language that writing it leads to."""


@dataclass(frozen=True)
class Followed:
    """A turn's state, the languages its message is read in, the likeliest first, and what is said of a change."""

    state: dict[str, Any] | None
    read_in: list[str]
    notice: Notice | None = None


def follow(text: str, state: dict[str, Any] | None) -> Followed:
    """Set the language of the turn in a copy of ``state`` when the message shows another one."""
    slots = (state or {}).get("slots", {})
    spoken = slots.get("language")
    told = None if state is None or state.get("requested") in NAMES_ASKED else typed_language(text)
    typed = told[0] if told else None
    read_in = [code for code in (typed, spoken) if code]
    if state is None or typed is None or typed == spoken:
        return Followed(state, read_in)
    if spoken and likelihood(text, typed) <= likelihood(text, spoken):
        return Followed(state, [spoken])  # to the detector "ana 3am bshteghel" is Romanian
    names = dict(languages())
    if not slots.get("language_chosen"):
        notice = Notice("utter_language_followed", typed, names[spoken]) if spoken else None
        return Followed({**state, "slots": {**slots, "language": typed}}, read_in, notice)
    offered = slots.get("language_offered") or []
    if typed in offered:
        return Followed(state, read_in)
    slots = {**slots, "language_offered": [*offered, typed]}
    return Followed({**state, "slots": slots}, read_in, Notice("utter_language_offered", typed, names[typed]))
