"""Interviews granted before there were several routes come through the migration, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from api.core.db import make_engine
from api.core.migrate import _config
from tests.support.postgres import postgres_url_or_skip

# What the tables held before, as SQL that both databases take.
ROWS = """
INSERT INTO employers (id, name, kind, disability_confident, demo) VALUES ('e', 'Care', 'social_care', false, false);
INSERT INTO redundancy_events (id, employer_name, site, aliases, first_on, last_on, affected, evidence, source, demo)
  VALUES ('oscar-mayer', 'Oscar Mayer', 'Chard', '[]', '2026-04-01', '2026-09-01', 780, 'x', 'x', false);
INSERT INTO interview_signups (id, employer_id, event_id, valid_from, valid_to, respond_within_working_days, evidence,
  demo) VALUES ('s', 'e', 'oscar-mayer', '2026-04-01', '2026-12-01', 5, 'x', false);
INSERT INTO opportunities (id, type, role, title, description, employer_id, place, outward_code, lat, lon, shifts, dbs,
  driving, skills_wanted, experience_required, posted_on, places, places_taken, status, leads_to_roles, minimum_age,
  benefit_required, checks_paid_by, review_mode, demo, revision)
  VALUES ('o', 'job', 'porter', 'Porter', 'x', 'e', 'Taunton', 'TA1', 51.0, -3.1, '[]', 'none', 'none', '[]', false,
  '2026-05-01', 2, 0, 'open', '[]', 16, false, 'employer', 'after', false, 1);
"""
REFERRAL = """
INSERT INTO referrals (id, reference, opportunity_id, status, consented_at, language, reasons, gaps, created_at,
  updated_at, needs_coordinator, events_logged, version)
  VALUES (:id, :id, 'o', :status, '2026-06-03 22:30:00+00:00', 'pt', '[]', '[]', '2026-06-03 22:30:00+00:00',
  '2026-06-03 22:30:00+00:00', :flagged, 1, 2)
"""
INTERVIEW = """
INSERT INTO guaranteed_interviews (id, referral_id, signup_id, route, rule, evidence, granted_at, respond_by,
  responded_at, outcome)
  VALUES (:id, :id, 's', 'redundancy_event', 'redundancy-event/1', '{"signup": {"respond_within_working_days": 5}}',
  '2026-06-03 23:30:00+00:00', '2026-06-11', :responded, :outcome)
"""
CASES = [
    # id, status, needs a coordinator, responded at, outcome
    ("waits", "awaiting_review", False, None, None),
    ("owed", "sent", False, None, None),
    ("given", "started", False, "2026-06-08 23:30:00+00:00", "interview_offered"),
    ("noted", "declined", False, "2026-06-08 12:00:00+00:00", "declined"),
    ("refused", "declined", True, "2026-06-08 12:00:00+00:00", "declined"),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
        yield engine
        engine.dispose()
        return
    with postgres_url_or_skip() as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


def _migrate(engine: Engine, to: str, *, down: bool = False) -> None:
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, to)


def _filled(engine: Engine) -> None:
    with engine.begin() as connection:
        for statement in ROWS.split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
        for name, status, flagged, responded, outcome in CASES:
            connection.execute(text(REFERRAL), {"id": name, "status": status, "flagged": flagged})
            connection.execute(text(INTERVIEW), {"id": name, "responded": responded, "outcome": outcome})
        connection.execute(
            text(
                "INSERT INTO referral_events (id, referral_id, position, type, actor, at) VALUES "
                "('ev', 'given', 1, 'started', 'recruiter:x', '2026-06-15 23:30:00+00:00')"
            )
        )


def test_interviews_granted_before_keep_their_clock_and_their_answer(engine: Engine) -> None:
    _migrate(engine, "0006")
    _filled(engine)
    _migrate(engine, "head")
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT id, clock_started_on, next_look_on, responded_on, ruling, route_shown, nation "
                "FROM guaranteed_interviews"
            )
        )
        found = {row.id: tuple(None if one is None else str(one) for one in row[1:5]) for row in rows}
        assert found == {
            "waits": (None, None, None, None),
            "owed": ("2026-06-04", "2026-06-11", None, None),
            "given": ("2026-06-04", None, "2026-06-09", None),
            "noted": ("2026-06-04", None, "2026-06-08", "upheld"),
            "refused": ("2026-06-04", None, "2026-06-08", None),
        }
        started = connection.execute(text("SELECT started_on FROM referrals WHERE id = 'given'")).scalar()
        assert str(started) == "2026-06-16"
        route, event = connection.execute(text("SELECT route, event_id FROM interview_signups")).one()
        assert (route, event) == ("redundancy_event", "oscar-mayer")
        logged = connection.execute(text("SELECT count(*) FROM referral_events")).scalar()
        assert logged == 1


def test_and_back(engine: Engine) -> None:
    _migrate(engine, "0006")
    _filled(engine)
    _migrate(engine, "head")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO interview_signups (id, employer_id, route, valid_from, valid_to, "
                "respond_within_working_days, evidence, demo) VALUES "
                "('new', 'e', 'swap_completion', '2026-04-01', '2026-12-01', 5, 'x', false)"
            )
        )
    _migrate(engine, "0006", down=True)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM guaranteed_interviews")).scalar() == len(CASES)
        assert connection.execute(text("SELECT count(*) FROM interview_signups")).scalar() == 1
    _migrate(engine, "head")
