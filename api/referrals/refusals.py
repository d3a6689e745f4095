"""Why an employer declines, or a candidate withdraws: coded, so that it can be counted and told kindly.

A reason that is no longer offered gets a `retired` day; it is never removed, because old
referrals hold it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from api.core.i18n import N_
from api.referrals.errors import NoteNeeded, ReasonNeeded, ReasonUnknown


class DeclineReason(StrEnum):
    """Why an employer declines a referral."""

    POSITION_FILLED = "position_filled"
    VACANCY_WITHDRAWN = "vacancy_withdrawn"
    EXPERIENCE_NEEDED = "experience_needed"
    ENGLISH_LEVEL = "english_level"
    DRIVING_NEEDED = "driving_needed"
    HOURS_OR_SHIFTS = "hours_or_shifts"
    RIGHT_TO_WORK_NOT_SHOWN = "right_to_work_not_shown"
    CHECKS_NOT_PASSED = "checks_not_passed"
    COULD_NOT_REACH = "could_not_reach"
    NOT_CHOSEN_AFTER_INTERVIEW = "not_chosen_after_interview"
    OTHER = "other"


class WithdrawReason(StrEnum):
    """Why a candidate withdraws."""

    FOUND_OTHER_WORK = "found_other_work"
    CHANGED_MIND = "changed_mind"
    COULD_NOT_REACH = "could_not_reach"
    CIRCUMSTANCES_CHANGED = "circumstances_changed"
    OTHER = "other"


@dataclass(frozen=True)
class ReasonEntry:
    """A reason's sentence, and the first day on which it can no longer be chosen."""

    sentence: str
    retired: date | None = None


# Says nothing without a note.
OTHER: Final = "other"

DECLINE_REASONS: Final[dict[DeclineReason, ReasonEntry]] = {
    DeclineReason.POSITION_FILLED: ReasonEntry(N_("The position is filled")),
    DeclineReason.VACANCY_WITHDRAWN: ReasonEntry(N_("The vacancy no longer exists")),
    DeclineReason.EXPERIENCE_NEEDED: ReasonEntry(N_("The job needs experience that is missing")),
    DeclineReason.ENGLISH_LEVEL: ReasonEntry(N_("The job needs more English")),
    DeclineReason.DRIVING_NEEDED: ReasonEntry(N_("The job needs a driver")),
    DeclineReason.HOURS_OR_SHIFTS: ReasonEntry(N_("The hours or shifts do not fit")),
    DeclineReason.RIGHT_TO_WORK_NOT_SHOWN: ReasonEntry(N_("The right to work was not shown")),
    DeclineReason.CHECKS_NOT_PASSED: ReasonEntry(N_("A check before starting was not passed")),
    DeclineReason.COULD_NOT_REACH: ReasonEntry(N_("We could not reach the candidate")),
    DeclineReason.NOT_CHOSEN_AFTER_INTERVIEW: ReasonEntry(N_("Someone else was chosen after the interview")),
    DeclineReason.OTHER: ReasonEntry(N_("Another reason, explained in the note")),
}

WITHDRAW_REASONS: Final[dict[WithdrawReason, ReasonEntry]] = {
    WithdrawReason.FOUND_OTHER_WORK: ReasonEntry(N_("The candidate found other work")),
    WithdrawReason.CHANGED_MIND: ReasonEntry(N_("The candidate changed their mind")),
    WithdrawReason.COULD_NOT_REACH: ReasonEntry(N_("We could not reach the candidate")),
    WithdrawReason.CIRCUMSTANCES_CHANGED: ReasonEntry(N_("The candidate's circumstances changed")),
    WithdrawReason.OTHER: ReasonEntry(N_("Another reason, explained in the note")),
}


Code = TypeVar("Code", bound=StrEnum)


def offered(reasons: Mapping[Code, ReasonEntry], today: date) -> dict[Code, str]:
    """The reasons that can be chosen today, with their sentences."""
    return {
        code: entry.sentence
        for code, entry in reasons.items()
        if entry.retired is None or today < entry.retired
    }


def check_reason(
    reasons: Mapping[Code, ReasonEntry], reason_code: str | None, note: str | None, today: date
) -> None:
    """Refuse a reason that is missing, not one of `reasons`, or not explained where it must be.

    Raises
    ------
    ReasonNeeded, ReasonUnknown
        The error lists the reasons that can be chosen.
    NoteNeeded
        The reason says nothing without a note.
    """
    allowed = list(offered(reasons, today))
    if reason_code is None:
        raise ReasonNeeded(extra={"allowed": allowed})
    if reason_code not in allowed:
        raise ReasonUnknown(extra={"allowed": allowed})
    if reason_code == OTHER and note is None:
        raise NoteNeeded
