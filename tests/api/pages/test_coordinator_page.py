"""What a coordinator sees and decides."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI

from api.chat.models import ChatSession, IncomingMessage, PersonRequest
from api.chat.ready_made import READY_MADE
from api.core.db import Database
from api.core.i18n import translate
from api.opportunities.models import Opportunity
from api.referrals import contesting, reporting
from api.referrals.models import Referral
from api.referrals.statuses import EventType
from api.staff.service import Principal
from tests.api.pages.html import Page, read
from tests.factories.candidates import a_candidate
from tests.factories.http import TestClient
from tests.factories.referrals import a_referral


@pytest.fixture
def waiting(app: FastAPI, database: Database, now: datetime) -> Referral:
    """A referral that is not sent before it is approved."""
    with database.session() as session:
        session.get_one(Opportunity, "hca-taunton").review_mode = "before"
        session.flush()
        return a_referral(session, a_candidate(session, redundancy_event_id="oscar-mayer"), now=now)


def _post(browser: TestClient, path: str, **data: str) -> Page:
    token = read(browser.get("/coordinator")).hidden("csrf_token")
    return read(browser.post(path, data={"csrf_token": token} | data))


def test_a_referral_waits_until_it_is_approved(
    coordinator: TestClient, recruiter: TestClient, waiting: Referral
) -> None:
    page = read(coordinator.get("/coordinator"))
    assert "Not sent yet" in page.one("article", id=waiting.id).words
    assert waiting.reference not in read(recruiter.get("/recruiter")).text

    page = _post(coordinator, f"/coordinator/referrals/{waiting.id}/approve")

    assert f"Approved: {waiting.reference}." in page.text
    assert "No referral waits for review." in page.text
    assert waiting.reference in read(recruiter.get("/recruiter")).text


def test_stopping_needs_a_reason(coordinator: TestClient, waiting: Referral) -> None:
    path = f"/coordinator/referrals/{waiting.id}/stop"

    refused = _post(coordinator, path)
    assert "Please say why, with one of the listed reasons." in refused.text
    assert refused.one("article", id=waiting.id)

    assert "Please explain this reason in a note." in _post(coordinator, path, reason_code="other").text
    stopped = _post(coordinator, path, reason_code="other", note="Asked for care work only")
    assert f"Stopped: {waiting.reference}." in stopped.text
    assert not stopped.all("article")


def test_a_second_reviewer_is_told_that_someone_was_faster(
    coordinator: TestClient, waiting: Referral
) -> None:
    path = f"/coordinator/referrals/{waiting.id}/approve"
    _post(coordinator, path)

    assert "This referral has been reviewed already." in _post(coordinator, path).text


def test_a_refused_guaranteed_interview_comes_with_the_employers_reason(
    coordinator: TestClient, database: Database, waiting: Referral, now: datetime
) -> None:
    _post(coordinator, f"/coordinator/referrals/{waiting.id}/approve")
    with database.session() as session:
        reporting.report(
            session,
            Principal("recruiter", "somerset-care", None, "key"),
            waiting.id,
            EventType.DECLINED,
            now=now,
            reason_code="other",
            note="Filled <b>inside</b>",
        )

    case = read(coordinator.get("/coordinator")).one("article", id=waiting.id).words
    assert "The employer refused a guaranteed interview." in case
    assert "Another reason, explained in the note. Filled <b>inside</b>" in case

    assert "Interview guaranteed by: Redundancy" in case

    path = f"/coordinator/referrals/{waiting.id}/ruling"
    page = _post(coordinator, f"/coordinator/referrals/{waiting.id}/approve")
    assert "Please decide whether that stands, and say why." in page.text
    page = _post(coordinator, f"{path}/overturned")
    assert "Please say why, with one of the listed reasons." in page.text
    page = _post(coordinator, f"{path}/overturned", reason_code="facts_wrong")
    assert f"The employer is asked again: {waiting.reference}." in page.text
    assert not page.all("article")
    page = _post(coordinator, f"{path}/upheld", reason_code="candidate_agrees")
    assert "No guaranteed interview is refused here" in page.text


def test_a_contest_comes_with_the_candidates_own_words(
    coordinator: TestClient, database: Database, waiting: Referral, now: datetime
) -> None:
    _post(coordinator, f"/coordinator/referrals/{waiting.id}/approve")
    with database.session() as session:
        assert waiting.candidate_id is not None
        contesting.contest(
            session,
            waiting.candidate_id,
            waiting.id,
            note="Ninguém me <b>ligou</b>.",
            now=now + timedelta(days=9),
        )

    case = read(coordinator.get("/coordinator")).one("article", id=waiting.id).words

    assert "The candidate asks a person to look at it." in case
    assert "Ninguém me <b>ligou</b>." in case
    page = _post(coordinator, f"/coordinator/referrals/{waiting.id}/approve")
    assert not page.all("article")


def test_who_wants_to_speak_to_a_person_is_listed_until_answered(
    coordinator: TestClient, database: Database, now: datetime
) -> None:
    with database.session() as session:
        candidate = a_candidate(session, first_name="<i>Ana</i>")
        session.add_all(
            ChatSession(
                id=name,
                candidate_id=of,
                token_hash=name,
                channel="web",
                created_at=now,
                last_message_at=now,
            )
            for name, of in (("known", candidate.id), ("unknown", None))
        )
        session.flush()
        session.add(PersonRequest(id="per_1", session_id="known", language="pt", requested_at=now))
        session.add(PersonRequest(id="per_2", session_id="unknown", language="en", requested_at=now))

    people = read(coordinator.get("/coordinator")).all("table")[0].words
    assert "<i>Ana</i> +447700900123 Português" in people
    assert "Name not given yet Not given yet English" in people

    page = _post(coordinator, "/coordinator/person-requests/per_1/close")
    assert "The request is marked as answered." in page.text
    assert "Ana" not in page.text
    assert "Nobody is waiting." in _post(coordinator, "/coordinator/person-requests/per_2/close").text
    assert "Nobody is waiting." in _post(coordinator, "/coordinator/person-requests/per_9/close").text


@pytest.fixture
def asked(database: Database, now: datetime) -> str:
    """Ana's conversation, in which she asked for a person."""
    with database.session() as session:
        candidate = a_candidate(session)
        session.add(
            ChatSession(
                id="chat_1",
                candidate_id=candidate.id,
                token_hash="x",
                channel="web",
                language="pt",
                created_at=now,
                last_message_at=now,
                last_seq=1,
            )
        )
        session.flush()
        session.add(
            IncomingMessage(
                session_id="chat_1",
                seq=1,
                idempotency_key="k",
                text="quero falar com <b>alguém</b>",
                received_at=now,
                answered_at=now,
            )
        )
        session.add(PersonRequest(id="per_1", session_id="chat_1", language="pt", requested_at=now))
    return "per_1"


def test_a_coordinator_reads_the_conversation_in_the_original_and_answers_in_it(
    coordinator: TestClient, asked: str
) -> None:
    address = f"/coordinator/people/{asked}"
    page = read(coordinator.get(address))
    assert "quero falar com <b>alguém</b>" in page.one("ol", id="talk").words
    assert all(line.attributes["lang"] == "pt" for line in page.all("p", class_="talk__text"))

    page = _post(coordinator, f"{address}/reply", ready_made="hello", text="I'm Carla & I can help.")

    talk = page.one("ol", id="talk").words
    said = translate(READY_MADE["hello"], "pt")
    assert f"{said} I'm Carla & I can help." in talk, "the ready-made sentence comes in her language"
    assert "Carla is in the chat" in read(coordinator.get("/coordinator")).one("section", id="people").words


def test_an_empty_answer_is_refused_with_a_sentence(coordinator: TestClient, asked: str) -> None:
    page = _post(coordinator, f"/coordinator/people/{asked}/reply", text="  ")
    assert "Please write something, or choose a sentence." in page.text


def test_what_was_erased_meanwhile_leads_back_to_the_list(coordinator: TestClient) -> None:
    page = read(coordinator.get("/coordinator/people/per_9"))
    assert "This request is not there any more" in page.text


def test_the_funnel_counts_people_as_a_table_with_bars(coordinator: TestClient, waiting: Referral) -> None:
    page = read(coordinator.get("/coordinator"))

    counts = {row.words.rsplit(" ", 1)[0]: row.words.rsplit(" ", 1)[1] for row in page.all("tr")[1:]}
    assert counts["Referred"] == "1"
    assert counts["Started"] == "0"
    bars = {bar.attributes["aria-label"]: bar.attributes["value"] for bar in page.all("progress")}
    assert bars == counts


def test_a_form_of_another_site_decides_nothing(coordinator: TestClient, waiting: Referral) -> None:
    for path in (
        f"/coordinator/referrals/{waiting.id}/approve",
        f"/coordinator/referrals/{waiting.id}/stop",
        "/coordinator/person-requests/per_1/close",
    ):
        assert "This form has expired." in _post(coordinator, path, csrf_token="guessed").text
    assert read(coordinator.get("/coordinator")).one("article", id=waiting.id)


def test_recruiters_decide_nothing_here(recruiter: TestClient, waiting: Referral) -> None:
    answer = recruiter.post(f"/coordinator/referrals/{waiting.id}/approve", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/recruiter")
