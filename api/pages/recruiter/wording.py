"""What recruiters and coordinators read about a referral, in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from api.core.clock import local_day
from api.core.i18n import N_, languages, listing, number, translate
from api.core.words import MODES, SHIFTS
from api.referrals.contesting import CONTESTED
from api.referrals.refusals import DECLINE_REASONS, DeclineReason
from api.referrals.searching import Sort
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
    Status.SUSTAINED_13_WEEKS: (N_("Still there after 13 weeks"), "green"),
    Status.SUSTAINED_26_WEEKS: (N_("Still there after 26 weeks"), "green"),
    Status.DECLINED: (N_("Declined"), "grey"),
    Status.WITHDRAWN: (N_("Withdrawn"), "grey"),
    Status.OBSOLETE: (N_("Found work elsewhere"), "grey"),
}

EVENT_BUTTONS = {
    EventType.ACKNOWLEDGED: N_("Acknowledge"),
    EventType.INTERVIEW_OFFERED: N_("Interview offered"),
    EventType.INTERVIEW_BOOKED: N_("Interview booked"),
    EventType.INTERVIEW_ATTENDED: N_("Came to the interview"),
    EventType.NO_SHOW: N_("Did not come"),
    EventType.OFFERED: N_("Offer made"),
    EventType.STARTED: N_("Started"),
    EventType.SUSTAINED_13_WEEKS: N_("Still there after 13 weeks"),
    EventType.SUSTAINED_26_WEEKS: N_("Still there after 26 weeks"),
    EventType.DECLINED: N_("Decline"),
    EventType.WITHDRAWN: N_("Candidate withdrew"),
}

OUTCOMES = {
    "interview_offered": N_("Interview given"),
    "declined": N_("Interview refused"),
    "withdrawn": N_("Candidate withdrew"),
    "stopped": N_("Stopped"),
    "obsolete": N_("Found work elsewhere"),
}

# What calls for a coordinator's eye.
ATTENTION = {
    "interview_refused": N_("The employer refused a guaranteed interview. Please look into it."),
    "answer_overdue": N_("The employer has not answered in time about a guaranteed interview."),
    "contested": N_("The candidate asks a person to look at it."),
    "hired_elsewhere": N_("The candidate has started work elsewhere. Please ask whether this should go on."),
}

# How a guaranteed interview was granted.
ROUTES = {
    "redundancy_event": N_("Redundancy"),
    "prepare_to_care_completion": N_("Prepare to Care completed"),
    "swap_completion": N_("Work academy completed"),
    "pre_employment": N_("Pre-employment course completed"),
    "disability_confident": N_("Disability Confident"),
}

_RIGHT_TO_WORK = {"yes": N_("Yes, the candidate says"), "no": N_("No"), "unsure": N_("Not sure")}


SORTS = {
    Sort.RESPOND_BY: N_("Answer due first"),
    Sort.NEWEST: N_("Newest first"),
    Sort.LONGEST_WAITING: N_("Longest waiting first"),
}

_SHARED = (
    N_("First name"),
    N_("Phone"),
    N_("E-mail"),
    N_("Speaks with Ponte"),
    N_("Lives in"),
    N_("English"),
    N_("Right to work"),
    N_("Hours a week"),
    N_("Can work"),
    N_("Drives"),
    N_("Way to work"),
)


def shared_facts(candidate: dict[str, Any] | None) -> list[tuple[str, str]]:
    """What the candidate agreed to share, as label and text; nothing about what was not answered."""
    return [(say(label), text) for label, text in shared_columns(candidate).items() if text]


def shared_columns(candidate: dict[str, Any] | None) -> dict[str, str]:
    """Everything a candidate can share, by its label; empty where it was not answered or is erased."""
    if candidate is None:
        return dict.fromkeys(_SHARED, "")
    contact, english, travel = candidate["contact"], candidate["english"], candidate["travel"]
    home, hours, shifts = candidate["home"], candidate["hours"], candidate["shifts"]
    levels = [
        (N_("speaking {level}"), english["speaking"]),
        (N_("reading {level}"), english["reading"]),
        (N_("writing {level}"), english["writing"]),
    ]
    texts = (
        candidate["first_name"],
        contact["phone"],
        contact["email"],
        language_name(candidate["language"]),
        home and " ".join(part for part in (home["place"], home["outward_code"]) if part),
        ", ".join(say(text, level=level) for text, level in levels if level),
        _said(_RIGHT_TO_WORK, candidate["right_to_work"]),
        hours and _hours(hours["min"], hours["max"]),
        shifts and listing([_said(SHIFTS, code) for code in shifts], LANGUAGE),
        _yes_no(candidate["can_drive"]),
        _travel(travel["modes"], travel["max_minutes"]),
    )
    return {label: text or "" for label, text in zip(_SHARED, texts, strict=True)}


def plain_day(at: date | datetime) -> str:
    """A day with its year, such as ``3 June 2026``, where somebody in the United Kingdom was at `at`."""
    day = local_day(at) if isinstance(at, datetime) else at
    return f"{day.day} {day:%B %Y}"


def refusal(item: ReferralView) -> str:
    """Why the employer declined, in words, with its note; empty when it did not."""
    for entry in reversed(item.log):
        if entry.type == EventType.DECLINED and entry.reason_code:
            reason = say(DECLINE_REASONS[DeclineReason(entry.reason_code)].sentence)
            return f"{reason}. {entry.note}" if entry.note else f"{reason}."
    return ""


def contested_words(item: ReferralView) -> str:
    """What the candidate wrote when they contested; empty when they wrote nothing."""
    notes = [entry.note for entry in item.log if entry.type == CONTESTED]
    return (notes[-1] or "") if notes else ""


def language_name(code: str) -> str:
    """What the speakers of a language call it."""
    return next((language.name for language in languages() if language.code == code), code)


def say(message: str, **values: object) -> str:
    """The message in the language of staff pages, its ``{placeholders}`` filled."""
    return translate(message, LANGUAGE, **values)


def _said(sentences: dict[str, str], code: str | None) -> str:
    return say(sentences.get(code, code)) if code else ""


def _hours(low: float, high: float) -> str:
    if low == high:
        return number(low, LANGUAGE)
    return say(N_("{low} to {high}"), low=number(low, LANGUAGE), high=number(high, LANGUAGE))


def _yes_no(value: bool | None) -> str:
    return "" if value is None else say(N_("Yes") if value else N_("No"))


def _travel(modes: list[str] | None, minutes: int | None) -> str:
    said = listing([_said(MODES, mode) for mode in modes or []], LANGUAGE)
    if said and minutes is not None:
        return say(N_("{modes}, up to {minutes} minutes"), modes=said, minutes=minutes)
    return said
