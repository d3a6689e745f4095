"""Eligibility: rules as data and functions, three-valued, where an unknown is never a no."""

from matcher.eligibility import (  # noqa: F401 - importing a module registers its rules
    age,
    availability,
    benefits,
    dbs,
    driving,
    english,
    experience,
    right_to_work,
    travelling,
    working_time,
)
from matcher.eligibility.assessment import Assessment, Assessments, assess, assess_rows, prepare
from matcher.eligibility.context import Context
from matcher.eligibility.registry import RULES, Rule
from matcher.eligibility.verdict import Verdicts

__all__ = [
    "RULES",
    "Assessment",
    "Assessments",
    "Context",
    "Rule",
    "Verdicts",
    "assess",
    "assess_rows",
    "prepare",
]
