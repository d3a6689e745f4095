"""What happens beside the questions: hard moments, a person, one's own data, another device, equality monitoring."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from pypdf import PdfReader

from tests.support.candidate import Candidate
from tests.support.running import Running

pytestmark = pytest.mark.e2e

Opens = Callable[[str | None], Candidate]


@pytest.fixture
def coordinator(ponte: Running) -> Iterator[httpx.Client]:
    """The coordinators' program, with its key."""
    headers = {"Authorization": f"Bearer {ponte.credentials['coordinator']['key']}"}
    with httpx.Client(base_url=ponte.base_url, headers=headers, timeout=30) as client:
        yield client


def until(said: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.5)


def transcript(candidate: Candidate) -> dict[str, object]:
    body: dict[str, object] = candidate.http.get(candidate.path).raise_for_status().json()
    return body


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("en", "i just want to die i cant go on", "116 123"),
        ("pt", "já não quero viver, não aguento mais", "116 123"),
        ("en", "my husband hits me", "0808 2000 247"),
        ("pt", "não tenho dinheiro para comer e devo a renda", "0800 138 1111"),
        ("en", "i was in prison for two years", "01634 247350"),
    ],
)
def test_a_hard_moment_is_met_with_somebody_to_call_and_is_no_answer(
    candidate: Opens, language: str, said: str, number: str
) -> None:
    person = candidate(language)
    person.writes("sim" if language == "pt" else "yes")
    before = person.profile()
    person.writes(said)
    assert number in person.text
    assert person.profile() == before
    if person.asked is None or not any("/answer" in one["payload"] for one in person.buttons):
        person.sends("/go_on")
    assert person.asked == "situation"
    assert any("/answer" in one["payload"] for one in person.buttons), "the question is there again"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "my dad cant breathe"), ("pt", "o meu pai não consegue respirar")]
)
def test_in_an_emergency_999_comes_first(candidate: Opens, language: str, said: str) -> None:
    person = candidate(language)
    person.writes(said)
    assert "999" in person.last["messages"][0]["text"]
    assert "111" in person.last["messages"][0]["text"]


def test_a_coordinator_answers_in_the_chat_and_the_bot_is_silent_meanwhile(
    candidate: Opens, coordinator: httpx.Client
) -> None:
    ana = candidate("pt")
    ana.writes("sim")
    ana.writes("quero falar com uma pessoa")
    session_id = ana.path.rpartition("/")[2]
    waiting = coordinator.get("/v1/coordinator/person-requests").json()["items"]
    mine = [
        one["id"]
        for one in waiting
        if any(
            line["text"] == "quero falar com uma pessoa"
            for line in coordinator.get(f"/v1/coordinator/person-requests/{one['id']}").json()["messages"]
        )
    ]
    path = f"/v1/coordinator/person-requests/{mine[-1]}"

    replied = coordinator.post(f"{path}/messages", json={"text": "Bom dia, sou a Carla.", "name": "Carla"})
    assert replied.status_code == 201
    lines = transcript(ana)["messages"]
    assert lines[-1]["from"] == "person"  # type: ignore[index]
    answer = ana.writes("não percebo a pergunta sobre o trabalho")
    assert answer["messages"] == []
    assert answer["person"] == {"name": "Carla"}

    coordinator.post(f"{path}/close").raise_for_status()
    until(lambda: transcript(ana)["pending"] is False)
    last = transcript(ana)
    assert last["person"] is None
    assert last["expects"]["slot"] == "situation"  # type: ignore[index]
    assert session_id == last["session_id"]
    ana.writes("estou desempregada")
    assert ana.asked == "first_name", "the bot goes on where it was"


def test_every_line_of_what_is_stored_can_be_corrected(candidate: Opens) -> None:
    sam = candidate("en")
    for said in (
        "yes",
        "I lost my job at Oscar Mayer",
        "Sam",
        "07700 900124",
        "Taunton",
        "cleaning and packing",
    ):
        sam.writes(said)
    sam.writes("what do you know about me?")
    assert "Sam" in sam.text
    assert "Taunton" in sam.text
    sam.presses("Change: where I live")
    assert sam.asked == "home"
    sam.writes("Bridgwater")
    assert sam.profile()["home"]["place"] == "Bridgwater"
    assert sam.asked == "english_speaking"

    sam.sends("/what_do_you_know")
    sam.presses("Change: what I can do")
    skills = [one["id"] for one in sam.profile()["skills"]]
    taken_out = next(one for one in sam.buttons if one["title"].startswith("✕"))
    sam.sends(taken_out["payload"])
    assert len(sam.profile()["skills"]) == len(skills) - 1


def test_a_cv_and_a_copy_of_everything_are_there_at_once(candidate: Opens) -> None:
    ana = candidate("pt")
    for said in (
        "sim",
        "estou desempregada",
        "Ana",
        "07700 900125",
        "Chard",
        "trabalhei em limpezas e cozinha",
    ):
        ana.writes(said)
    ana.sends("/ask_cv")
    links = [link for message in ana.last["messages"] for link in message["links"]]
    assert len(links) == 2
    for link in links:
        words = PdfReader(io.BytesIO(httpx.get(link["url"], timeout=60).content)).pages[0].extract_text()
        assert "Ana" in words
        assert "+447700900125" in words
    ana.sends("/export_data")
    data_link = [link for message in ana.last["messages"] for link in message["links"]][-1]
    data = httpx.get(data_link["url"], timeout=60).json()
    assert data["profile"]["first_name"] == "Ana"
    assert any(line["text"] == "estou desempregada" for line in data["conversations"][0]["messages"])


def test_a_conversation_goes_on_where_its_code_is_written(candidate: Opens, ponte: Running) -> None:
    ana = candidate("en")
    ana.writes("yes")
    ana.writes("can I go on with this on my phone?")
    code = re.search(r"\b\w{4}-\w{4}\b", ana.text)
    assert code, ana.text
    moved = httpx.post(f"{ponte.base_url}/v1/chat/codes", json={"code": code[0].lower()}, timeout=30).json()
    elsewhere = {"Authorization": f"Bearer {moved['token']}"}
    read = httpx.get(
        f"{ponte.base_url}/v1/chat/sessions/{moved['session_id']}", headers=elsewhere, timeout=30
    )
    assert read.json()["expects"]["slot"] == "situation"
    assert ana.http.get(ana.path).status_code == 401, "the device before is signed out"
    again = httpx.post(f"{ponte.base_url}/v1/chat/codes", json={"code": code[0]}, timeout=30)
    assert (again.status_code, again.json()["code"]) == (404, "chat.code_unknown")


def test_equality_monitoring_is_offered_after_a_referral_and_can_be_left(candidate: Opens) -> None:
    sam = candidate("en")
    for said in (
        "yes", "out of work", "Sam", "07700 900126", "Taunton", "I cleaned offices", "fluent, all of it", "yes",
        "full time", "any shift", "no", "bus, up to an hour",
    ):  # fmt: skip
        sam.writes(said)
        if sam.asked and sam.asked.startswith("english_"):
            sam.presses(
                "I can say, read and write almost anything"
            ) if sam.asked == "english_speaking" else None
    assert sam.cards, sam.text
    sam.sends(sam.cards[0]["payload"])
    sam.presses("Yes, send it")
    sam.presses("Answer questions about me")
    assert sam.asked == "equality"
    sam.writes("female")
    assert "ethnic group" in sam.text
    sam.presses("I'd rather not say")
    sam.presses("Stop these questions")
    assert sam.asked == "choose_match"
    kept = [line["text"].lower() for line in transcript(sam)["messages"]]  # type: ignore[union-attr]
    assert "female" not in kept
