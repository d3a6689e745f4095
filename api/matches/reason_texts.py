"""Reasons and gaps in words: one sentence a code, in the candidate's language and in English for staff."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.core.i18n import N_, listing, long_date, money, number, translate
from api.core.words import ESOL, MODES, ROLES, SHIFTS, TYPES, named
from matcher import Lexicon, ReasonCode

_SENTENCES = {
    ReasonCode.SKILL_MATCH: N_("Skills that carry over: {skills}"),
    ReasonCode.NEAR_HOME: N_("About {minutes} minutes {mode}"),
    ReasonCode.HOURS_FIT: N_("The hours fit: {low} to {high} a week"),
    ReasonCode.SHIFTS_FIT: N_("The times fit: {shifts}"),
    ReasonCode.ENGLISH_ENOUGH: N_("The English needed is at the level given"),
    ReasonCode.NO_EXPERIENCE_NEEDED: N_("No experience in care needed"),
    ReasonCode.TRAINING_GIVEN: N_("Free training comes first"),
    ReasonCode.LEADS_TO_JOB: N_("It can lead to work as: {roles}"),
    ReasonCode.IMPROVES_ENGLISH: N_("A free English course, up to level {level}"),
    ReasonCode.PAY_ABOVE_LIVING_WAGE: N_("Pays at least the real living wage: {pay} an hour"),
    ReasonCode.STARTS_SOON: N_("Starts soon: {day}"),
    ReasonCode.GUARANTEED_INTERVIEW: N_("You are promised an interview here"),
    ReasonCode.AGE_CHECK: N_("There is a minimum age. The provider tells you which"),
    ReasonCode.ENGLISH_MATHS_STUDY: N_("You also study some English and maths, for free"),
    ReasonCode.RIGHT_TO_WORK_CHECK: N_("The right to work has to be made sure of first"),
    ReasonCode.EARLY_START_BEFORE_BUS: N_("Buses may not run at these hours"),
    ReasonCode.JOBCENTRE_CONFIRMS: N_("The Jobcentre confirms the place (for people on a work benefit)"),
}
_QUESTIONS = {
    "home": N_("Still to answer: where you live"),
    "experience": N_("Still to answer: experience in this kind of work"),
    "english_speaking": N_("Still to answer: spoken English"),
    "english_reading": N_("Still to answer: reading English"),
    "english_writing": N_("Still to answer: writing English"),
    "right_to_work": N_("Still to answer: right to work in the UK"),
    "hours": N_("Still to answer: hours a week"),
    "shifts": N_("Still to answer: when you can work"),
    "driving": N_("Still to answer: driving"),
    "travel": N_("Still to answer: how you can travel"),
    "age": N_("Still to answer: if you are 18 or older"),
    "benefits": N_("Still to answer: if you get a work benefit"),
}
_ENGLISH_GAPS = {
    "speaking": N_("Spoken English up to level {need} first (now {have})"),
    "reading": N_("Reading English up to level {need} first (now {have})"),
    "writing": N_("Writing English up to level {need} first (now {have})"),
}
# Disclosure and Barring Service, guidance for employers: a record is never an automatic bar.
_DBS = {
    "basic": N_("A basic criminal record check, done by the employer. A record is not an automatic no"),
    "standard": N_("A standard criminal record check, done by the employer. A record is not an automatic no"),
    "enhanced": N_(
        "An enhanced criminal record check, done by the employer. A record is not an automatic no"
    ),
    "enhanced_barred": N_(
        "An enhanced criminal record check with the barred list, done by the employer. "
        "Most records are not an automatic no"
    ),
}


def reason_text(reason: dict[str, Any], language: str, lexicon: Lexicon) -> str:
    """The sentence of a stored reason ``{code, values}`` in `language`."""
    code, values = ReasonCode(reason["code"]), reason["values"]
    match code:
        case ReasonCode.NEEDS_ANSWER:
            sentence = _QUESTIONS[values["question"]]
            return translate(sentence, language)
        case ReasonCode.ENGLISH_READY_AFTER | ReasonCode.EXPERIENCE_THROUGH:
            return _after(code, values, language)
        case ReasonCode.ENGLISH_GAP:
            sentence = _ENGLISH_GAPS[values["task"]]
            return translate(sentence, language, need=values["need"], have=values["have"])
        case ReasonCode.DBS_CHECK:
            sentence = _DBS[values["level"]]
            return translate(sentence, language)
        case _:
            return translate(_SENTENCES[code], language, **_filled(code, values, language, lexicon))


def _after(code: ReasonCode, values: dict[str, Any], language: str) -> str:
    """What closes a gap, and when."""
    if code is ReasonCode.EXPERIENCE_THROUGH:
        type_name = TYPES[values["type"]]
        kind = translate(type_name, language)
        if "starts_on" not in values:
            return translate(N_("Experience first, through: {course}"), language, course=kind)
        day = long_date(date.fromisoformat(values["starts_on"]), language)
        return translate(
            N_("Experience first, through: {course}. It starts {day}"), language, course=kind, day=day
        )
    course_name = ESOL[values["level"]]
    course = translate(course_name, language)
    if "ends_on" not in values:
        return translate(N_("Your English is ready after the course {course}"), language, course=course)
    day = long_date(date.fromisoformat(values["ends_on"]), language)
    return translate(
        N_("Your English is ready after the course {course}, on {day}"), language, course=course, day=day
    )


def _filled(code: ReasonCode, values: dict[str, Any], language: str, lexicon: Lexicon) -> dict[str, object]:
    match code:
        case ReasonCode.SKILL_MATCH:
            return {
                "skills": listing([lexicon.label(skill, language) for skill in values["skills"]], language)
            }
        case ReasonCode.NEAR_HOME:
            return {"minutes": values["minutes"], "mode": named([values["mode"]], MODES, language)}
        case ReasonCode.HOURS_FIT:
            return {"low": number(values["min"], language), "high": number(values["max"], language)}
        case ReasonCode.SHIFTS_FIT:
            return {"shifts": named(values["shifts"], SHIFTS, language)}
        case ReasonCode.LEADS_TO_JOB:
            return {"roles": named(values["roles"], ROLES, language)}
        case ReasonCode.IMPROVES_ENGLISH:
            return {"level": values["level"]}
        case ReasonCode.PAY_ABOVE_LIVING_WAGE:
            return {"pay": money(values["pay"], language)}
        case ReasonCode.STARTS_SOON:
            return {"day": long_date(date.fromisoformat(values["starts_on"]), language)}
        case _:
            return {}
