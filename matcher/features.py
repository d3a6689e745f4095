"""What the ranking looks at: one row of numbers for each pair of candidate and opportunity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from matcher.eligibility import Assessments, Context
from matcher.eligibility.verdict import NEEDS_ANSWER, READY_AFTER
from matcher.lexicon import Lexicon
from matcher.market import NO_DAY, SHIFTS, TYPES, Columns, Floats
from matcher.records import Candidate, OpportunityType

# Each from 0 to 1, higher is better for the candidate.
FEATURES = (
    "role_skills",
    "wanted_skills",
    "paid_work",
    "nearness",
    "hours",
    "shifts",
    "readiness",
    "pay",
    "soon",
)

# Real Living Wage for the United Kingdom outside London, announced October 2025, to be paid by May
# 2026 (Living Wage Foundation). The day before the first entry counts as the first entry.
REAL_LIVING_WAGE: tuple[tuple[date, Decimal], ...] = (
    (date(2024, 10, 23), Decimal("12.60")),
    (date(2025, 10, 22), Decimal("13.45")),
)

# An open question may turn out either way. A course first is a delay, which weighs the more the longer
# it takes; with no course in sight it may take a year.
NEEDS_ANSWER_READINESS = 0.5
SOONEST_AFTER, WEEKS_TO_HALVE, NO_COURSE_WEEKS = 0.5, 26.0, 52.0
# What an English course is worth to someone, by their spoken English now: below B1 most roles are
# closed to them (the English asked for in this market's adverts), above it few.
ENGLISH_COURSE_WORTH = np.array([1.0, 1.0, 0.8, 0.3, 0.2, 0.0, 0.0])
# How near an opportunity is to what people come for: wages. An academy ends in an interview; a
# course, a placement or volunteering is a step on the way.
PAID_WORK: dict[OpportunityType, float] = {
    "job": 1.0,
    "bank": 1.0,
    "apprenticeship": 1.0,
    "vaccinator_training": 0.8,
    "swap": 0.6,
    "prepare_to_care": 0.6,
    "placement": 0.2,
    "esol": 0.2,
    "volunteering": 0.1,
}
_PAID_WORK = np.array([PAID_WORK[kind] for kind in TYPES])
# What is not known counts as the middle: it neither helps nor harms.
UNKNOWN = 0.5
# A start within this many days counts in full, one in twice as many not at all.
SOON_DAYS = 42


# How much a link counts: told plainly, or brought along by something else that was told. Finer steps
# would let a misspelling, or the language a thing is said in, change the order.
PLAIN_FROM = 0.8
PLAIN, LIKELY = 1.0, 0.75


def sureness(confidence: float) -> float:
    """What a linked skill of some confidence (0 to 1) counts, from 0 to 1."""
    return PLAIN if confidence >= PLAIN_FROM else LIKELY


def real_living_wage(today: date) -> Decimal:
    """The rate in pounds an hour that held on a day."""
    held = [rate for since, rate in REAL_LIVING_WAGE if since <= today]
    return held[-1] if held else REAL_LIVING_WAGE[0][1]


def pair_features(
    candidate: Candidate, assessments: Assessments, context: Context, lexicon: Lexicon
) -> Floats:
    """The features of one candidate with each of the assessed opportunities.

    Returns
    -------
    ndarray of shape (n_rows, n_features)
        In the order of `FEATURES`, each from 0 to 1.
    """
    rows = assessments.rows
    return np.column_stack(
        (
            role_skills(candidate, rows, context, lexicon),
            _wanted_skills(candidate, rows, context),
            _PAID_WORK[rows.type],
            _nearness(candidate, rows, context),
            _hours(candidate, rows),
            _shifts(candidate, rows),
            _readiness(assessments, context.today),
            _pay(rows, context.today),
            _soon(rows, context.today),
        )
    )


def role_skills(candidate: Candidate, rows: Columns, context: Context, lexicon: Lexicon) -> Floats:
    """How far the candidate's skills serve each role: every skill adds to what is missing.

    One minus the product, over the skills, of one minus the skill's weight for the role times the
    sureness of the link (noisy-or; Pearl, Probabilistic Reasoning in Intelligent Systems, 1988). A skill
    that another one is a kind of counts through that one: it was said once. A
    programme is judged by the role it leads to that fits best; an English course by how far English
    stands in the way.
    """
    role_at = {role: at for at, role in enumerate(context.day.market.roles)}
    missing = np.ones(len(role_at) + 1)
    counted = {broader for skill in candidate.skills for broader in lexicon.broader(skill.skill_id)}
    for skill in candidate.skills:
        if skill.skill_id in counted:
            continue
        for role, weight in lexicon.roles_served_with_broader(skill.skill_id).items():
            if role in role_at:
                missing[role_at[role]] *= 1.0 - weight * sureness(skill.confidence)
    best = (1.0 - missing)[rows.roles].max(axis=1, initial=0.0)
    speaking = candidate.english.speaking
    course = UNKNOWN if speaking is None else ENGLISH_COURSE_WORTH[speaking]
    return np.where(rows.is_type("esol"), course, best)


def _wanted_skills(candidate: Candidate, rows: Columns, context: Context) -> Floats:
    sure = {skill.skill_id: sureness(skill.confidence) for skill in candidate.skills}
    known = np.array([*(sure.get(skill, 0.0) for skill in context.day.market.skills), 0.0])
    wanted = (rows.wanted >= 0).sum(axis=1)
    share = known[rows.wanted].sum(axis=1) / np.maximum(wanted, 1)
    return np.where(wanted > 0, share, UNKNOWN)


def _nearness(candidate: Candidate, rows: Columns, context: Context) -> Floats:
    minutes = context.journeys.minutes
    if minutes is None or not candidate.max_minutes:
        return np.full(len(rows), UNKNOWN)
    near = np.maximum(0.0, 1.0 - 0.8 * minutes[rows.place] / candidate.max_minutes)
    return np.where(rows.is_type("prepare_to_care"), UNKNOWN, near)


def _hours(candidate: Candidate, rows: Columns) -> Floats:
    if candidate.hours is None:
        return np.full(len(rows), UNKNOWN)
    low = np.maximum(candidate.hours.min, rows.hours_min)
    high = np.minimum(candidate.hours.max, rows.hours_max)
    wanted = max(1.0, candidate.hours.max - candidate.hours.min)
    shared = np.clip(0.5 + 0.5 * (high - low) / wanted, 0.0, 1.0)
    return np.where(np.isnan(rows.hours_min), UNKNOWN, shared)


def _shifts(candidate: Candidate, rows: Columns) -> Floats:
    offered = rows.shifts.sum(axis=1)
    if candidate.shifts is None:
        return np.full(len(rows), UNKNOWN)
    can = np.array([shift in candidate.shifts for shift in SHIFTS])
    share = (rows.shifts & can).sum(axis=1) / np.maximum(offered, 1)
    return np.where(offered > 0, share, UNKNOWN)


def _readiness(assessments: Assessments, today: date) -> Floats:
    ready_on = assessments.ready_on
    weeks = np.where(ready_on == NO_DAY, NO_COURSE_WEEKS, (ready_on - today.toordinal()) / 7.0)
    after = SOONEST_AFTER * 0.5 ** (np.maximum(weeks, 0.0) / WEEKS_TO_HALVE)
    values = np.where(assessments.answers == READY_AFTER, after, 1.0)
    return np.where(assessments.answers == NEEDS_ANSWER, np.minimum(NEEDS_ANSWER_READINESS, values), values)


def _pay(rows: Columns, today: date) -> Floats:
    above = rows.pay / float(real_living_wage(today)) - 0.9
    return np.where(np.isnan(rows.pay), 0.0, np.clip(above / 0.2, 0.0, 1.0))


def _soon(rows: Columns, today: date) -> Floats:
    days = rows.starts_on - today.toordinal()
    return np.where(rows.starts_on == NO_DAY, UNKNOWN, np.clip(2.0 - days / SOON_DAYS, 0.0, 1.0))
