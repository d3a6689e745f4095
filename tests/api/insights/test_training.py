"""What the ranking learns from: shown matches and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from api.candidates.models import Candidate
from api.chat.models import ChatSession
from api.core.db import Database
from api.insights.training import decisions
from api.matches.models import ShownMatch
from api.referrals import reporting
from api.referrals.statuses import EventType
from api.reviews import service as reviews
from api.staff.service import Principal
from matcher.features import FEATURES
from matcher.training import WORTH, Decisions
from tests.factories.candidates import a_candidate
from tests.factories.referrals import a_referral
from tests.factories.region import a_region

TRUST = Principal("recruiter", "trust", None, "ats")
COORDINATOR = Principal("coordinator", None, None, "hub")
SEEN = dict.fromkeys(FEATURES, 0.5)
_E = EventType


def _shown(
    candidate: Candidate, rank: int, now: datetime, features: dict[str, float] | None = None
) -> ShownMatch:
    return ShownMatch(
        candidate_id=candidate.id,
        opportunity_id="hca-taunton",
        shown_at=now,
        rank=rank,
        status="ready",
        score=0.5,
        reasons=[],
        gaps=[],
        pathway=[],
        ranker="prior-2",
        features=SEEN if features is None else features,
        contributions={},
    )


def _after(database: Database, now: datetime, *way: EventType, stop: str | None = None) -> Decisions:
    """One candidate who is shown a match, chooses it, and goes a way."""
    with database.session() as session:
        a_region(session, now)
        candidate = a_candidate(session, profile_completed_at=now)
        session.add(
            ChatSession(
                candidate_id=candidate.id,
                token_hash="x",
                channel="web",
                language="pt",
                created_at=now,
                last_message_at=now,
            )
        )
        session.add(_shown(candidate, 2, now))
        referral = a_referral(session, candidate, now=now)
        for event in way:
            reason = "position_filled" if event is _E.DECLINED else None
            reporting.report(session, TRUST, referral.id, event, now=now, reason_code=reason)
        if stop:
            note = "explained" if stop == "other" else None
            reviews.stop(session, COORDINATOR, referral.id, reason_code=stop, note=note, now=now)
    with database.session() as session:
        return decisions(session)


def test_without_decisions_there_is_an_empty_table(database: Database) -> None:
    with database.session() as session:
        found = decisions(session)
    assert len(found) == 0
    assert found.values.shape == (0, len(FEATURES))


@pytest.mark.parametrize(
    ("way", "reached"),
    [
        ((), "referred"),
        ((_E.INTERVIEW_OFFERED,), "interview_offered"),
        ((_E.INTERVIEW_BOOKED, _E.INTERVIEW_ATTENDED), "interview_attended"),
        ((_E.INTERVIEW_BOOKED, _E.INTERVIEW_ATTENDED, _E.OFFERED, _E.STARTED), "started"),
        ((_E.DECLINED,), "referred"),
    ],
)
def test_the_furthest_that_was_reached_counts(
    database: Database, now: datetime, way: tuple[EventType, ...], reached: str
) -> None:
    found = _after(database, now, *way)
    assert found.worth.tolist() == [WORTH[reached]]
    assert found.positions.tolist() == [2]
    assert found.groups["chat_language"].tolist() == ["pt"]


@pytest.mark.parametrize(
    ("reason", "reached"),
    [("wrong_match", "stopped"), ("not_ready_yet", "stopped"), ("duplicate", "referred")],
)
def test_a_stop_counts_when_it_says_that_the_match_was_wrong(
    database: Database, now: datetime, reason: str, reached: str
) -> None:
    assert _after(database, now, stop=reason).worth.tolist() == [WORTH[reached]]


def test_a_match_shown_twice_counts_once_as_it_was_shown_last(database: Database, now: datetime) -> None:
    with database.session() as session:
        a_region(session, now)
        candidate = a_candidate(session)
        session.add_all((_shown(candidate, 1, now), _shown(candidate, 4, now + timedelta(days=1))))
    with database.session() as session:
        found = decisions(session)
    assert found.positions.tolist() == [4]
    assert found.worth.tolist() == [WORTH["shown"]]


def test_what_was_shown_before_a_feature_was_added_is_left_out(database: Database, now: datetime) -> None:
    with database.session() as session:
        a_region(session, now)
        candidate = a_candidate(session)
        session.add(_shown(candidate, 1, now, features={"role_skills": 0.4}))
    with database.session() as session:
        assert np.size(decisions(session).worth) == 0
