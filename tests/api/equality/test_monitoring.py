"""Equality monitoring: harmonised questions, kept where no ranking and no recruiter can follow."""

from __future__ import annotations

from datetime import datetime

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from api.core.crypto import use_keys
from api.core.db import Base
from api.equality import service
from api.equality.models import EqualityAnswers
from api.equality.questions import QUESTIONS, RATHER_NOT, next_question
from api.privacy.service import erase_candidate
from tests.factories.candidates import a_candidate


def tell_all(session: Session, candidate_id: str, now: datetime, **answers: str) -> list[str]:
    """Answer question after question (``rather_not_say`` where nothing is given). Returns what was asked."""
    asked = []
    question = service.open_question(session, candidate_id)
    while question is not None:
        asked.append(question.code)
        answer = answers.get(question.code, RATHER_NOT)
        question = service.tell(session, candidate_id, question.code, answer, now.date())
    return asked


def test_the_ethnic_categories_are_the_nineteen_of_the_standard() -> None:
    detailed = [code for one in QUESTIONS if one.code == "ethnicity" for code in one.options]
    assert len(detailed) == len(set(detailed)) == 19


def test_the_detail_fits_the_group_and_is_not_asked_of_who_would_rather_not_say() -> None:
    asked = next_question({"sex": "male", "ethnic_group": "asian"})
    assert asked is not None
    assert "asian_indian" in asked.options
    after = next_question({"sex": "male", "ethnic_group": RATHER_NOT})
    assert after is not None
    assert after.code == "long_condition"


def test_whoever_would_rather_not_say_is_asked_each_question_once(session: Session, now: datetime) -> None:
    assert tell_all(session, "cand_1", now) == [
        "sex", "ethnic_group", "long_condition", "religion", "orientation",
    ]  # fmt: skip


def test_answers_that_are_none_are_refused_and_change_nothing(session: Session, now: datetime) -> None:
    for question, answer in (("sex", "yes"), ("religion", "none"), ("ethnicity", "arab"), ("x", "y")):
        with pytest.raises(service.AnswerUnknown):
            service.tell(session, "cand_1", question, answer, now.date())
    assert service.told(session, "cand_1") == {}


def test_the_same_button_pressed_twice_is_one_answer(session: Session, now: datetime) -> None:
    first = service.tell(session, "cand_1", "sex", "female", now.date())
    assert service.tell(session, "cand_1", "sex", "female", now.date()) == first
    assert session.query(EqualityAnswers).count() == 1


def test_nothing_in_the_row_leads_to_the_candidate(session: Session, now: datetime) -> None:
    candidate = a_candidate(session)
    tell_all(session, candidate.id, now, sex="female", ethnic_group="white", ethnicity="white_other")
    session.flush()
    row = session.execute(text("SELECT * FROM equality_answers")).mappings().one()
    assert set(row) == {"subject", "answers", "told_on"}
    assert candidate.id not in str(row["subject"])
    assert b"female" not in bytes(row["answers"])
    tables = [table for table in Base.metadata.sorted_tables if table.name != "equality_answers"]
    referring = [key.target_fullname for table in tables for key in table.foreign_keys]
    assert not any(name.startswith("equality_answers") for name in referring)
    assert not inspect(session.connection()).get_foreign_keys("equality_answers")


def test_erasing_a_candidate_erases_what_was_told(session: Session, now: datetime) -> None:
    candidate = a_candidate(session)
    tell_all(session, candidate.id, now, sex="male")
    erase_candidate(session, candidate.id, now)
    assert session.query(EqualityAnswers).count() == 0


def test_after_a_new_key_earlier_answers_are_still_found(session: Session, now: datetime) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    use_keys([old])
    service.tell(session, "cand_1", "sex", "male", now.date())
    use_keys([new, old])
    assert service.told(session, "cand_1") == {"sex": "male"}
    service.tell(session, "cand_1", "ethnic_group", "black", now.date())
    assert session.query(EqualityAnswers).count() == 1


def test_groups_hold_who_told_and_leave_out_who_would_rather_not_say(session: Session, now: datetime) -> None:
    tell_all(session, "a", now, sex="female", long_condition="yes", day_to_day="a_lot")
    tell_all(session, "b", now, sex="male", long_condition="yes", day_to_day="not_at_all")
    tell_all(session, "c", now, long_condition="no")
    found = service.groups(session, ["a", "b", "c", "d"])
    assert found == {"sex": {"a": "female", "b": "male"}, "disability": {"a": "yes", "b": "no", "c": "no"}}
