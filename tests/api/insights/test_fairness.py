"""Who gets how far, by group, from an installation's own records."""

from __future__ import annotations

from datetime import datetime

import pytest

from api.chat.models import ChatSession
from api.core.db import Database
from api.equality import service as equality
from api.insights.endpoints import router
from api.insights.fairness import rates
from api.matches.models import ShownMatch
from api.referrals import reporting
from api.referrals.statuses import EventType
from api.staff.service import Principal
from matcher.fairness import GroupRate
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, a_client, an_app
from tests.factories.referrals import a_referral
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer

TRUST = Principal("recruiter", "trust", None, "ats")
_E = EventType
WAY = (_E.INTERVIEW_OFFERED, _E.INTERVIEW_ATTENDED, _E.OFFERED, _E.STARTED)


def _arrive(database: Database, now: datetime, language: str, people: int, hired: int) -> list[str]:
    """So many people who chat in a language, are shown a match and referred; some of them start work."""
    ids = []
    with database.session() as session:
        for number in range(people):
            candidate = a_candidate(session, profile_completed_at=now, age_band="18_plus")
            ids.append(candidate.id)
            session.add(
                ChatSession(
                    candidate_id=candidate.id,
                    token_hash="x",
                    channel="web",
                    language=language,
                    created_at=now,
                    last_message_at=now,
                )
            )
            session.add(
                ShownMatch(
                    candidate_id=candidate.id,
                    opportunity_id="hca-taunton",
                    shown_at=now,
                    rank=1,
                    status="ready",
                    score=0.5,
                    reasons=[],
                    gaps=[],
                    pathway=[],
                    ranker="prior-2",
                )
            )
            referral = a_referral(session, candidate, now=now)
            for event in WAY if number < hired else ():
                reporting.report(session, TRUST, referral.id, event, now=now)
    return ids


@pytest.fixture
def region(database: Database, now: datetime) -> Region:
    with database.session() as session:
        return a_region(session, now)


def _by(found: list[GroupRate], attribute: str, stage: str) -> dict[str, GroupRate]:
    return {one.group: one for one in found if (one.attribute, one.outcome) == (attribute, stage)}


@pytest.mark.usefixtures("region")
def test_stages_are_counted_by_chat_language(database: Database, now: datetime) -> None:
    _arrive(database, now, "en", people=20, hired=10)
    _arrive(database, now, "pt", people=12, hired=3)
    with database.session() as session:
        found = rates(session)
    for stage in ("shown", "accepted", "referred"):
        assert {group: one.rate for group, one in _by(found, "chat_language", stage).items()} == {
            "en": 1.0,
            "pt": 1.0,
        }
    hired = _by(found, "chat_language", "hired")
    assert hired["en"].reference
    assert hired["pt"].rate == pytest.approx(0.25)
    assert hired["pt"].ratio is not None
    assert hired["pt"].ratio.value == pytest.approx(0.5)
    assert _by(found, "age_band", "hired")["18_plus"].people == 32


@pytest.mark.usefixtures("region")
def test_what_was_told_apart_from_the_profile_can_be_measured_by_too(
    database: Database, now: datetime
) -> None:
    ids = _arrive(database, now, "en", people=22, hired=11)
    with database.session() as session:
        for at, one in enumerate(ids):
            equality.tell(session, one, "sex", "female" if at % 2 else "male", now.date())
    with database.session() as session:
        found = rates(session)
    people = {group: one.people for group, one in _by(found, "sex", "hired").items()}
    assert people == {"female": 11, "male": 11}


def test_over_http_small_groups_are_hidden_and_only_coordinators_read(
    database: Database, region: Region, now: datetime
) -> None:
    _arrive(database, now, "en", people=12, hired=0)
    _arrive(database, now, "lt", people=3, hired=1)
    client = a_client(an_app(database, StandingClock(now), router))
    path = "/v1/coordinator/insights/fairness"
    assert client.get(path, headers=bearer(region.trust)).json()["code"] == "auth.forbidden"
    body = client.get(path, headers=bearer(region.coordinator)).json()
    assert body["smallest_group"] == 10
    languages = [one for one in body["rates"] if one["attribute"] == "chat_language"]
    assert {one["group"] for one in languages} == {"en", "lt"}
    assert all(one["people"] is None and one["ratio"] is None for one in languages)


def test_with_nobody_there_is_nothing(database: Database) -> None:
    with database.session() as session:
        assert rates(session) == []
