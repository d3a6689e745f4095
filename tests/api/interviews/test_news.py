"""The candidate hears of each step, once, in their language, where they last wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.chat.models import ChatSession
from api.chat.referral_news import NEWS
from api.core.i18n import languages, translate
from api.core.outbox import OutboxRow
from api.referrals import service
from tests.api.interviews.conftest import Case


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (["acknowledged"], "has got your details"),
        (["interview_offered"], "wants to meet you"),
        (["interview_booked"], "is booked"),
        (["interview_booked", "no_show"], "not at the interview"),
        (["offered"], "Good news"),
        (["offered", "started"], "Well done"),
    ],
)
def test_a_step_is_told_once(case: Case, events: list[str], words: str) -> None:
    before = len(case.heard())
    for event in events:
        assert case.reports(event).status_code == 200
        case.worker()
    case.worker()
    assert len(case.heard()) == before + len(events)
    assert words in case.heard()[-1]["text"]


def test_a_refusal_is_told_kindly_with_a_way_on(case: Case) -> None:
    case.reports("declined", reason_code="position_filled")
    case.worker()
    said = case.heard()[-1]
    assert "position_filled" not in said["text"]
    assert [one["payload"] for one in said["quick_replies"]] == ["/show_matches", "/speak_to_person"]


def test_it_is_said_in_the_candidates_language(case: Case) -> None:
    with case.database.session() as session:
        session.get_one(ChatSession, case.session_id).language = "pt"
    case.reports("acknowledged")
    case.worker()
    expected = translate(
        NEWS["acknowledged"][0], "pt", employer="Somerset Care", title="Healthcare assistant"
    )
    assert case.heard()[-1]["text"].split(",")[0] == expected.split(",")[0]
    assert "has got" not in case.heard()[-1]["text"]


def test_in_a_messaging_app_it_leaves_by_the_outbox(case: Case) -> None:
    with case.database.session() as session:
        session.get_one(ChatSession, case.session_id).channel = "sms"
    case.reports("acknowledged")
    case.worker()
    with case.database.session() as session:
        (row,) = session.scalars(select(OutboxRow).where(OutboxRow.topic == "sms")).all()
        assert row.key == case.session_id


def test_what_the_candidate_did_is_not_told_to_them(case: Case) -> None:
    before = len(case.heard())
    case.takes("withdraw", case.referral_id)
    case.worker()
    assert case.status() == "withdrawn"
    assert len(case.heard()) == before


def test_who_has_deleted_everything_hears_nothing(case: Case) -> None:
    case.reports("acknowledged")
    with case.database.session() as session:
        service.forget(session, case.candidate_id, case.clock())
        chat = session.get_one(ChatSession, case.session_id)
        chat.candidate_id, chat.erased_at = None, case.clock()
    case.clock.now += timedelta(seconds=1)
    before = len(case.heard())
    case.worker()
    assert len(case.heard()) == before


@pytest.mark.parametrize("language", [one.code for one in languages()])
def test_every_sentence_is_short(language: str) -> None:
    for sentence, _ in NEWS.values():
        said = translate(sentence, language, employer="Somerset NHS Foundation Trust", title="Ward clerk")
        assert len(said) <= 240
