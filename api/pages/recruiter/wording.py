"""What recruiters and coordinators read about a referral, in words."""

from __future__ import annotations

from typing import Any

from api.core.i18n import N_, languages, listing, number, translate
from api.core.words import MODES, SHIFTS
from api.referrals.refusals import DECLINE_REASONS, DeclineReason
from api.referrals.statuses import EventType, Status
from api.referrals.views import ReferralView

LANGUAGE = "en"

STATUSES = {
    Status.AWAITING_REVIEW: (N_("Waiting for review"), "yellow"),
    Status.STOPPED: (N_("Stopped"), "grey"),
    Status.SENT: (N_("New"), "blue"),
    Status.ACKNOWLEDGED: (N_("Acknowledged"), "aqua-green"),
    Status.INTERVIEW_OFFERED: (N_("Interview offered"), "aqua-green"),
    Status.INTERVIEW_BOOKED: (N_("Interview booked"), "aqua-green"),
    Status.INTERVIEW_ATTENDED: (N_("Interview attended"), "aqua-green"),
    Status.NO_SHOW: (N_("Did not come to the interview"), "orange"),
    Status.OFFERED: (N_("Offer made"), "green"),
    Status.STARTED: (N_("Started"), "green"),
    Status.DECLINED: (N_("Declined"), "grey"),
    Status.WITHDRAWN: (N_("Withdrawn"), "grey"),
}

EVENT_BUTTONS = {
    EventType.ACKNOWLEDGED: N_("Acknowledge"),
    EventType.INTERVIEW_OFFERED: N_("Interview offered"),
    EventType.INTERVIEW_BOOKED: N_("Interview booked"),
    EventType.INTERVIEW_ATTENDED: N_("Came to the interview"),
    EventType.NO_SHOW: N_("Did not come"),
    EventType.OFFERED: N_("Offer made"),
    EventType.STARTED: N_("Started"),
    EventType.DECLINED: N_("Decline"),
    EventType.WITHDRAWN: N_("Candidate withdrew"),
}

OUTCOMES = {
    "interview_offered": N_("Interview given"),
    "declined": N_("Interview refused"),
    "withdrawn": N_("Candidate withdrew"),
    "stopped": N_("Stopped"),
}

_RIGHT_TO_WORK = {"yes": N_("Yes, the candidate says"), "no": N_("No"), "unsure": N_("Not sure")}


def shared_facts(candidate: dict[str, Any] | None) -> list[tuple[str, str]]:
    """What the candidate agreed to share, as label and text; nothing about what was not answered."""
    if candidate is None:
        return []
    contact, english, travel = candidate["contact"], candidate["english"], candidate["travel"]
    home, hours, shifts = candidate["home"], candidate["hours"], candidate["shifts"]
    levels = [
        (N_("speaking {level}"), english["speaking"]),
        (N_("reading {level}"), english["reading"]),
        (N_("writing {level}"), english["writing"]),
    ]
    found = [
        (N_("First name"), candidate["first_name"]),
        (N_("Phone"), contact["phone"]),
        (N_("E-mail"), contact["email"]),
        (N_("Speaks with Ponte"), language_name(candidate["language"])),
        (N_("Lives in"), home and " ".join(part for part in (home["place"], home["outward_code"]) if part)),
        (N_("English"), ", ".join(_say(text, level=level) for text, level in levels if level)),
        (N_("Right to work"), _said(_RIGHT_TO_WORK, candidate["right_to_work"])),
        (N_("Hours a week"), hours and _hours(hours["min"], hours["max"])),
        (N_("Can work"), shifts and listing([_said(SHIFTS, code) for code in shifts], LANGUAGE)),
        (N_("Drives"), _yes_no(candidate["can_drive"])),
        (N_("Way to work"), _travel(travel["modes"], travel["max_minutes"])),
    ]
    return [(_say(label), text) for label, text in found if text]


def refusal(item: ReferralView) -> str:
    """Why the employer declined, in words, with its note; empty when it did not."""
    for entry in reversed(item.log):
        if entry.type == EventType.DECLINED and entry.reason_code:
            reason = _say(DECLINE_REASONS[DeclineReason(entry.reason_code)].sentence)
            return f"{reason}. {entry.note}" if entry.note else f"{reason}."
    return ""


def language_name(code: str) -> str:
    """What the speakers of a language call it."""
    return next((language.name for language in languages() if language.code == code), code)


def _say(message: str, **values: object) -> str:
    return translate(message, LANGUAGE, **values)


def _said(sentences: dict[str, str], code: str | None) -> str:
    return _say(sentences.get(code, code)) if code else ""


def _hours(low: float, high: float) -> str:
    if low == high:
        return number(low, LANGUAGE)
    return _say(N_("{low} to {high}"), low=number(low, LANGUAGE), high=number(high, LANGUAGE))


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _say(N_("Yes") if value else N_("No"))


def _travel(modes: list[str] | None, minutes: int | None) -> str:
    said = listing([_said(MODES, mode) for mode in modes or []], LANGUAGE)
    if said and minutes is not None:
        return _say(N_("{modes}, up to {minutes} minutes"), modes=said, minutes=minutes)
    return said
