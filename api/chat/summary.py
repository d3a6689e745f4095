"""A profile in plain words, a line each, and how each line is corrected."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.candidates.schemas import ProfileView
from api.core.i18n import N_, listing, number, translate
from api.core.words import MODES, SHIFTS, named
from api.programmes.models import RedundancyEvent

SITUATIONS = {
    "made_redundant": N_("You lost your job"),
    "redundancy_soon": N_("You are going to lose your job"),
    "unemployed": N_("You are not working"),
    "working": N_("You work and want a change"),
    "other": N_("Your work: something else"),
}
RIGHT_TO_WORK = {
    "yes": N_("Right to work in the UK: yes"),
    "no": N_("Right to work in the UK: no"),
    "unsure": N_("Right to work in the UK: not sure"),
}
# What is written on the button that asks a question again, by the question's slot.
CORRECT = {
    "situation": N_("Change: my work now"),
    "first_name": N_("Change: name"),
    "contact": N_("Change: contact"),
    "home": N_("Change: where I live"),
    "experience": N_("Change: what I can do"),
    "english_speaking": N_("Change: speaking English"),
    "english_reading": N_("Change: reading English"),
    "english_writing": N_("Change: writing English"),
    "right_to_work": N_("Change: right to work"),
    "hours": N_("Change: hours"),
    "shifts": N_("Change: when I can work"),
    "driving": N_("Change: driving"),
    "travel": N_("Change: way to work"),
}


@dataclass(frozen=True)
class Stored:
    """One line of what is stored: the slot it answers and the words."""

    slot: str
    text: str


def stored(session: Session, profile: ProfileView, language: str) -> list[Stored]:
    """What is stored, in `language`; nothing is said about what was not answered."""
    event_id = profile.redundancy_event
    event = session.get(RedundancyEvent, event_id) if event_id else None

    def words(message: str, **values: object) -> str:
        return translate(message, language, **values)

    said: list[Stored] = []
    if profile.situation:
        text = words(SITUATIONS[profile.situation])
        said.append(Stored("situation", f"{text} ({event.name})" if event else text))
    if profile.first_name:
        said.append(Stored("first_name", words(N_("Name: {name}"), name=profile.first_name)))
    contact = [value for value in (profile.contact.phone, profile.contact.email) if value]
    if contact:
        said.append(Stored("contact", words(N_("Contact: {contact}"), contact=", ".join(contact))))
    if profile.home.place:
        place = words(N_("Home: {place} ({code})"), place=profile.home.place, code=profile.home.outward_code)
        said.append(Stored("home", place))
    if profile.skills:
        labels = listing([skill.label for skill in profile.skills], language)
        said.append(Stored("experience", words(N_("What you can do: {skills}"), skills=labels)))
    tasks = (
        ("english_speaking", N_("Speaking English: {level}"), profile.english.speaking),
        ("english_reading", N_("Reading English: {level}"), profile.english.reading),
        ("english_writing", N_("Writing English: {level}"), profile.english.writing),
    )
    said += [Stored(slot, words(message, level=level)) for slot, message, level in tasks if level]
    if profile.right_to_work:
        said.append(Stored("right_to_work", words(RIGHT_TO_WORK[profile.right_to_work])))
    if profile.hours.min is not None and profile.hours.max is not None:
        low, high = number(profile.hours.min, language), number(profile.hours.max, language)
        message = N_("Hours a week: {low}") if low == high else N_("Hours a week: {low} to {high}")
        said.append(Stored("hours", words(message, low=low, high=high)))
    if profile.shifts:
        shifts = named(tuple(profile.shifts), SHIFTS, language)
        said.append(Stored("shifts", words(N_("When you can work: {shifts}"), shifts=shifts)))
    if profile.can_drive is not None:
        said.append(Stored("driving", words(N_("You drive") if profile.can_drive else N_("You don't drive"))))
    if profile.travel.modes:
        modes = named(tuple(profile.travel.modes), MODES, language)
        minutes = profile.travel.max_minutes
        way = words(N_("Way to work: {modes}, up to {minutes} minutes"), modes=modes, minutes=minutes)
        said.append(Stored("travel", way))
    return said
