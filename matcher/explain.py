"""Choosing the reasons that say most about a match."""

from __future__ import annotations

from datetime import date

from matcher.eligibility.travelling import journey
from matcher.features import Pair, real_living_wage
from matcher.lexicon import Lexicon
from matcher.reasons import Reason, ReasonCode
from matcher.records import Cefr, OpportunityType

MAX_REASONS = 4
MAX_SKILLS_NAMED = 3
SOON_DAYS = 21

_WITH_TRAINING: frozenset[OpportunityType] = frozenset(
    {"swap", "prepare_to_care", "apprenticeship", "vaccinator_training"}
)


def reasons(pair: Pair, lexicon: Lexicon) -> tuple[Reason, ...]:
    """Up to four reasons, the most telling first; always the same for the same facts."""
    found = [
        *_skills(pair, lexicon),
        *_kind(pair),
        *_near(pair),
        *_english(pair),
        *_times(pair),
        *_extras(pair, pair.today),
    ]
    return tuple(found[:MAX_REASONS])


def _skills(pair: Pair, lexicon: Lexicon) -> list[Reason]:
    roles = (pair.opportunity.role, *pair.opportunity.leads_to_roles)
    wanted = set(pair.opportunity.skills_wanted)

    def worth(skill_id: str) -> float:
        served = lexicon.roles_served(skill_id)
        return max((served.get(role, 0.0) for role in roles), default=0.0) + (skill_id in wanted)

    if pair.opportunity.type == "esol":
        return []
    ids = {skill.skill_id for skill in pair.candidate.skills}
    telling = sorted((skill for skill in ids if worth(skill) >= 0.3), key=lambda one: (-worth(one), one))
    if not telling:
        return []
    return [Reason(ReasonCode.SKILL_MATCH, {"skills": tuple(telling[:MAX_SKILLS_NAMED])})]


def _kind(pair: Pair) -> list[Reason]:
    what = pair.opportunity
    if what.type == "esol" and what.esol_level is not None:
        return [Reason(ReasonCode.IMPROVES_ENGLISH, {"level": what.esol_level.name})]
    found = []
    if what.type in _WITH_TRAINING:
        found.append(Reason(ReasonCode.TRAINING_GIVEN))
    elif not what.experience_required:
        found.append(Reason(ReasonCode.NO_EXPERIENCE_NEEDED))
    if what.leads_to_roles:
        found.append(Reason(ReasonCode.LEADS_TO_JOB, {"roles": what.leads_to_roles[:3]}))
    return found


def _near(pair: Pair) -> list[Reason]:
    way = journey(pair.candidate, pair.opportunity)
    if way is None or pair.opportunity.type == "prepare_to_care":
        return []
    return [Reason(ReasonCode.NEAR_HOME, {"minutes": way[1], "mode": way[0]})]


def _english(pair: Pair) -> list[Reason]:
    needs = [
        level
        for level in (
            pair.opportunity.english.speaking,
            pair.opportunity.english.reading,
            pair.opportunity.english.writing,
        )
        if level is not None
    ]
    known = pair.candidate.english.speaking
    # Worth saying only to those who may doubt it.
    settled = pair.assessment.status == "ready" and pair.opportunity.type != "esol"
    if not settled or known is None or known >= Cefr.B2 or not needs:
        return []
    return [Reason(ReasonCode.ENGLISH_ENOUGH, {"need": max(needs).name})]


def _times(pair: Pair) -> list[Reason]:
    found = []
    shared = (pair.candidate.shifts or frozenset()) & pair.opportunity.shifts
    if shared:
        order = ("early", "day", "late", "night", "weekend")
        found.append(
            Reason(ReasonCode.SHIFTS_FIT, {"shifts": tuple(shift for shift in order if shift in shared)})
        )
    if pair.candidate.hours is not None and pair.opportunity.hours is not None:
        hours = pair.opportunity.hours
        found.append(Reason(ReasonCode.HOURS_FIT, {"min": hours.min, "max": hours.max}))
    return found


def _extras(pair: Pair, today: date) -> list[Reason]:
    found = []
    pay, starts = pair.opportunity.pay_hourly_min, pair.opportunity.starts_on
    if pay is not None and pay >= real_living_wage(today):
        found.append(Reason(ReasonCode.PAY_ABOVE_LIVING_WAGE, {"pay": float(pay)}))
    if starts is not None and 0 <= (starts - today).days <= SOON_DAYS:
        found.append(Reason(ReasonCode.STARTS_SOON, {"starts_on": starts.isoformat()}))
    return found


def gaps(pair: Pair) -> tuple[Reason, ...]:
    """What is still missing: what the rules found, then what the employer or Jobcentre checks."""
    found = list(pair.assessment.gaps)
    if pair.opportunity.type == "swap":
        found.append(Reason(ReasonCode.JOBCENTRE_CONFIRMS))
    if pair.opportunity.dbs != "none":
        found.append(Reason(ReasonCode.DBS_CHECK, {"level": pair.opportunity.dbs}))
    return tuple(found)
