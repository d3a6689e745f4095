"""Experience, where an advert insists on it."""

from __future__ import annotations

import numpy as np

from matcher.eligibility.context import Context
from matcher.eligibility.registry import ALL_TYPES, rule
from matcher.eligibility.verdict import READY_AFTER, YES, Note, Verdicts, ask, everywhere, yes
from matcher.market import Columns
from matcher.reasons import Reason, ReasonCode, Value
from matcher.records import Candidate, Opportunity


@rule(
    "experience",
    "Where the advert requires experience, the candidate has named a skill it wants, or gains it in an academy.",
    "The advert; an academy's work placement and interview (GOV.UK, Sector-based work academies)",
    applies_to=ALL_TYPES - {"swap", "prepare_to_care", "esol"},
)
def experience(candidate: Candidate, rows: Columns, context: Context) -> Verdicts:
    """What was not mentioned may still be there: a question, or an academy on the way, never a no."""
    wanting = np.flatnonzero(rows.experience_required)
    if not wanting.size:
        return yes(rows)
    skills = context.day.market.skills
    named = {skill.skill_id for skill in candidate.skills}
    known = np.array([skill in named for skill in skills] + [False])
    lacking = rows.experience_required & ~known[rows.wanted].any(axis=1)
    # Who has told nothing about past work is asked, not sent to training.
    trained = lacking & context.paths.roles_led_to[rows.role] if candidate.skills else ~everywhere(rows)

    def way(row: int) -> tuple[Opportunity, ...]:
        return context.paths.programme(int(rows.role[row])) if trained[row] else ()

    def about(row: int) -> tuple[Reason, ...]:
        first = way(row)[-1]
        values: dict[str, Value] = {"type": first.type}
        if first.starts_on is not None:
            values["starts_on"] = first.starts_on.isoformat()
        return (Reason(ReasonCode.EXPERIENCE_THROUGH, values),)

    answers = np.where(trained, np.int8(READY_AFTER), np.int8(YES))
    return ask("experience", lacking & ~trained) & Verdicts(
        answers, (Note(trained, about),), way, context.paths.programme_ends[rows.role]
    )
