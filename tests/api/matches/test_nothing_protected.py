"""Whatever a person's name, language or protected characteristics: the same matches, scores and order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, CandidateSkill
from api.chat.models import ChatSession
from api.core.db import Database
from api.matches import service
from api.matches.knowledge import Knowledge
from api.matches.markets import Markets
from matcher import Geography, Lexicon, PriorRanker, SkillLinker
from tests.factories.candidates import a_candidate
from tests.factories.region import a_region

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
LEXICON = Lexicon.shipped()
LINKER = SkillLinker().fit(LEXICON)
KNOWLEDGE = Knowledge(LEXICON, LINKER, Geography.shipped(), PriorRanker.ready(), Markets())
SAID = "packing, cleaning, looked after my mother"

# Told in passing, as people do: ethnicity, nationality, sex, age, religion, family, health.
IN_PASSING = [
    "I am a Black African woman", "I am Polish", "I am 61 years old", "I am a Muslim", "I am a single mother",
    "I am pregnant", "I am autistic", "I have diabetes", "I use a wheelchair", "I am gay and married",
    "I am a man", "sou cigana", "tenho 22 anos", "estou grávida", "jestem z Ukrainy", "sunt român",
    "аз съм ром", "esu iš Lietuvos", "я переселенка", "انا لاجئة سورية", "عندي سكري", "I am Roma from Romania",
]  # fmt: skip
LANGUAGES = ["en", "pt", "pl", "ro", "bg", "lt", "uk", "ar"]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as opened:
        a_region(opened, NOW)
        yield opened


def _found(session: Session, said: str, language: str, **person: Any) -> list[Any]:
    skills = [
        CandidateSkill(
            position=at, skill_id=one.skill_id, source_text=one.source_text, confidence=one.confidence
        )
        for at, one in enumerate(LINKER.link(said, language), start=1)
    ]
    near = {"home_outward_code": "TA1", "home_place": "Taunton", "hours_min": None, "hours_max": None}
    candidate = a_candidate(session, skills=skills, shifts=None, **near, **person)
    session.add(
        ChatSession(
            candidate_id=candidate.id,
            token_hash="x",
            channel="web",
            language=language,
            created_at=NOW,
            last_message_at=NOW,
        )
    )
    session.flush()
    found = service.find(session, candidate, KNOWLEDGE, NOW)
    return [
        (
            one.match.opportunity_id,
            one.match.score,
            one.match.contributions,
            one.match.reasons,
            one.guaranteed,
        )
        for one in found
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first_name=st.one_of(
        st.none(), st.text(min_size=1, max_size=40), st.sampled_from(["Ana", "محمد", "Oksana"])
    ),
    phone=st.one_of(st.none(), st.from_regex(r"\+[1-9]\d{9,12}", fullmatch=True)),
    email=st.one_of(st.none(), st.emails()),
    language=st.sampled_from(LANGUAGES),
    told=st.lists(st.sampled_from(IN_PASSING), max_size=3),
)
def test_neither_scores_nor_order_change(
    session: Session,
    first_name: str | None,
    phone: str | None,
    email: str | None,
    language: str,
    told: list[str],
) -> None:
    plain = _found(session, SAID, "en")
    assert plain
    said = ". ".join([*told, SAID])
    assert _found(session, said, language, first_name=first_name, phone=phone, email=email) == plain


def test_what_is_stored_of_a_person_has_no_protected_characteristic_but_a_legal_minimum_of_age() -> None:
    assert {column.name for column in Candidate.__table__.columns} == {
        "id", "created_at", "consented_at", "consent_version", "first_name", "phone", "email", "situation",
        "redundancy_event_id", "home_outward_code", "home_place", "english_speaking", "english_reading",
        "english_writing", "right_to_work", "hours_min", "hours_max", "shifts", "can_drive", "travel_modes",
        "max_minutes", "age_band", "work_benefit", "profile_completed_at",
    }  # fmt: skip
