"""How much English a candidate has, a skill at a time, from their own words.

The levels are those of the Common European Framework (CEFR, Council of Europe, self-assessment grid);
the lexicon says which words stand for which level and the can-do statement behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from words import lexicon
from words.found import Found
from words.negation import clauses, is_negated, spans
from words.phrase_finder import IGNORE
from words.phrases import PhraseTable
from words.tables import per_language
from words.text import Token, tokens

UNSAID_CAN = "B1"
"""Level of a skill claimed without saying how well ("I can read English"): plain, familiar matters."""
UNSAID_CANNOT = "A0"
"""Level of a skill denied without saying how little ("não sei escrever")."""


class _Event(NamedTuple):
    kind: str  # "skill" or "level"
    value: str
    first: int
    stop: int
    denied: bool


@per_language
def _skills(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "english", "skills"))


@per_language
def _levels(language: str) -> PhraseTable[tuple[str, str]]:
    return PhraseTable(
        [
            (phrase, (str(record["level"]), str(record.get("negated", record["level"]))))
            for record in lexicon.records(language, "english", "levels")
            for phrase in record["say"]
        ]
        + [(phrase, (IGNORE, IGNORE)) for phrase in lexicon.phrases(language, "english", "ignore")]
    )


@per_language
def _names(language: str) -> PhraseTable[str]:
    return PhraseTable(lexicon.coded(language, "language_names"), forgiving=True)


@per_language
def _filler(language: str) -> PhraseTable[str]:
    return PhraseTable([(phrase, "filler") for phrase in lexicon.phrases(language, "english", "filler")])


def parse_english(text: str) -> list[Found]:
    """Entities ``english_level``: {"level": "A0".."C2", "skill": "speaking"|"reading"|"writing"|None}.

    A level goes to the skills of its clause ("I speak ok but can't write well"); a list of skills shares
    the level at its end. A level without a skill counts only when English is named or nothing else is
    said; before reading and writing it is that of speaking ("only a few words, I read and write a little").
    Clauses about another language are left out. "I speak to customers" claims a skill too: whether
    English was meant is for the question asked, or the intent, to say.
    """
    cut = tokens(text)
    names = _names().hits(cut)
    english = {hit.first for hit in names if hit.value == "en"}
    others = {hit.first for hit in names if hit.value != "en"}
    found: list[Found] = []
    waiting: list[_Event] = []
    for first, stop in clauses(text):
        events = _events(text, cut, first, stop)
        if not others.isdisjoint(range(first, stop)) and english.isdisjoint(range(first, stop)):
            waiting = []
            continue
        if events and all(event.kind == "skill" for event in events) and stop - first <= len(events) + 3:
            waiting += events
            continue
        found += _pair(cut, waiting + events)
        waiting = []
    found += _pair(cut, waiting)
    skills = [one.value["skill"] for one in found]  # type: ignore[index]
    if skills[:1] == [None] and set(skills[1:]) == {"reading", "writing"}:
        found[0].value["skill"] = "speaking"  # type: ignore[index]
        return found
    if any(skills):
        return [one for one, skill in zip(found, skills, strict=True) if skill]
    if found and (english or _nothing_else(cut)):
        return found[:1]
    return []


def _events(text: str, cut: tuple[Token, ...], first: int, stop: int) -> list[_Event]:
    events, at = [], first
    while at < stop:
        level, skill = _levels().at(cut, at, stop), _skills().at(cut, at, stop)
        if level is not None and (skill is None or level.stop >= skill.stop):
            denied = is_negated(text, level.first, level.stop)
            value = level.value[1 if denied else 0]
            if value != IGNORE:
                events.append(_Event("level", value, level.first, level.stop, denied))
            at = level.stop
        elif skill is not None:
            if skill.value != IGNORE:
                denied = is_negated(text, skill.first, skill.stop)
                events.append(_Event("skill", skill.value, skill.first, skill.stop, denied))
            at = skill.stop
        else:
            at += 1
    return events


def _pair(cut: tuple[Token, ...], events: list[_Event]) -> list[Found]:
    """Give each skill the level after it, or before it when the level comes first ("good speaking")."""
    levels = [event for event in events if event.kind == "level"]
    skills = [event for event in events if event.kind == "skill"]
    if not skills:
        return [
            Found(
                "english_level", {"level": event.value, "skill": None}, *spans(cut, event.first, event.stop)
            )
            for event in levels
        ]
    level_first = bool(levels) and events[0].kind == "level"
    starts = [level.first for level in levels]
    found = []
    for skill in skills:
        at = bisect_left(starts, skill.first)
        before, after = levels[max(at - 1, 0) : at], levels[at : at + 1]
        chosen = (before or after) if level_first else (after or before)
        if chosen:
            level, ends = chosen[0].value, (skill, chosen[0])
        else:
            level, ends = (UNSAID_CANNOT if skill.denied else UNSAID_CAN), (skill, skill)
        start = min(cut[event.first].start for event in ends)
        end = max(cut[event.stop - 1].end for event in ends)
        found.append(Found("english_level", {"level": level, "skill": skill.value}, start, end))
    return found


def _nothing_else(cut: tuple[Token, ...]) -> bool:
    """Whether the message is a level and words without weight ("acho que é básico")."""
    at = 0
    while at < len(cut):
        hit = _levels().at(cut, at) or _filler().at(cut, at)
        if hit is not None:
            at = hit.stop
        elif cut[at].is_word or cut[at].is_number:
            return False
        else:
            at += 1
    return True
