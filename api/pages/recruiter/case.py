"""A referral's page in words: why it fits, what is being done about the rest, the promise, the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from api.core.i18n import N_, long_date
from api.core.words import ESOL
from api.pages.recruiter.wording import LANGUAGE, STATUSES, plain_day, say
from api.referrals.refusals import DECLINE_REASONS, WITHDRAW_REASONS
from api.referrals.statuses import Status
from api.referrals.views import LogEntry, ReferralView
from matcher import ReasonCode

_ENGLISH: Final = (ReasonCode.ENGLISH_GAP, ReasonCode.ENGLISH_READY_AFTER)
# Which courses on the way close a gap.
_ENGLISH_COURSES: Final = ("esol",)
_EXPERIENCE_COURSES: Final = ("swap", "prepare_to_care", "placement", "volunteering")

_LOG: Final = {
    "referred": N_("The candidate agreed to the referral"),
    "sent": N_("Sent to the employer"),
    "approved": N_("Approved"),
}
_ACTORS: Final = {
    "recruiter": N_("Employer"),
    "coordinator": N_("Coordinator"),
    "candidate": N_("Candidate"),
    "rule": N_("By rule"),
}


@dataclass(frozen=True)
class Gap:
    """What is still needed, and what is being done about it (nothing, when no course is on the way)."""

    text: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class LogLine:
    """Something that happened, by whom, with the reason and note a recruiter gave."""

    text: str
    actor: str
    at: datetime
    detail: str


def fits_because(item: ReferralView) -> list[str]:
    """Why the opportunity fits. The promise of an interview is no such reason: it has its own place."""
    return [reason["text"] for reason in item.reasons if reason["code"] != ReasonCode.GUARANTEED_INTERVIEW]


def still_needed(item: ReferralView) -> list[Gap]:
    """What is missing, each with the courses on the way that close it.

    English is one gap however many tasks it is about, because the same courses close it.
    """
    english, experience = _steps(item, _ENGLISH_COURSES), _steps(item, _EXPERIENCE_COURSES)
    gaps: list[Gap] = []
    if english:
        short = [gap["text"] for gap in item.gaps if gap["code"] == ReasonCode.ENGLISH_GAP]
        gaps.append(Gap("; ".join(short) or say(N_("The job needs more English")), english))
    for gap in item.gaps:
        if gap["code"] == ReasonCode.EXPERIENCE_THROUGH and experience:
            gaps.append(Gap(say(N_("The job needs experience that is missing")), experience))
        elif not (english and gap["code"] in _ENGLISH):
            # Where no course is known, the sentence made for the candidate holds what is known of it.
            gaps.append(Gap(gap["text"], ()))
    return gaps


def _steps(item: ReferralView, types: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_step(step) for step in item.pathway if step["type"] in types)


def _step(step: Mapping[str, Any]) -> str:
    """Such as ``ESOL Entry 3 (English for care, Taunton), ends Thursday 4 June``."""
    name = step["title"]
    level = ESOL.get(step["esol_level"] or "")
    if level is not None:
        name = say(N_("{level} ({course}, {place})"), level=say(level), course=name, place=step["place"])
    else:
        name = say(N_("{course}, {place}"), course=name, place=step["place"])
    if step["ends_on"]:
        return say(N_("{course}, ends {day}"), course=name, day=_weekday(step["ends_on"]))
    if step["starts_on"]:
        return say(N_("{course}, starts {day}"), course=name, day=_weekday(step["starts_on"]))
    return name


def _weekday(iso: str) -> str:
    return long_date(date.fromisoformat(iso), LANGUAGE)


def interview_facts(item: ReferralView) -> list[tuple[str, str]]:
    """By which rule an interview is guaranteed, and the facts the rule used."""
    interview = item.guaranteed_interview
    if interview is None:
        return []
    evidence = interview.evidence
    event, signup = evidence.get("event", {}), evidence.get("signup", {})
    facts = [
        (N_("Granted"), plain_day(interview.granted_at)),
        (N_("Because"), _redundancy(event)),
        (N_("Evidence"), event.get("evidence")),
        (N_("Your promise"), signup.get("evidence")),
        (N_("It holds"), _between(signup.get("valid_from"), signup.get("valid_to"))),
        (N_("Working days to answer"), str(signup.get("respond_within_working_days") or "")),
        (N_("Rule"), interview.rule),
        (N_("Source of the rule"), evidence.get("rule_source")),
    ]
    return [(say(label), text) for label, text in facts if text]


def _redundancy(event: Mapping[str, Any]) -> str:
    if not event.get("employer_name"):
        return ""
    where = ", ".join(part for part in (event["employer_name"], event.get("site")) if part)
    return say(N_("The candidate lost their job at {employer}"), employer=where)


def _between(first: str | None, last: str | None) -> str:
    if not first or not last:
        return ""
    days = (plain_day(date.fromisoformat(day)) for day in (first, last))
    return say(N_("{first} to {last}"), **dict(zip(("first", "last"), days, strict=True)))


def log_lines(item: ReferralView) -> list[LogLine]:
    """All that happened, the newest first."""
    return [_line(entry) for entry in reversed(item.log)]


def _line(entry: LogEntry) -> LogLine:
    role = entry.actor.partition(":")[0]
    # Coordinators write for coordinators; a recruiter reads what recruiters wrote.
    parts = [_reason(entry), entry.note or ""] if role == "recruiter" else []
    return LogLine(
        text=_happened(entry.type),
        actor=say(_ACTORS[role]) if role in _ACTORS else "",
        at=entry.at,
        detail=". ".join(part for part in parts if part),
    )


def _happened(event: str) -> str:
    if event in _LOG:
        return say(_LOG[event])
    # An event's name is the status it leads to.
    return say(STATUSES[Status(event)][0]) if event in [*Status] else event.replace("_", " ")


def _reason(entry: LogEntry) -> str:
    for reasons in (DECLINE_REASONS, WITHDRAW_REASONS):
        for code, known in reasons.items():
            if code == entry.reason_code:
                return say(known.sentence)
    return ""
