"""Choosing the reasons that say most about a match: what counted most, in facts a person can check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.eligibility import Assessment, Context
from matcher.features import real_living_wage
from matcher.lexicon import Lexicon
from matcher.reasons import Reason, ReasonCode
from matcher.records import Candidate, Cefr, Opportunity, OpportunityType

# What counted most; a promise goes before, what kind of thing it is comes after.
COUNTED_MOST = 3
MAX_REASONS = 5
MAX_SKILLS_NAMED = 3
SOON_DAYS = 21
# A skill that serves a role less than this is not worth naming.
TELLING = 0.3

_WITH_TRAINING: frozenset[OpportunityType] = frozenset(
    {"swap", "prepare_to_care", "apprenticeship", "vaccinator_training"}
)


@dataclass(frozen=True)
class Explainer:
    """Puts reasons to the matches of one candidate.

    Parameters
    ----------
    candidate : Candidate
    context : Context
    lexicon : Lexicon
    guaranteed : frozenset of str
        Opportunities where an interview is promised.
    """

    candidate: Candidate
    context: Context
    lexicon: Lexicon
    guaranteed: frozenset[str]

    def reasons(
        self,
        opportunity: Opportunity,
        assessment: Assessment,
        place: int,
        contributions: Mapping[str, float],
    ) -> tuple[Reason, ...]:
        """A promise first, then the three that counted most, then facts; always the same for the same facts.

        A reason weighs what the features it tells of added to the score. Facts without a feature
        (training, where it leads) come last.
        """
        told = [
            (contributions["role_skills"] + contributions["wanted_skills"], self._skills(opportunity)),
            (contributions["nearness"], self._near(opportunity, place)),
            (contributions["readiness"], self._english(opportunity, assessment)),
            (contributions["shifts"], self._shifts(opportunity)),
            (contributions["hours"], self._hours(opportunity)),
            (contributions["pay"], self._pay(opportunity)),
            (contributions["soon"], self._soon(opportunity)),
        ]
        told.sort(key=lambda one: -one[0])
        found = [reason for adds, reason in told if reason is not None and adds > 0]
        promised = [Reason(ReasonCode.GUARANTEED_INTERVIEW)] if opportunity.id in self.guaranteed else []
        facts = self._facts(opportunity)
        return tuple([*promised, *self._course(opportunity), *found[:COUNTED_MOST], *facts][:MAX_REASONS])

    def _skills(self, opportunity: Opportunity) -> Reason | None:
        roles = (opportunity.role, *opportunity.leads_to_roles)
        wanted = set(opportunity.skills_wanted)
        sure = {skill.skill_id: skill.confidence for skill in self.candidate.skills}

        def worth(skill_id: str) -> float:
            served = self.lexicon.roles_served(skill_id)
            return max((served.get(role, 0.0) for role in roles), default=0.0) + (skill_id in wanted)

        if opportunity.type == "esol":
            return None
        telling = sorted((one for one in sure if worth(one) >= TELLING), key=lambda one: (-worth(one), one))
        if not telling:
            return None
        return Reason(ReasonCode.SKILL_MATCH, {"skills": tuple(telling[:MAX_SKILLS_NAMED])})

    def _course(self, opportunity: Opportunity) -> list[Reason]:
        """An English course is what it is first of all."""
        if opportunity.type == "esol" and opportunity.esol_level is not None:
            return [Reason(ReasonCode.IMPROVES_ENGLISH, {"level": opportunity.esol_level.name})]
        return []

    def _facts(self, opportunity: Opportunity) -> list[Reason]:
        found = []
        if opportunity.type in _WITH_TRAINING:
            found.append(Reason(ReasonCode.TRAINING_GIVEN))
        elif opportunity.type != "esol" and not opportunity.experience_required:
            found.append(Reason(ReasonCode.NO_EXPERIENCE_NEEDED))
        if opportunity.leads_to_roles:
            found.append(Reason(ReasonCode.LEADS_TO_JOB, {"roles": opportunity.leads_to_roles[:3]}))
        return found

    def _near(self, opportunity: Opportunity, place: int) -> Reason | None:
        km, minutes, mode = self.context.journeys.to(place)
        if km is None or minutes is None or mode is None or opportunity.type == "prepare_to_care":
            return None
        return Reason(ReasonCode.NEAR_HOME, {"minutes": minutes, "mode": mode, "km": round(km, 1)})

    def _english(self, opportunity: Opportunity, assessment: Assessment) -> Reason | None:
        english = opportunity.english
        needs = [level for level in (english.speaking, english.reading, english.writing) if level]
        known = self.candidate.english.speaking
        # Worth saying only to those who may doubt it.
        settled = assessment.status == "ready" and opportunity.type != "esol"
        if not settled or known is None or known >= Cefr.B2 or not needs:
            return None
        return Reason(ReasonCode.ENGLISH_ENOUGH, {"need": max(needs).name})

    def _shifts(self, opportunity: Opportunity) -> Reason | None:
        shared = (self.candidate.shifts or frozenset()) & opportunity.shifts
        if not shared:
            return None
        order = ("early", "day", "late", "night", "weekend")
        return Reason(ReasonCode.SHIFTS_FIT, {"shifts": tuple(shift for shift in order if shift in shared)})

    def _hours(self, opportunity: Opportunity) -> Reason | None:
        if self.candidate.hours is None or opportunity.hours is None:
            return None
        return Reason(ReasonCode.HOURS_FIT, {"min": opportunity.hours.min, "max": opportunity.hours.max})

    def _pay(self, opportunity: Opportunity) -> Reason | None:
        pay = opportunity.pay_hourly_min
        if pay is None or pay < real_living_wage(self.context.today):
            return None
        return Reason(ReasonCode.PAY_ABOVE_LIVING_WAGE, {"pay": float(pay)})

    def _soon(self, opportunity: Opportunity) -> Reason | None:
        starts = opportunity.starts_on
        if starts is None or not 0 <= (starts - self.context.today).days <= SOON_DAYS:
            return None
        return Reason(ReasonCode.STARTS_SOON, {"starts_on": starts.isoformat()})
