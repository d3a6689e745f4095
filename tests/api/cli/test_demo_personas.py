"""Two people for whom the region was drawn find work in it, today and after a course."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from api.cli.seed import seed_demo
from api.core.db import Database
from api.core.settings import Settings
from api.opportunities import repository
from matcher import Geography, Match, SkillLinker, match
from matcher.records import Candidate, Cefr, English, HoursRange, LinkedSkill, Opportunity, Place

TODAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
ALL = 500


@pytest.fixture
def opportunities(database: Database, database_url: str, tmp_path: Path) -> dict[str, Opportunity]:
    """What is open on the day Somerset is loaded, as the matcher sees it."""
    key = Fernet.generate_key().decode()
    settings = Settings(demo=False, database_url=database_url, data_dir=tmp_path, secret_keys=(key,))
    seed_demo(settings, outside_demo=True, clock=lambda: TODAY)
    with database.session() as session:
        records = [repository.to_record(row) for row in repository.open_on(session, TODAY.date())]
    return {record.id: record for record in records}


@pytest.fixture(scope="module")
def linker() -> SkillLinker:
    return SkillLinker().fit()


def _home(town: str) -> Place:
    return next(place for place in Geography.shipped().resolve(town) if place.name == town)


def _factory_worker(town: str, skills: list[LinkedSkill]) -> Candidate:
    return Candidate(
        home=_home(town),
        skills=tuple(skills),
        english=English(speaking=Cefr.A2, reading=Cefr.A2, writing=Cefr.A2),
        right_to_work="yes",
        hours=HoursRange(20, 40),
        shifts=frozenset({"early", "day", "late", "night", "weekend"}),
        can_drive=False,
        travel_modes=frozenset({"walk", "bus"}),
        max_minutes=60,
    )


def _found(candidate: Candidate, opportunities: dict[str, Opportunity], limit: int = ALL) -> list[Match]:
    return match(candidate, list(opportunities.values()), today=TODAY.date(), limit=limit)


@pytest.mark.parametrize(("town", "at_least"), [("Chard", 6), ("Bridgwater", 10), ("Taunton", 10)])
def test_a_factory_worker_with_little_english_and_no_car_finds_work_at_once(
    opportunities: dict[str, Opportunity], linker: SkillLinker, town: str, at_least: int
) -> None:
    skills = linker.link("trabalhava na linha de enbalagem e tb limpeza", "pt")

    found = _found(_factory_worker(town, skills), opportunities)

    ready = [opportunities[one.opportunity_id] for one in found if one.status == "ready"]
    jobs = [one for one in ready if one.type in ("job", "bank")]
    assert len(jobs) >= at_least
    assert {one.role for one in jobs} >= {"domestic", "catering_assistant", "laundry_assistant", "porter"}
    assert "stores_assistant" in {one.role for one in jobs}
    assert all(one.driving != "required" for one in jobs)
    assert any(one.type == "swap" for one in ready), "an academy they can join now"


@pytest.mark.parametrize("town", ["Chard", "Bridgwater", "Taunton"])
def test_a_factory_worker_sees_care_work_behind_an_english_course(
    opportunities: dict[str, Opportunity], linker: SkillLinker, town: str
) -> None:
    candidate = _factory_worker(town, linker.link("linha de embalagem, limpeza", "pt"))

    later = [one for one in _found(candidate, opportunities) if one.status == "ready_after"]

    care = [
        one for one in later if opportunities[one.opportunity_id].role in ("care_worker", "home_care_worker")
    ]
    assert care
    for one in care:
        assert one.pathway[0].type == "esol"
        assert one.pathway[0].starts_on is not None
        assert one.pathway[0].starts_on >= TODAY.date()
        assert one.pathway[-1].opportunity_id == one.opportunity_id


def test_the_first_five_for_a_factory_worker_are_a_choice(
    opportunities: dict[str, Opportunity], linker: SkillLinker
) -> None:
    skills = linker.link("trabalhava na linha de enbalagem e tb limpeza", "pt")

    first = _found(_factory_worker("Bridgwater", skills), opportunities, limit=5)

    assert [one.rank for one in first] == [1, 2, 3, 4, 5]
    assert all(one.status == "ready" for one in first)
    assert max(Counter(opportunities[one.opportunity_id].role for one in first).values()) <= 2


def test_a_shop_worker_finds_front_desks_and_offices(
    opportunities: dict[str, Opportunity], linker: SkillLinker
) -> None:
    fluent = Cefr.C2
    said = "I worked on the till at Debenhams and helped customers on the phone"
    candidate = Candidate(
        home=_home("Taunton"),
        skills=tuple(linker.link(said, "en")),
        english=English(speaking=fluent, reading=fluent, writing=fluent),
        right_to_work="yes",
        hours=HoursRange(16, 37.5),
        shifts=frozenset({"day", "late", "weekend"}),
        can_drive=False,
        travel_modes=frozenset({"walk", "bus"}),
        max_minutes=45,
    )

    found = _found(candidate, opportunities)

    ready = {opportunities[one.opportunity_id].role for one in found if one.status == "ready"}
    assert ready >= {"receptionist", "administrator", "ward_clerk", "call_handler", "pharmacy_assistant"}
