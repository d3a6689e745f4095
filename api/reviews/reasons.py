"""Why a coordinator stops a referral; retired reasons stay, because old referrals hold them."""

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


STOP_REASONS: Final[dict[StopReason, ReasonEntry]] = {
    StopReason.WRONG_MATCH: ReasonEntry(N_("The match is wrong")),
    StopReason.NOT_READY_YET: ReasonEntry(N_("The candidate needs a course or help first")),
    StopReason.CANDIDATE_ASKED: ReasonEntry(N_("The candidate asked for it")),
    StopReason.DUPLICATE: ReasonEntry(N_("The candidate has been referred there already")),
    StopReason.OPPORTUNITY_UNSUITABLE: ReasonEntry(N_("The opportunity is not suitable for referrals")),
    StopReason.OTHER: ReasonEntry(N_("Another reason, explained in the note")),
}
