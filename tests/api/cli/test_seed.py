"""Loading the demo region: whole or not at all, again and again, and always around today."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typer
from cryptography.fernet import Fernet
from sqlalchemy import func, select
from typer.testing import CliRunner

from api.cli.demo.reading import REGIONS, SeedError
from api.cli.seed import SeedReport, seed, seed_demo
from api.core.db import Database
from api.core.settings import Settings
from api.entitlements.facts import Completed, Facts
from api.entitlements.models import InterviewSignup
from api.entitlements.routes import route_codes
from api.entitlements.service import preview, previews
from api.opportunities import repository
from api.opportunities.models import Opportunity
from api.programmes.models import Programme, RedundancyEvent
from api.referrals.models import Referral
from api.staff.models import ApiKey, Employer, StaffUser
from matcher import records

FIRST_DAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
TABLES = (Employer, RedundancyEvent, Programme, Opportunity, InterviewSignup, StaffUser, ApiKey)

Load = Callable[..., SeedReport]


@pytest.fixture
def settings(database: Database, database_url: str, tmp_path: Path) -> Settings:
    return Settings(demo=True, database_url=database_url, data_dir=tmp_path)


@pytest.fixture
def real(database_url: str, database: Database, tmp_path: Path) -> Settings:
    """An installation that is not in demo mode."""
    key = Fernet.generate_key().decode()
    return Settings(demo=False, database_url=database_url, data_dir=tmp_path, secret_keys=(key,))


@pytest.fixture
def load(real: Settings) -> Load:
    """Load Somerset so many days after the first day; without sign-ins, whose hashing takes seconds."""

    def run(days_later: int = 0, **options: object) -> SeedReport:
        now = FIRST_DAY + timedelta(days=days_later)
        return seed_demo(real, outside_demo=True, clock=lambda: now, **options)  # type: ignore[arg-type]

    return run


def _counts(database: Database) -> dict[str, int]:
    with database.session() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        }


def _opportunity(database: Database, opportunity_id: str) -> Opportunity:
    with database.session() as session:
        return session.scalars(select(Opportunity).where(Opportunity.id == opportunity_id)).one()


def test_loading_fills_an_empty_database(database: Database, load: Load) -> None:
    report = load()

    assert report.loaded_on == date(2026, 6, 3)
    assert report.dates_moved
    assert not report.updated
    assert not report.closed
    counts = _counts(database)
    assert counts["redundancy_events"] == 3
    assert counts["opportunities"] == report.added["opportunities"] > 200
    assert report.sentence().startswith("Demo region somerset, dated from 2026-06-03: ")


def test_every_row_is_marked_as_demo(database: Database, load: Load) -> None:
    load()

    with database.session() as session:
        for table in (Employer, RedundancyEvent, Programme, Opportunity, InterviewSignup):
            assert session.scalars(select(table.demo).distinct()).all() == [True]


def test_loading_twice_changes_nothing(database: Database, load: Load) -> None:
    load()
    before = _counts(database)

    again = load(days_later=3)

    assert _counts(database) == before
    assert not again.dates_moved
    assert again.loaded_on == date(2026, 6, 3)
    assert not again.added
    assert not sum(again.updated.values())
    assert not again.closed
    assert again.sentence().endswith("nothing to change.")


def test_dates_stay_for_a_week_and_then_move_to_today(database: Database, load: Load) -> None:
    load()

    assert load(days_later=7).loaded_on == date(2026, 6, 3)
    assert load(days_later=8).loaded_on == date(2026, 6, 11)
    assert _opportunity(database, "domestic-chard").posted_on == date(2026, 6, 8)


def test_dates_move_earlier_when_asked(load: Load) -> None:
    load()

    assert load(days_later=2, move_dates=True).loaded_on == date(2026, 6, 5)


def test_moved_dates_add_intakes_and_keep_those_people_were_referred_to(
    database: Database, load: Load
) -> None:
    load()
    intake = _opportunity(database, "swap-taunton-2026-06-22")
    vacancies = _counts(database)["opportunities"]

    report = load(days_later=21)

    kept = _opportunity(database, "swap-taunton-2026-06-22")
    assert (kept.starts_on, kept.ends_on) == (intake.starts_on, intake.ends_on)
    assert report.added["opportunities"] > 0
    assert _counts(database)["opportunities"] == vacancies + report.added["opportunities"]
    assert _opportunity(database, "swap-taunton-2026-05-25").status == "closed"


def test_what_people_did_in_the_demo_survives(database: Database, load: Load) -> None:
    load()
    with database.session() as session:
        rows = {row.id: row for row in session.scalars(select(Opportunity))}
        rows["domestic-chard"].places_taken = 2
        rows["catering-chard"].status = "withdrawn"

    load(days_later=1)
    load(days_later=30)

    assert _opportunity(database, "domestic-chard").places_taken == 2
    assert _opportunity(database, "catering-chard").status == "withdrawn"


def test_a_referral_stays_as_it_was(database: Database, load: Load) -> None:
    load()
    with database.session() as session:
        session.add(
            Referral(
                id="ref_1",
                opportunity_id="swap-taunton-2026-05-25",
                status="sent",
                consented_at=FIRST_DAY,
                language="pt",
                shared={"first_name": "Ana"},
                reasons=[],
                gaps=[],
                created_at=FIRST_DAY,
                updated_at=FIRST_DAY,
            )
        )

    load(days_later=60)

    with database.session() as session:
        referral = session.get_one(Referral, "ref_1")
        assert (referral.opportunity_id, referral.version, referral.updated_at) == (
            "swap-taunton-2026-05-25",
            1,
            FIRST_DAY,
        )


def test_an_edited_file_is_brought_over(database: Database, load: Load, tmp_path: Path) -> None:
    load()
    root = tmp_path / "regions"
    shutil.copytree(REGIONS / "somerset", root / "somerset")
    bank = root / "somerset" / "opportunities" / "bank.toml"
    bank.write_text(
        bank.read_text(encoding="utf-8").replace("Porter, bank", "Porter, when you like"), encoding="utf-8"
    )

    report = load(days_later=1, root=root)

    assert report.updated["opportunities"] == 1
    assert report.sentence().endswith("1 row updated.")
    assert _opportunity(database, "bank-porter-taunton").title == "Porter, when you like"


def test_what_a_file_no_longer_has_is_closed_not_deleted(
    database: Database, load: Load, tmp_path: Path
) -> None:
    load()
    root = tmp_path / "regions"
    shutil.copytree(REGIONS / "somerset", root / "somerset")
    (root / "somerset" / "opportunities" / "bank.toml").unlink()
    signups = root / "somerset" / "signups.toml"
    signups.write_text(
        signups.read_text(encoding="utf-8").replace(
            '["oscar-mayer", "debenhams-taunton"]', '["oscar-mayer"]'
        ),
        encoding="utf-8",
    )

    report = load(days_later=1, root=root)

    assert report.closed["opportunities"] == 7
    assert _opportunity(database, "bank-porter-taunton").status == "closed"
    with database.session() as session:
        ended = session.get_one(InterviewSignup, "wyvern-hospice-debenhams-taunton")
        assert ended.valid_to < report.loaded_on


def test_a_bad_file_leaves_the_database_as_it_was(database: Database, load: Load, tmp_path: Path) -> None:
    root = tmp_path / "regions"
    shutil.copytree(REGIONS / "somerset", root / "somerset")
    signups = root / "somerset" / "signups.toml"
    signups.write_text(signups.read_text(encoding="utf-8") + "\nsurprise = 1\n", encoding="utf-8")

    with pytest.raises(SeedError, match="unknown key “surprise”"):
        load(root=root)

    assert set(_counts(database).values()) == {0}


def test_a_real_row_is_never_turned_into_a_demo_one(database: Database, load: Load) -> None:
    with database.session() as session:
        session.add(Employer(id="levels-house", name="A real home", kind="care_home", demo=False))

    with pytest.raises(SeedError, match="employers “levels-house” is real"):
        load()

    assert _counts(database)["employers"] == 1


def test_the_day_of_loading_is_the_local_one(real: Settings) -> None:
    report = seed_demo(real, outside_demo=True, clock=lambda: datetime(2026, 3, 31, 23, 30, tzinfo=UTC))

    assert report.loaded_on == date(2026, 4, 1)


def test_guaranteed_interviews_hold_where_an_employer_signed_up(database: Database, load: Load) -> None:
    load()

    with database.session() as session:
        rows = repository.find_many(
            session, ["domestic-chard", "care-worker-frome", "home-care-driving-bridgwater"]
        )
        today = date(2026, 6, 3)
        granted = {
            name: preview(session, Facts(event_id="oscar-mayer"), row, today) for name, row in rows.items()
        }

    assert granted["domestic-chard"] is not None
    assert granted["home-care-driving-bridgwater"] is not None
    assert granted["care-worker-frome"] is None


def test_the_demo_shows_each_route_to_an_interview(database: Database, load: Load) -> None:
    load()
    today = date(2026, 6, 3)
    able = records.Candidate(
        english=records.English(*[records.Cefr.C1] * 3),
        right_to_work="yes",
        can_drive=True,
        age_band="18_plus",
    )
    facts = {
        "redundancy_event": Facts(event_id="oscar-mayer"),
        "disability_confident": Facts(opted_in=True, record=able),
    }
    for kind, route in (
        ("swap", "swap_completion"),
        ("prepare_to_care", "prepare_to_care_completion"),
        ("pre_employment", "pre_employment"),
    ):
        facts[route] = Facts(completed=(Completed("cpl", kind, today, "coordinator:board"),))

    with database.session() as session:
        rows = repository.open_on(session, today)
        found = {
            route: {one.route for one in previews(session, held, rows, today).values()}
            for route, held in facts.items()
        }

    assert found == {route: {route} for route in route_codes()}


def test_demo_data_stays_out_of_a_real_installation(real: Settings, database: Database) -> None:
    with pytest.raises(SeedError, match="--yes-this-is-a-demo-database"):
        seed_demo(real, clock=lambda: FIRST_DAY)

    assert set(_counts(database).values()) == {0}


def test_outside_demo_mode_it_can_be_asked_for_and_makes_no_sign_ins(load: Load, database: Database) -> None:
    load()

    counts = _counts(database)
    assert counts["opportunities"] > 200
    assert (counts["staff_users"], counts["api_keys"]) == (0, 0)


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: Path) -> None:
    settings = Settings(demo=True, data_dir=tmp_path)

    with pytest.raises(SeedError, match="not up to date"):
        seed_demo(settings, clock=lambda: FIRST_DAY)


def test_the_command_tells_what_it_did_or_why_not(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, database_url: str
) -> None:
    app = typer.Typer()
    app.command()(seed)
    monkeypatch.setenv("PONTE_DATABASE_URL", database_url)
    monkeypatch.setenv("PONTE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("PONTE_DEMO", "1")

    done = CliRunner().invoke(app, [])
    refused = CliRunner().invoke(app, ["--region", "atlantis"])

    assert (done.exit_code, refused.exit_code) == (0, 1)
    assert done.stdout.startswith("Demo region somerset, dated from ")
    assert "no demo region “atlantis”" in refused.output
