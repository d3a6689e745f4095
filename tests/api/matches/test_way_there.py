"""A referral keeps the courses on the way to it, as they stood when the candidate agreed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from api.chat import refer_steps
from api.matches import service as matches
from api.matches.knowledge import Knowledge
from api.matches.markets import Markets
from api.referrals import repository
from matcher import Geography, Lexicon, PriorRanker, SkillLinker
from tests.factories.candidates import a_candidate
from tests.factories.opportunities import an_opportunity
from tests.factories.region import a_region

LEXICON = Lexicon.shipped()
KNOWLEDGE = Knowledge(
    LEXICON, SkillLinker().fit(LEXICON), Geography.shipped(), PriorRanker.ready(), Markets()
)


def test_the_course_that_closes_a_gap_goes_with_the_referral(session: Session, now: datetime) -> None:
    a_region(session, now)
    an_opportunity(session, "clerk", title="Ward clerk", role="ward_clerk", english_speaking="B1")
    an_opportunity(
        session,
        "esol-3",
        type="esol",
        role="esol",
        title="English for health and care",
        employer_id="trust",
        english_speaking="A2",
        english_reading=None,
        english_writing=None,
        esol_level="B1",
        dbs="none",
        starts_on=date(2026, 6, 10),
        ends_on=date(2026, 7, 24),
        closes_on=None,
    )
    candidate = a_candidate(session, home_outward_code="TA1", home_place="Taunton", english_writing="A2")
    shown = {one.opportunity.id for one in matches.show(session, candidate, KNOWLEDGE, now)}
    assert "clerk" in shown

    refer_steps.refer(session, candidate, "clerk", "pt", KNOWLEDGE, now)

    (referral,) = repository.of_candidate(session, candidate.id, "clerk")
    assert referral.pathway == [
        {
            "type": "esol",
            "title": "English for health and care",
            "employer": "The Trust",
            "place": "Taunton",
            "esol_level": "B1",
            "starts_on": "2026-06-10",
            "ends_on": "2026-07-24",
        }
    ]
