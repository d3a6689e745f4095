"""What a candidate reads about an interview, and the buttons with which they answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from api.chat.saying import body
from api.core.clock import LOCAL_ZONE
from api.core.i18n import N_, clock_time, long_date, translate
from api.interviews.models import Interview
from api.referrals.models import Referral

_ASK = N_("{employer} invites you to an interview, for: {title}. It takes {minutes} minutes. Where: {place}")
_WHICH = N_("Which time suits you? Times are in UK time.")
_BOOKED = N_("Booked: {when}. Where: {place}. I'll remind you the day before.")
_TOMORROW = N_("Tomorrow is your interview with {employer}: {when}. Where: {place}. Will you be there?")
_CONFIRMED = N_("Great, {employer} knows that you are coming. Good luck!")
_OTHERS_ASKED = N_("OK. I've asked {employer} for other times. I'll tell you here.")
_WITHDRAWN = N_("OK. I've told {employer} that you don't want this any more.")
_GONE = N_("This can't be changed here any more. A person from the team can help you.")

NONE_FITS = N_("None of these times")
ANOTHER_TIME = N_("Another time, please")
NOT_ANY_MORE = N_("I don't want this any more")
COMING = N_("Yes, I'm coming")
CALENDAR = N_("Put it into my calendar")


def when(moment: datetime, language: str) -> str:
    """A moment on British clocks, such as ``Monday 7 June, 10:30``."""
    here = moment.astimezone(LOCAL_ZONE)
    return f"{long_date(here.date(), language)}, {clock_time(here.time(), language)}"


def button(title: str, language: str, do: str, name: str) -> dict[str, str]:
    """A button that does something with an interview or a referral."""
    payload = json.dumps({"do": do, "id": name}, separators=(",", ":"))
    return {"title": translate(title, language), "payload": f"/interview{payload}"}


def choice_of_times(interview: Interview, referral: Referral, language: str) -> list[dict[str, Any]]:
    """An invitation: what, where, and a button for each time."""
    say = _sayer(interview, referral, language)
    times = [
        {**button("", language, "choose", slot.id), "title": when(slot.starts_at, language)}
        for slot in interview.slots
    ]
    others = [
        button(NONE_FITS, language, "other_times", interview.id),
        button(NOT_ANY_MORE, language, "withdraw", referral.id),
    ]
    return [body(say(_ASK)), body(say(_WHICH), [*times, *others])]


def booked(
    interview: Interview, referral: Referral, language: str, calendar_address: str
) -> list[dict[str, Any]]:
    """What was chosen, a link for the calendar, and how to change it."""
    said = body(_sayer(interview, referral, language)(_BOOKED), _changes(interview, referral, language))
    said["links"] = [{"title": translate(CALENDAR, language), "url": calendar_address}]
    return [said]


def reminder(interview: Interview, referral: Referral, language: str) -> list[dict[str, Any]]:
    """The day before: confirm, rebook or withdraw."""
    coming = button(COMING, language, "confirm", interview.id)
    said = _sayer(interview, referral, language)(_TOMORROW)
    return [body(said, [coming, *_changes(interview, referral, language)])]


def confirmed(interview: Interview, referral: Referral, language: str) -> list[dict[str, Any]]:
    """The candidate is coming."""
    return [body(_sayer(interview, referral, language)(_CONFIRMED))]


def others_asked(interview: Interview, referral: Referral, language: str) -> list[dict[str, Any]]:
    """The recruiter is asked for other times."""
    return [body(_sayer(interview, referral, language)(_OTHERS_ASKED))]


def withdrawn(referral: Referral, language: str) -> list[dict[str, Any]]:
    """The candidate does not want this any more."""
    return [body(translate(_WITHDRAWN, language, employer=referral.opportunity.employer.name))]


def gone(language: str) -> list[dict[str, Any]]:
    """A button of an offer that has ended."""
    person = {"title": translate(N_("Speak to a person"), language), "payload": "/speak_to_person"}
    return [body(translate(_GONE, language), [person])]


def _changes(interview: Interview, referral: Referral, language: str) -> list[dict[str, str]]:
    return [
        button(ANOTHER_TIME, language, "other_times", interview.id),
        button(NOT_ANY_MORE, language, "withdraw", referral.id),
    ]


def _sayer(interview: Interview, referral: Referral, language: str) -> Callable[[str], str]:
    values = {
        "employer": referral.opportunity.employer.name,
        "title": referral.opportunity.title,
        "place": interview.place,
        "minutes": interview.minutes,
        "when": when(interview.starts_at, language) if interview.starts_at else "",
    }
    return lambda sentence: translate(sentence, language, **values)
