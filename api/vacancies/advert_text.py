"""What the words of an advert say about hours, pay, band, checks, driving and shifts.

Every pattern is bounded, so that reading takes a time in proportion to the text, whoever wrote it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from matcher.records import Dbs, Driving, Shift

# Adverts say what they need near their beginning; a longer text is read up to here.
READ_UP_TO = 12_000

_NUMBER = r"(\d{1,2}(?:\.\d{1,2})?)"
_TO = r"\s?(?:-|–|to|and)\s?"
_HOURS = re.compile(
    rf"{_NUMBER}(?:{_TO}{_NUMBER})?\s?(?:hours?|hrs?)"
    r"(?:\s?(?:per|a|each|every|/|in a)\s?(?:week|wk)|\s?(?:weekly|pw)\b)",
    re.I,
)
_BAND = re.compile(r"\bband\s?:?\s?([1-9])\s?([a-d])?\b", re.I)
_MONEY = r"£\s?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,6}(?:\.\d{1,2})?)"
_PAY = re.compile(
    rf"{_MONEY}(?:\s?(?:per|an|a|/)?\s?(?:hour|annum|year))?(?:{_TO}(?:up to )?{_MONEY})?"
    r"[^£.;\n]{0,30}?\b(hour|hourly|ph|day|daily|week|weekly|month|monthly|year|annum|annually|yearly|pa)\b",
    re.I,
)
_UNITS = {
    "hour": "hour", "hourly": "hour", "ph": "hour", "day": "day", "daily": "day", "week": "week",
    "weekly": "week", "month": "month", "monthly": "month",
}  # fmt: skip
_FULL_TIME = re.compile(r"\bfull[- ]?time\b", re.I)
_PART_TIME = re.compile(r"\bpart[- ]?time\b|\bflexible working\b|\bjob ?share\b", re.I)
_CHECK = r"[^.\n]{0,60}\b(?:dbs|disclosure|barring|criminal records?)\b"
_DBS: tuple[tuple[Dbs, re.Pattern[str]], ...] = (
    ("enhanced_barred", re.compile(r"\bbarred[- ]lists?\b", re.I)),
    ("enhanced", re.compile(r"\benhanced\b" + _CHECK, re.I)),
    ("standard", re.compile(r"\bstandard\b" + _CHECK, re.I)),
    ("basic", re.compile(r"\bbasic\b" + _CHECK, re.I)),
)
_SENTENCE = re.compile(r"[.;\n•!?]+")
_DRIVES = re.compile(
    r"\bdriving licen[cs]e|\bdriver'?s licen[cs]e|\b(?:able|ability|need|have) to drive\b|\bmust drive\b|\bcar driver\b"
    r"|\b(?:own|access to (?:a|your own|own)) (?:car|vehicle|transport)\b|\bdrivers? only\b",
    re.I,
)
_RATHER = re.compile(
    r"\bdesirable|\bpreferred|\bpreferabl[ey]|\badvantage|\bideally|\bwould be helpful|\bbonus\b", re.I
)
_NOT_NEEDED = re.compile(
    r"\bnot (?:required|needed|necessary|essential)|\bno driving|\bdo(?:es)? not need|\bdon['’]t need", re.I
)
_SHIFTS: tuple[tuple[Shift, re.Pattern[str]], ...] = (
    ("early", re.compile(r"\bearl(?:y|ies)\b|\bmornings?\b", re.I)),
    (
        "day",
        re.compile(
            r"\bday ?shifts?\b|\bdaytime\b|\bdays\b(?! (?:holiday|leave|annual))"
            r"|\bmonday (?:to|-|–) friday\b|\boffice hours\b",
            re.I,
        ),
    ),
    ("late", re.compile(r"\blates?\b(?! (?:than|applic))|\bevenings?\b|\btwilight\b", re.I)),
    ("night", re.compile(r"\bnights?\b", re.I)),
    ("weekend", re.compile(r"\bweekends?\b|\bsaturdays?\b|\bsundays?\b", re.I)),
)
_CEFR = re.compile(r"\benglish\b[^.\n]{0,60}\b([ABC][12])\b", re.I)
_ESOL = re.compile(r"\b(?:esol|english)\b[^.\n]{0,40}?\b(entry(?: level)? ?[1-3]|entry level [1-3])\b", re.I)
# ESOL and the Common European Framework (NRDC/Ofqual mapping).
_ESOL_LEVELS = {"1": "A1", "2": "A2", "3": "B1"}


def hours(text: str) -> tuple[float, float] | None:
    """The least and most hours a week a text names; null when it names none, or none of a week."""
    match = _HOURS.search(text[:READ_UP_TO])
    if match is None:
        return None
    low = float(match[1])
    high = float(match[2] or match[1])
    return (low, high) if 0 < low <= high <= 60 else None


def is_full_time_only(text: str) -> bool:
    """Whether a text says full time and nothing of part time."""
    read = text[:READ_UP_TO]
    return _FULL_TIME.search(read) is not None and _PART_TIME.search(read) is None


def band(text: str) -> str | None:
    """The Agenda for Change band a text names, such as ``"2"`` or ``"8a"``."""
    match = _BAND.search(text[:READ_UP_TO])
    return None if match is None else match[1] + (match[2] or "").lower()


def pay(text: str) -> dict[str, Any] | None:
    """The pay a text names, as the body of the inbound API has it."""
    match = _PAY.search(text[:READ_UP_TO])
    if match is None:
        return None
    low = Decimal(match[1].replace(",", ""))
    high = Decimal(match[2].replace(",", "")) if match[2] else None
    if not low or (high is not None and high < low):
        return None
    return {"min": low, "max": high, "unit": _UNITS.get(match[3].lower(), "year")}


def dbs(text: str) -> Dbs | None:
    """The highest level of check a text names."""
    read = text[:READ_UP_TO]
    return next((level for level, pattern in _DBS if pattern.search(read)), None)


def driving(text: str) -> Driving | None:
    """Whether driving is needed, wished for or expressly not needed; null when a text is silent on it."""
    wished: Driving | None = None
    for sentence in _SENTENCE.split(text[:READ_UP_TO]):
        if _NOT_NEEDED.search(sentence) and re.search(r"\bdriv|\bcar\b|\bvehicle", sentence, re.I):
            wished = wished or "none"
        elif _DRIVES.search(sentence):
            if not _RATHER.search(sentence):
                return "required"
            wished = "desirable"
    return wished


def shifts(text: str) -> tuple[Shift, ...]:
    """The shifts a text names, in the order of the day."""
    read = text[:READ_UP_TO]
    return tuple(shift for shift, pattern in _SHIFTS if pattern.search(read))


def english(text: str) -> str | None:
    """The level of English (CEFR) a text names for the whole job."""
    read = text[:READ_UP_TO]
    if (match := _CEFR.search(read)) is not None:
        return match[1].upper()
    if (match := _ESOL.search(read)) is not None:
        return _ESOL_LEVELS[match[1][-1]]
    return None
