"""Why coordinators decide as they do; retired reasons stay, because old referrals hold them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from api.core.i18n import N_
from api.referrals.refusals import OTHER, ReasonEntry


class StopReason(StrEnum):
    """Why a coordinator stops a referral."""

    WRONG_MATCH = "wrong_match"
    NOT_READY_YET = "not_ready_yet"
    CANDIDATE_ASKED = "candidate_asked"
    DUPLICATE = "duplicate"
    OPPORTUNITY_UNSUITABLE = "opportunity_unsuitable"
    OTHER = OTHER


class UpholdReason(StrEnum):
    """Why a coordinator lets a refusal of a guaranteed interview stand."""

    VACANCY_GONE = "vacancy_gone"
    LEGAL_REQUIREMENT = "legal_requirement"
    PROMISE_DID_NOT_APPLY = "promise_did_not_apply"
    CANDIDATE_AGREES = "candidate_agrees"
    OTHER = OTHER


class OverturnReason(StrEnum):
    """Why a coordinator asks the employer for the interview again."""

    PROMISE_APPLIES = "promise_applies"
    NOT_A_MINIMUM_CRITERION = "not_a_minimum_criterion"
    FACTS_WRONG = "facts_wrong"
    OTHER = OTHER


STOP_REASONS: Final[dict[StopReason, ReasonEntry]] = {
    StopReason.WRONG_MATCH: ReasonEntry(N_("The match is wrong")),
    StopReason.NOT_READY_YET: ReasonEntry(N_("The candidate needs a course or help first")),
    StopReason.CANDIDATE_ASKED: ReasonEntry(N_("The candidate asked for it")),
    StopReason.DUPLICATE: ReasonEntry(N_("The candidate has been referred there already")),
    StopReason.OPPORTUNITY_UNSUITABLE: ReasonEntry(N_("The opportunity is not suitable for referrals")),
    StopReason.OTHER: ReasonEntry(N_("Another reason, explained in the note")),
}

UPHOLD_REASONS: Final[dict[UpholdReason, ReasonEntry]] = {
    UpholdReason.VACANCY_GONE: ReasonEntry(N_("The vacancy no longer exists")),
    UpholdReason.LEGAL_REQUIREMENT: ReasonEntry(N_("The law asks for something that is missing")),
    UpholdReason.PROMISE_DID_NOT_APPLY: ReasonEntry(N_("The promise did not cover this case")),
    UpholdReason.CANDIDATE_AGREES: ReasonEntry(N_("The candidate agrees with it")),
    UpholdReason.OTHER: ReasonEntry(N_("Another reason, explained in the note")),
}

OVERTURN_REASONS: Final[dict[OverturnReason, ReasonEntry]] = {
    OverturnReason.PROMISE_APPLIES: ReasonEntry(N_("The promise covers this candidate")),
    OverturnReason.NOT_A_MINIMUM_CRITERION: ReasonEntry(N_("What was missing is not essential for the job")),
    OverturnReason.FACTS_WRONG: ReasonEntry(N_("The employer's reason rests on wrong facts")),
    OverturnReason.OTHER: ReasonEntry(N_("Another reason, explained in the note")),
}
