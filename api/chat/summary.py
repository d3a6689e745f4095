"""A profile in plain words, a line each."""

from __future__ import annotations

from api.candidates.schemas import ProfileView
from api.core.i18n import N_, listing, number, translate
from api.core.words import MODES, SHIFTS, named

RIGHT_TO_WORK = {
    "yes": N_("Right to work in the UK: yes"),
    "no": N_("Right to work in the UK: no"),
    "unsure": N_("Right to work in the UK: not sure"),
}


def lines(profile: ProfileView, language: str) -> list[str]:
    """What is stored, in `language`; nothing is said about what was not answered."""

    def words(message: str, **values: object) -> str:
        return "• " + translate(message, language, **values)

    said: list[str] = []
    if profile.first_name:
        said.append(words(N_("Name: {name}"), name=profile.first_name))
    contact = [value for value in (profile.contact.phone, profile.contact.email) if value]
    if contact:
        said.append(words(N_("Contact: {contact}"), contact=", ".join(contact)))
    if profile.home.place:
        said.append(
            words(N_("Home: {place} ({code})"), place=profile.home.place, code=profile.home.outward_code)
        )
    if profile.skills:
        labels = listing([skill.label for skill in profile.skills], language)
        said.append(words(N_("What you can do: {skills}"), skills=labels))
    said += _english(profile, words)
    if profile.right_to_work:
        said.append(words(RIGHT_TO_WORK[profile.right_to_work]))
    if profile.hours.min is not None and profile.hours.max is not None:
        low, high = number(profile.hours.min, language), number(profile.hours.max, language)
        said.append(words(N_("Hours a week: {low} to {high}"), low=low, high=high))
    if profile.shifts:
        shifts = named(tuple(profile.shifts), SHIFTS, language)
        said.append(words(N_("When you can work: {shifts}"), shifts=shifts))
    if profile.can_drive is not None:
        said.append(words(N_("You drive") if profile.can_drive else N_("You don't drive")))
    if profile.travel.modes:
        modes = named(tuple(profile.travel.modes), MODES, language)
        minutes = profile.travel.max_minutes
        said.append(words(N_("Way to work: {modes}, up to {minutes} minutes"), modes=modes, minutes=minutes))
    return said


def _english(profile: ProfileView, words: object) -> list[str]:
    assert callable(words)
    tasks = (
        (N_("Speaking English: {level}"), profile.english.speaking),
        (N_("Reading English: {level}"), profile.english.reading),
        (N_("Writing English: {level}"), profile.english.writing),
    )
    return [words(message, level=level) for message, level in tasks if level]
