"""The lexicon: everyday skills and past occupations, what people call them, and the roles they serve.

Written by hand for people leaving factories, shops, kitchens, fields and unpaid care. Codes live in
`data/skills/<topic>.toml` and `data/occupations.toml`; words live in one folder a language, so that
a language is added by adding a folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from matcher.records import LinkedSkill

FALLBACK_LANGUAGE = "en"
# What is left of a word without its prefix has at least so many letters: Arabic roots have three.
SHORTEST_BARE = 3

# Entry roles in health and social care that the partnership recruits for (opportunity `role` codes).
ROLES = frozenset(
    """healthcare_assistant care_worker home_care_worker porter domestic catering_assistant ward_clerk
    receptionist administrator pharmacy_assistant laundry_assistant driver estates_assistant vaccinator
    therapy_support maternity_support activities_coordinator call_handler stores_assistant""".split()
)

# Why a skill serves a role.
WHYS = frozenset(
    """same_task same_tools same_pace same_setting same_standards exact_work caring good_with_people
    works_with_others reliable used_to_hours digital more_languages""".split()
)


class LexiconError(ValueError):
    """The lexicon's files contradict themselves; the message names the file's entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a skill is called in one language: a short label, and phrases people use for it."""

    label: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """How far a skill serves a role: `weight` from 0 to 1, `why` one of `WHYS`."""

    role: str
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class Skill:
    """An everyday skill.

    `esco` is the address of the European skill of the same meaning, if there is one; `broader` names the
    skills it is a kind of: who cleaned offices can clean.
    """

    id: str
    topic: str
    words: Mapping[str, Wording]
    serves: tuple[Service, ...]
    esco: str | None
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occupation:
    """A past occupation and the skills it brings, each with how sure that is, from 0 to 1."""

    id: str
    words: Mapping[str, Wording]
    brings: Mapping[str, float]
    esco: str | None = None


@dataclass(frozen=True, slots=True)
class OwnState:
    """How people of a language tell their own health, family or belief; all in plain form.

    Attributes
    ----------
    cues : tuple of tuple of str
        Runs of words after which it is told ("i have", "sofro de").
    between : frozenset of str
        Words that may stand between a cue and what is told ("a", "severe").
    conditions : tuple of str
        Beginnings of the words that tell it ("diabet", "wheelchair").
    about_work : tuple of str
        Beginnings of words that show that work is meant ("I have dementia care experience").
    """

    cues: tuple[tuple[str, ...], ...] = ()
    between: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()
    about_work: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grammar:
    """The small words of a language that a linker of skills must know; all in plain form.

    Attributes
    ----------
    ignored : frozenset of str
        Words that say nothing about which skill is meant ("the", "worked", "na").
    restarts : frozenset of str
        Words after "and" that begin a new statement, so that a "not" before no longer holds.
    contrasts : frozenset of str
        Words after which a "not" before no longer holds ("but", "mas").
    joins : frozenset of str
        Words that join two statements or two things ("and", "também").
    lists : frozenset of str
        Words that show that a list goes on under the same "not" ("or", "nem").
    negations : frozenset of str
        Words that say that what follows is not so ("never", "não").
    brief_negations : frozenset of str
        Words that deny the next thing only ("without", "sem").
    not_negations : tuple of tuple of str
        Runs of words that look like a negation and are none ("not only", "sem problema").
    endings : tuple of str
        Endings of words, longest first, that may be cut to compare two forms of one word.
    weak : frozenset of str
        Words too general to name a skill alone: a phrase that has no other must be there word for word.
    unrelated : frozenset of str
        Everyday words that look like a misspelt word of the lexicon and mean something else.
    relatives, third_person : frozenset of str
        Words for other people, and verbs that say after them what they do ("husband", "is").
    after_relatives : frozenset of str
        Words that may stand between the two ("mea" in "soacra mea a fost").
    prefixes : tuple of str
        Beginnings of words, longest first, that are written as one with them (Arabic "the", "and", "in").
    own_state : OwnState
        How people tell their own health, family or belief.
    """

    ignored: frozenset[str]
    restarts: frozenset[str]
    contrasts: frozenset[str]
    joins: frozenset[str]
    lists: frozenset[str]
    negations: frozenset[str]
    brief_negations: frozenset[str]
    not_negations: tuple[tuple[str, ...], ...]
    endings: tuple[str, ...]
    weak: frozenset[str]
    unrelated: frozenset[str]
    relatives: frozenset[str]
    third_person: frozenset[str]
    after_relatives: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    own_state: OwnState = OwnState()

    def is_light(self, word: str) -> bool:
        """Whether a plain word, as it stands or without its prefix, does not tell which skill is meant."""
        if word in self._light:
            return True
        return any(
            word.startswith(prefix)
            and len(word) - len(prefix) >= SHORTEST_BARE
            and word.removeprefix(prefix) in self._light
            for prefix in self.prefixes
        )

    @cached_property
    def _light(self) -> frozenset[str]:
        return self.ignored | self.negations | self.brief_negations | self.contrasts | self.lists


@dataclass(frozen=True)
class Lexicon:
    """Skills, occupations and the grammar of each language, checked against each other.

    Raises
    ------
    LexiconError
        When an entry lacks a language, serves an unknown role, brings an unknown skill, or a number
        is out of its range.

    Examples
    --------
    >>> lexicon = Lexicon.shipped()
    >>> lexicon.label("forklift", "pt")
    'conduzir empilhador'
    >>> lexicon.label("tightrope_walking", "pt")
    'tightrope walking'
    """

    skills: Mapping[str, Skill]
    occupations: Mapping[str, Occupation]
    grammars: Mapping[str, Grammar]

    def __post_init__(self) -> None:
        entries: list[Skill | Occupation] = [*self.skills.values(), *self.occupations.values()]
        for entry in entries:
            self._check_words(entry)
        for skill in self.skills.values():
            for service in skill.serves:
                _check_service(skill.id, service)
            for broader in skill.broader:
                if broader not in self.skills or broader == skill.id:
                    raise LexiconError(f"skill {skill.id}: is a kind of unknown skill {broader}")
        for occupation in self.occupations.values():
            for skill_id, sure in occupation.brings.items():
                if skill_id not in self.skills:
                    raise LexiconError(f"occupation {occupation.id}: brings unknown skill {skill_id}")
                _check_share(f"occupation {occupation.id}, skill {skill_id}", sure)

    @classmethod
    @cache
    def shipped(cls) -> Lexicon:
        """The lexicon that ships with the product, read once a process."""
        from matcher.lexicon.reading import read_shipped

        return read_shipped()

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages the lexicon is written in, in alphabetical order."""
        return tuple(sorted(self.grammars))

    def label(self, skill_id: str, language: str) -> str:
        """What to call a skill; in English, or else the id in words, when the language has no label."""
        skill = self.skills.get(skill_id)
        if skill is None:
            return skill_id.replace("_", " ")
        return (skill.words.get(language) or skill.words[FALLBACK_LANGUAGE]).label

    def roles_served(self, skill_id: str) -> Mapping[str, float]:
        """Roles a skill serves, each with a weight above 0 and up to 1; empty for an unknown skill."""
        skill = self.skills.get(skill_id)
        return {} if skill is None else {service.role: service.weight for service in skill.serves}

    def roles_served_with_broader(self, skill_id: str) -> Mapping[str, float]:
        """Roles a skill serves by itself or as the kind of skill it is, each with the higher weight."""
        found: dict[str, float] = {}
        for one in (skill_id, *self.broader(skill_id)):
            for role, weight in self.roles_served(one).items():
                found[role] = max(weight, found.get(role, 0.0))
        return found

    def with_broader(self, named: Sequence[LinkedSkill]) -> tuple[LinkedSkill, ...]:
        """Skills someone named, and those they are a kind of, each once; as sure, from the same words."""
        found = {link.skill_id: link for link in named}
        for link in named:
            for broader in self.broader(link.skill_id):
                found.setdefault(broader, replace(link, skill_id=broader))
        return tuple(found.values())

    def broader(self, skill_id: str) -> tuple[str, ...]:
        """What a skill is a kind of; empty for an unknown skill."""
        skill = self.skills.get(skill_id)
        return () if skill is None else skill.broader

    def _check_words(self, entry: Skill | Occupation) -> None:
        missing = sorted(set(self.grammars) - set(entry.words))
        if missing:
            raise LexiconError(f"{entry.id}: no words in {', '.join(missing)}")
        for language, wording in entry.words.items():
            if not wording.label.strip() or not wording.phrases:
                raise LexiconError(f"{entry.id}: label or phrases empty in {language}")


def _check_service(skill_id: str, service: Service) -> None:
    if service.role not in ROLES:
        raise LexiconError(f"skill {skill_id}: unknown role {service.role}")
    if service.why not in WHYS:
        raise LexiconError(f"skill {skill_id}, role {service.role}: unknown why {service.why}")
    _check_share(f"skill {skill_id}, role {service.role}", service.weight)


def _check_share(where: str, share: float) -> None:
    if not 0.0 < share <= 1.0:
        raise LexiconError(f"{where}: {share} is not above 0 and up to 1")
