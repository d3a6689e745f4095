"""Reading a lexicon from its folder of TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from matcher.lexicon.lexicon import (
    Grammar,
    Lexicon,
    LexiconError,
    Occupation,
    OwnState,
    Service,
    Skill,
    Wording,
)
from matcher.lexicon.text import plain, words

_GRAMMAR = "grammar.toml"
_OCCUPATIONS = "occupations.toml"
_SKILLS = "skills"


def read_shipped() -> Lexicon:
    """The lexicon beside this module."""
    return read_lexicon(resources.files("matcher.lexicon") / "data")


def read_lexicon(folder: Traversable) -> Lexicon:
    """A lexicon from a folder with `skills/`, `occupations.toml` and one folder a language.

    Raises
    ------
    LexiconError
        When a file is not TOML, an entry has a wrong shape, or a word belongs to no skill.
    """
    languages = sorted(child.name for child in folder.iterdir() if child.is_dir() and child.name != _SKILLS)
    wordings = {language: _wordings(folder / language) for language in languages}
    topics = {file.name.removesuffix(".toml"): _table(file) for file in _files(folder / _SKILLS)}
    skills = {
        skill_id: _skill(skill_id, topic, entry, _words(skill_id, wordings))
        for topic, entries in topics.items()
        for skill_id, entry in entries.items()
    }
    occupations = {
        occupation_id: Occupation(
            occupation_id,
            _words(occupation_id, wordings),
            {skill: float(sure) for skill, sure in entry["skills"].items()},
            entry.get("esco"),
        )
        for occupation_id, entry in _table(folder / _OCCUPATIONS).items()
    }
    for language, found in wordings.items():
        stray = sorted(set(found) - set(skills) - set(occupations))
        if stray:
            raise LexiconError(f"{language}: words for unknown entries {', '.join(stray)}")
    return Lexicon(skills, occupations, {lang: _grammar(folder / lang / _GRAMMAR) for lang in languages})


def _files(folder: Traversable) -> list[Traversable]:
    found = [child for child in folder.iterdir() if child.name.endswith(".toml")]
    return sorted(found, key=lambda child: child.name)


def _table(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{file.name}: {error}") from error


def _wordings(folder: Traversable) -> dict[str, Wording]:
    found: dict[str, Wording] = {}
    for file in _files(folder):
        if file.name == _GRAMMAR:
            continue
        for entry_id, entry in _table(file).items():
            if entry_id in found:
                raise LexiconError(f"{folder.name}/{file.name}: {entry_id} has words twice")
            try:
                found[entry_id] = Wording(entry["label"], tuple(entry["phrases"]))
            except KeyError as error:
                raise LexiconError(f"{folder.name}/{file.name}, {entry_id}: {error} is missing") from error
    return found


def _words(entry_id: str, wordings: Mapping[str, Mapping[str, Wording]]) -> dict[str, Wording]:
    return {language: found[entry_id] for language, found in wordings.items() if entry_id in found}


def _skill(skill_id: str, topic: str, entry: Mapping[str, Any], words: Mapping[str, Wording]) -> Skill:
    serves = tuple(
        Service(role, float(service["weight"]), service["why"]) for role, service in entry["serves"].items()
    )
    return Skill(skill_id, topic, words, serves, entry.get("esco"), tuple(entry.get("broader", ())))


def _grammar(file: Traversable) -> Grammar:
    table = _table(file)

    def listed(key: str) -> list[str]:
        return [word.plain for word in words(table[key])]

    def longest_first(key: str) -> tuple[str, ...]:
        return tuple(sorted(listed(key), key=lambda part: (-len(part), part)))

    return Grammar(
        ignored=frozenset(listed("ignored")),
        restarts=frozenset(listed("restarts")),
        contrasts=frozenset(listed("contrasts")),
        joins=frozenset(listed("joins")),
        lists=frozenset(listed("lists")),
        negations=frozenset(listed("negations")),
        brief_negations=frozenset(listed("brief_negations")),
        not_negations=tuple(tuple(plain(run).split()) for run in table["not_negations"]),
        endings=longest_first("endings"),
        weak=frozenset(listed("weak")),
        unrelated=frozenset(listed("unrelated")),
        relatives=frozenset(listed("relatives")),
        third_person=frozenset(listed("third_person")),
        after_relatives=frozenset(listed("after_relatives")) if "after_relatives" in table else frozenset(),
        prefixes=longest_first("prefixes") if "prefixes" in table else (),
        own_state=_own_state(table["own_state"]),
    )


def _own_state(table: Mapping[str, Any]) -> OwnState:
    return OwnState(
        cues=tuple(tuple(word.plain for word in words(cue)) for cue in table["cues"]),
        between=frozenset(plain(table["between"]).split()),
        conditions=tuple(plain(table["conditions"]).split()),
        about_work=tuple(plain(table["about_work"]).split()),
    )
