"""Eligibility: rules as data and functions, three-valued, where an unknown is never a no."""

from matcher.eligibility import (  # noqa: F401 - importing a module registers its rules
    availability,
    driving,
    english,
    experience,
    right_to_work,
    travelling,
    working_time,
)
from matcher.eligibility.assessment import Assessment, assess
from matcher.eligibility.registry import RULES, Rule
from matcher.eligibility.verdict import Context, Verdict

__all__ = ["RULES", "Assessment", "Context", "Rule", "Verdict", "assess"]
