"""A conversation goes on elsewhere with a code that works once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from api.chat import errors, moves
from api.chat.erasure import erase
from api.chat.models import ChatSession, MoveCode
from api.core.crypto import token_hash


@pytest.fixture
def chat(session: Session, now: datetime) -> ChatSession:
    row = ChatSession(
        token_hash=token_hash("before"), channel="web", language="pt", created_at=now, last_message_at=now
    )
    session.add(row)
    session.flush()
    return row


def test_the_new_device_gets_the_conversation_and_the_old_one_is_signed_out(
    session: Session, chat: ChatSession, now: datetime
) -> None:
    code = moves.new_code(session, chat.id, now)

    found, token = moves.take_over(session, code, now)

    assert found.id == chat.id
    assert chat.token_hash == token_hash(token) != token_hash("before")


@pytest.mark.parametrize("write", [str.lower, lambda code: f" {code} ", lambda code: code.replace("-", "")])
def test_a_code_is_taken_however_it_is_typed(
    session: Session, chat: ChatSession, now: datetime, write: object
) -> None:
    code = moves.new_code(session, chat.id, now)
    assert moves.take_over(session, write(code), now)[0].id == chat.id  # type: ignore[operator]


def test_a_code_works_once(session: Session, chat: ChatSession, now: datetime) -> None:
    code = moves.new_code(session, chat.id, now)
    moves.take_over(session, code, now)
    with pytest.raises(errors.CodeUnknown):
        moves.take_over(session, code, now)


def test_a_new_code_ends_the_one_before(session: Session, chat: ChatSession, now: datetime) -> None:
    first = moves.new_code(session, chat.id, now)
    moves.new_code(session, chat.id, now)
    with pytest.raises(errors.CodeUnknown):
        moves.take_over(session, first, now)


def test_a_code_ends_after_a_quarter_of_an_hour(session: Session, chat: ChatSession, now: datetime) -> None:
    code = moves.new_code(session, chat.id, now)
    late = now + timedelta(minutes=15)
    with pytest.raises(errors.CodeUnknown):
        moves.take_over(session, code, late)
    moves.forget_expired(session, late)
    assert session.query(MoveCode).count() == 0


def test_a_code_of_a_deleted_conversation_leads_nowhere(
    session: Session, chat: ChatSession, now: datetime
) -> None:
    code = moves.new_code(session, chat.id, now)
    erase(session, chat.id, now)
    with pytest.raises(errors.CodeUnknown):
        moves.take_over(session, code, now)


@pytest.mark.parametrize("text", ["", "Taunton", "07700900123", "ZZZZ-ZZZZ", "'; DROP TABLE", "a" * 500])
def test_other_words_are_no_code(session: Session, now: datetime, text: str) -> None:
    assert moves.redeem(session, text, now) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("7K4M-2XQD", True), ("7k4m 2xqd", True), ("22334466", False), ("Bradford", False), ("TA1 2PX", False)],
)
def test_only_eight_signs_with_letter_and_digit_look_like_a_code(text: str, is_one: bool) -> None:
    assert moves.looks_like_code(text) is is_one


def test_every_code_can_be_told_from_words(session: Session, chat: ChatSession, now: datetime) -> None:
    assert all(moves.looks_like_code(moves.new_code(session, chat.id, now)) for _ in range(100))
