"""Documents for the candidate alone: a CV and a copy of everything, behind links that expire."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from api.chat.erasure import erase
from api.chat.models import ChatSession, IncomingMessage, OutgoingMessage
from api.core.crypto import token_hash
from api.core.db import Database
from api.core.settings import Settings
from api.documents import endpoints, links, pdf
from api.documents.models import DocumentLink
from api.matches import knowledge
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.referrals import a_referral
from tests.factories.region import a_region

TOKEN = "internal"
CHAT = "chat_1"


@cache
def known() -> knowledge.Knowledge:
    # Read once: it takes two seconds, and no test changes it.
    with TemporaryDirectory() as folder:
        return knowledge.load(Settings(demo=True, data_dir=Path(folder)))


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


@pytest.fixture
def app(database: Database, clock: StandingClock, tmp_path: Path, now: datetime) -> FastAPI:
    with database.session() as session:
        a_region(session, now)
        candidate = a_candidate(session, redundancy_event_id=None, email="ana@example.com")
        session.add(
            ChatSession(
                id=CHAT,
                candidate_id=candidate.id,
                token_hash=token_hash("ct"),
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
                session_id=CHAT, seq=1, idempotency_key="k", text="trabalhei na linha", received_at=now
            )
        )
        session.add(
            OutgoingMessage(
                session_id=CHAT,
                in_reply_to=1,
                position=1,
                body={"text": "Obrigada."},
                language="pt",
                sent_at=now,
            )
        )
        a_referral(session, candidate, now=now)
    app = an_app(database, clock, endpoints.internal, endpoints.router)
    app.state.settings = Settings(demo=True, data_dir=tmp_path)
    app.state.internal_token = TOKEN
    app.state.knowledge = known()
    return app


@pytest.fixture
def http(app: FastAPI) -> TestClient:
    return a_client(app)


def links_to(http: TestClient, kind: str, language: str = "pt") -> dict[str, str]:
    answer = http.post(
        f"/internal/sessions/{CHAT}/documents",
        json={"kind": kind, "language": language},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code == 200, answer.text
    return {link["title"]: link["url"] for link in answer.json()["links"]}


def path_of(url: str) -> str:
    return "/documents/" + url.rpartition("/")[2]


def words_of(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)


needs_pdf = pytest.mark.skipif(not pdf.available(), reason="Pango is not installed")


@needs_pdf
def test_a_cv_is_one_page_in_english_and_in_the_candidates_language(http: TestClient) -> None:
    found = links_to(http, "cv")
    assert len(found) == 2
    read = []
    for url in found.values():
        answer = http.get(path_of(url))
        assert answer.headers["content-type"] == "application/pdf"
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
        read.append(words_of(answer.content))
    english, portuguese = read
    for page in read:
        assert "Ana" in page
        assert "+447700900123" in page
        assert "Chard" in page
    assert "What I can do" in english
    assert "What I can do" not in portuguese


@needs_pdf
def test_a_cv_says_nothing_of_why_work_ended_or_of_the_right_to_work(http: TestClient) -> None:
    page = words_of(http.get(path_of(next(iter(links_to(http, "cv").values())))).content).lower()
    for word in ("redundan", "right to work", "consent"):
        assert word not in page


@needs_pdf
def test_someone_who_speaks_english_gets_one_cv(http: TestClient) -> None:
    assert len(links_to(http, "cv", "en")) == 1


def test_a_copy_holds_profile_conversation_and_referrals(http: TestClient) -> None:
    url = list(links_to(http, "export").values())[-1]
    answer = http.get(path_of(url))
    assert answer.headers["cache-control"] == "no-store"
    data = answer.json()
    assert data["profile"]["first_name"] == "Ana"
    assert data["profile"]["contact"]["email"] == "ana@example.com"
    said = data["conversations"][0]["messages"]
    assert [(line["from"], line["text"]) for line in said] == [
        ("candidate", "trabalhei na linha"),
        ("bot", "Obrigada."),
    ]
    assert data["referrals"][0]["employer"] == "Somerset Care"
    assert data["consent"]["given_at"]


@needs_pdf
def test_the_copy_to_read_has_the_same_in_words(http: TestClient) -> None:
    url = next(iter(links_to(http, "export").values()))
    words = words_of(http.get(path_of(url)).content)
    assert "Somerset Care" in words
    assert "trabalhei na linha" in words


def test_a_link_ends_after_an_hour_and_is_forgotten(
    http: TestClient, clock: StandingClock, database: Database, now: datetime
) -> None:
    url = path_of(list(links_to(http, "export").values())[-1])
    assert http.get(url).status_code == 200
    clock.now = now + timedelta(hours=1)
    gone = http.get(url)
    assert (gone.status_code, gone.json()["code"]) == (404, "document.link_unknown")
    with database.session() as session:
        links.forget_expired(session, clock.now)
        assert session.query(DocumentLink).count() == 0


def test_after_erasure_a_link_opens_nothing(http: TestClient, database: Database, now: datetime) -> None:
    url = path_of(list(links_to(http, "export").values())[-1])
    with database.session() as session:
        erase(session, CHAT, now)
    assert http.get(url).status_code == 404


@pytest.mark.parametrize("token", ["d_wrong", "x", "%00", "a" * 80])
def test_a_guessed_link_opens_nothing(http: TestClient, token: str) -> None:
    assert http.get(f"/documents/{token}").status_code == 404


def test_nobody_but_the_bot_gives_out_links(http: TestClient) -> None:
    answer = http.post(f"/internal/sessions/{CHAT}/documents", json={"kind": "cv", "language": "pt"})
    assert answer.status_code == 401


def test_where_no_pdf_can_be_made_the_copy_can_still_be_taken_elsewhere(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "available", lambda: False)
    assert links_to(http, "cv") == {}
    assert len(links_to(http, "export")) == 1
