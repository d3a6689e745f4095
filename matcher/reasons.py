"""Reason codes: the one set that explains a match to candidates, recruiters and coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float | tuple[str, ...]


class ReasonCode(StrEnum):
    """Why an opportunity fits, and what is still missing, in the order gaps are told.

    Codes keep their meaning for ever.
    """

    SKILL_MATCH = "skill_match"
    NEAR_HOME = "near_home"
    HOURS_FIT = "hours_fit"
    SHIFTS_FIT = "shifts_fit"
    ENGLISH_ENOUGH = "english_enough"
    NO_EXPERIENCE_NEEDED = "no_experience_needed"
    TRAINING_GIVEN = "training_given"
    LEADS_TO_JOB = "leads_to_job"
    IMPROVES_ENGLISH = "improves_english"
    PAY_ABOVE_LIVING_WAGE = "pay_above_living_wage"
    STARTS_SOON = "starts_soon"
    GUARANTEED_INTERVIEW = "guaranteed_interview"

    NEEDS_ANSWER = "needs_answer"
    ENGLISH_GAP = "english_gap"
    ENGLISH_READY_AFTER = "english_ready_after"
    EXPERIENCE_THROUGH = "experience_through"
    AGE_CHECK = "age_check"
    ENGLISH_MATHS_STUDY = "english_maths_study"
    RIGHT_TO_WORK_CHECK = "right_to_work_check"
    EARLY_START_BEFORE_BUS = "early_start_before_bus"
    JOBCENTRE_CONFIRMS = "jobcentre_confirms"
    DBS_CHECK = "dbs_check"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the facts its sentence is filled with."""

    code: ReasonCode
    values: Mapping[str, Value] = field(default_factory=dict)
