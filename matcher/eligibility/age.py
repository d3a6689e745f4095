"""Age: legal minimums only. Above them nobody is too old, and nothing is ranked by age."""

from __future__ import annotations

from datetime import date

import numpy as np

from matcher.eligibility.context import Context
from matcher.eligibility.registry import rule
from matcher.eligibility.verdict import Verdicts, ask, refuse, yes, yes_but
from matcher.market import Columns
from matcher.reasons import ReasonCode
from matcher.records import AgeBand, Candidate

# The years each answer says one has at least, and the years it says one has at most.
_AT_LEAST: dict[AgeBand, int] = {"under_16": 0, "16_17": 16, "18_plus": 18}
_AT_MOST: dict[AgeBand, int] = {"under_16": 15, "16_17": 17, "18_plus": 150}
# At this age everyone who looks for work through Ponte is taken to be: it is not asked.
SCHOOL_LEAVING_AGE = 16


@rule(
    "minimum_age",
    "The candidate has reached the age the law or the advert sets.",
    "Education and Skills Act 2008 (16); Care Standards and the advert where personal care needs 18; "
    "SWAP provider guidance, GOV.UK January 2024 (the provider's own minimum stands in the intake)",
)
def minimum_age(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """No below the minimum; a question only where more than 16 is needed and it was not answered."""
    if candidate.age_band is None:
        return ask("age", rows.minimum_age > SCHOOL_LEAVING_AGE)
    too_young = rows.minimum_age > _AT_MOST[candidate.age_band]
    # "18 or over" is not told apart from 19; a minimum between is left to the provider.
    unsure = ~too_young & (rows.minimum_age > _AT_LEAST[candidate.age_band])
    return refuse(too_young) & yes_but(ReasonCode.AGE_CHECK, unsure)


@rule(
    "apprentice_age",
    "Apprentices are 16 or older; there is no upper age.",
    "GOV.UK, Become an apprentice; Apprenticeships, Skills, Children and Learning Act 2009",
    applies_to={"apprenticeship"},
)
def apprentice_age(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """No only for those who said they are under 16."""
    return refuse(np.full(len(rows), candidate.age_band == "under_16"))


@rule(
    "apprentice_english_maths_everyone",
    "Apprentices without English and maths at level 1 or 2 study them alongside.",
    "Apprenticeship funding rules 2024 to 2025, before the change of 11 February 2025",
    applies_to={"apprenticeship"},
    effective_to=date(2025, 2, 10),
)
def english_maths_everyone(_candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """A note, never a no."""
    return yes_but(ReasonCode.ENGLISH_MATHS_STUDY, np.ones(len(rows), dtype=bool))


@rule(
    "apprentice_english_maths_young",
    "Apprentices under 19 study English and maths alongside; from 19 it is for them and the employer to choose.",
    "Apprenticeship funding rules, change of 11 February 2025 (Department for Education)",
    applies_to={"apprenticeship"},
    effective_from=date(2025, 2, 11),
)
def english_maths_young(candidate: Candidate, rows: Columns, _context: Context) -> Verdicts:
    """A note for 16 and 17; whether an adult is 18 or 19 is not asked."""
    if candidate.age_band != "16_17":
        return yes(rows)
    return yes_but(ReasonCode.ENGLISH_MATHS_STUDY, np.ones(len(rows), dtype=bool))
