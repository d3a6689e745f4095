"""Who gets how far, by group: what `matcher.fairness` measures, counted from the records of an installation.

Groups are measured by and reach no ranking. Ethnicity, sex, disability, religion and orientation are told by
equality monitoring, which is apart from the profile and only brought together with it here, to be counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.equality import service as equality
from api.insights.training import chat_languages
from api.matches.models import ShownMatch
from api.referrals.models import Referral, ReferralEvent

if TYPE_CHECKING:
    from matcher.fairness import GroupRate

# Of a person's referrals, which events show that a stage was reached. A referral that a coordinator
# stopped was not accepted; one is "referred" once an employer has it.
_REACHED: Mapping[str, frozenset[str]] = {
    "accepted": frozenset({"approved", "sent"}),
    "referred": frozenset({"sent"}),
    "interviewed": frozenset({"interview_attended"}),
    "hired": frozenset({"started"}),
}


def rates(session: Session) -> list[GroupRate]:
    """Rates of everybody with a complete profile, by chat language, age band and what is monitored.

    Of what is monitored, people who did not tell are left out.
    """
    # Loads pandas, which takes a second: only when somebody asks.
    from matcher.fairness import STAGES, report

    people = session.execute(
        select(Candidate.id, Candidate.age_band).where(Candidate.profile_completed_at.is_not(None))
    ).all()
    ids = [one.id for one in people]
    reached: dict[str, set[str]] = {"shown": set(session.scalars(select(ShownMatch.candidate_id)))}
    events = session.execute(
        select(Referral.candidate_id, ReferralEvent.type)
        .join(ReferralEvent, ReferralEvent.referral_id == Referral.id)
        .where(Referral.candidate_id.is_not(None))
    ).all()
    for stage, types in _REACHED.items():
        reached[stage] = {str(candidate_id) for candidate_id, event in events if event in types}
    attributes: dict[str, Mapping[str, str]] = {
        "chat_language": chat_languages(session),
        "age_band": {one.id: one.age_band or "" for one in people},
        **equality.groups(session, ids),
    }
    return report(
        {stage: np.array([one in reached[stage] for one in ids], dtype=bool) for stage in STAGES},
        {
            name: np.array([groups.get(one, "") for one in ids], dtype=np.str_)
            for name, groups in attributes.items()
        },
    )
