"""What the entitlement knows of a person goes with them, and can be read by them alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from api.candidates import repository as candidates
from api.chat.models import ChatSession
from api.core.db import Database
from api.documents.export import everything
from api.entitlements.models import Completion, DisabilityConfidentOptIn, GuaranteedInterview
from api.privacy import service as privacy
from tests.api.entitlements.conftest import BOT, Call, Someone, known
from tests.factories.http import TestClient
from tests.factories.staff import bearer


def _recorded(board: Call, ana: Someone) -> None:
    body = {"kind": "swap", "completed_on": "2026-05-29", "evidence": "List of the college"}
    board("POST", f"candidates/{ana.candidate_id}/completions", body)
    ana.call("PUT", "disability-confident", {"show_route": False})


def _left(database: Database) -> tuple[int, int]:
    with database.session() as session:
        return (
            session.scalar(select(func.count()).select_from(Completion)) or 0,
            session.scalar(select(func.count()).select_from(DisabilityConfidentOptIn)) or 0,
        )


def test_erasing_takes_courses_and_opt_in_with_it_and_leaves_that_something_was_promised(
    someone: Callable[..., Someone], board: Call, database: Database, now: datetime
) -> None:
    ana, bia = someone(redundancy_event="oscar-mayer"), someone()
    for one in (ana, bia):
        _recorded(board, one)
    ana.agrees()
    with database.session() as session:
        session.get_one(ChatSession, ana.id).candidate_id = None
        session.flush()
        privacy.erase_candidate(session, ana.candidate_id, now)
    assert _left(database) == (1, 1)
    with database.session() as session:
        assert session.scalars(select(GuaranteedInterview.outcome)).all() == ["withdrawn"]


def test_starting_again_forgets_the_opt_in(
    someone: Callable[..., Someone], board: Call, database: Database, client: TestClient
) -> None:
    ana = someone()
    _recorded(board, ana)
    client.post(f"/internal/sessions/{ana.id}/start-again", headers=bearer(BOT))
    assert _left(database) == (1, 0)


def test_the_candidates_copy_tells_what_is_recorded_and_what_employers_see(
    someone: Callable[..., Someone], board: Call, database: Database, now: datetime
) -> None:
    ana = someone(redundancy_event="oscar-mayer")
    _recorded(board, ana)
    ana.agrees()
    with database.session() as session:
        chat = session.get_one(ChatSession, ana.id)
        candidate = candidates.candidate(session, ana.candidate_id)
        assert candidate is not None
        copy = everything(session, chat, candidate, known(), now)
    assert copy["completed_courses"][0]["evidence"] == "List of the college"
    assert copy["disability_confident"]["employers_may_see_it"] is False
    promise = copy["referrals"][0]["guaranteed_interview"]
    assert (promise["route"], promise["employer_sees_route"]) == ("redundancy_event", True)


def test_the_note_of_a_course_stands_encrypted(
    someone: Callable[..., Someone], board: Call, database: Database
) -> None:
    _recorded(board, someone())
    with database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT evidence FROM completions").scalar()
    assert b"college" not in bytes(stored)
