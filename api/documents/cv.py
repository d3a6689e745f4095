"""A one-page profile for employers, from the candidate's own answers and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from api.candidates.schemas import ProfileView
from api.core.i18n import N_, number, translate
from api.core.words import MODES, SHIFTS, named

MOST_SKILLS = 24

# The levels of the Common European Framework in plain words (Council of Europe, self-assessment grid).
LEVELS = {
    "A0": N_("none yet, learning"),
    "A1": N_("a few words (A1)"),
    "A2": N_("basic (A2)"),
    "B1": N_("everyday (B1)"),
    "B2": N_("good (B2)"),
    "C1": N_("very good (C1)"),
    "C2": N_("fluent (C2)"),
}
TASKS = {
    "speaking": N_("Speaking: {level}"),
    "reading": N_("Reading: {level}"),
    "writing": N_("Writing: {level}"),
}


@dataclass(frozen=True)
class Cv:
    """What stands on the page, in the page's language. Empty parts are left out."""

    name: str | None
    contact: tuple[str, ...]
    skills: tuple[str, ...]
    english: tuple[str, ...]
    work: tuple[str, ...]


def cv(profile: ProfileView, language: str) -> Cv:
    """The page's parts. `profile` carries the skills' labels in `language` and in English.

    Why a job ended, the right to work and everything else an employer asks later stay out of it.
    """

    def words(message: str, **values: object) -> str:
        return translate(message, language, **values)

    english = [
        words(TASKS[task], level=words(LEVELS[level]))
        for task in ("speaking", "reading", "writing")
        if (level := getattr(profile.english, task))
    ]
    skills = [skill.label_en if language == "en" else skill.label for skill in profile.skills]
    contact = (profile.home.place, profile.contact.phone, profile.contact.email)
    return Cv(
        name=profile.first_name,
        contact=tuple(one for one in contact if one),
        skills=tuple(skills[:MOST_SKILLS]),
        english=tuple(english),
        work=tuple(_work(profile, language)),
    )


def _work(profile: ProfileView, language: str) -> list[str]:
    said: list[str] = []
    if profile.hours.min is not None and profile.hours.max is not None:
        low, high = number(profile.hours.min, language), number(profile.hours.max, language)
        message = N_("Hours a week: {low}") if low == high else N_("Hours a week: {low} to {high}")
        said.append(translate(message, language, low=low, high=high))
    if profile.shifts:
        shifts = named(tuple(profile.shifts), SHIFTS, language)
        said.append(translate(N_("Can work: {shifts}"), language, shifts=shifts))
    if profile.can_drive:
        said.append(translate(N_("Can drive"), language))
    if profile.travel.modes:
        modes = named(tuple(profile.travel.modes), MODES, language)
        said.append(translate(N_("Gets to work: {modes}"), language, modes=modes))
    return said
