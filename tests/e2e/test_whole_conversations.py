"""Whole conversations through the public API against a really running Rasa, each ending in a referral."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.candidate import Candidate
from tests.support.running import Running

pytestmark = pytest.mark.e2e

Opens = Callable[[str | None], Candidate]

# Words that occur in nearly every sentence of a language and never in the other.
PORTUGUESE = re.compile(
    r"\b(não|que|para|uma?|com|seu|sua|ou|os|as|é|já|te|lhe|por|de|está|envio|obrigad[oa])\b", re.I
)
ENGLISH = re.compile(r"\b(the|you|your|and|what|how|is|are|with|this|have|that|shall)\b", re.I)


def reference_of(candidate: Candidate) -> str:
    found = re.search(r"P-\w{4}-\w{4}", candidate.text)
    assert found, candidate.text
    return found[0]


def referral_read_back(recruiter: httpx.Client, reference: str) -> dict[str, Any]:
    items = recruiter.get("/v1/referrals").raise_for_status().json()["items"]
    found = [item for item in items if item["reference"] == reference]
    assert len(found) == 1, f"{reference} is not among {[item['reference'] for item in items]}"
    return dict(found[0])


def assert_language(candidate: Candidate, language: str) -> None:
    mine, other = (PORTUGUESE, ENGLISH) if language == "pt" else (ENGLISH, PORTUGUESE)
    for message in candidate.said:
        text = message["text"]
        assert not other.search(text) or mine.search(text), f"not in {language}: {text}"
    long_ones = [message["text"] for message in candidate.said if len(message["text"]) > 60]
    assert long_ones
    assert all(mine.search(text) for text in long_ones)


def test_a_portuguese_factory_worker_writes_freely_and_gets_a_guaranteed_interview(
    candidate: Opens, recruiter: httpx.Client
) -> None:
    maria = candidate("pt")
    assert maria.asked == "consent"
    maria.writes("sim, pode ser")
    maria.writes("fui despedida da Oscar Mayer")
    assert maria.asked == "first_name", "the employer was named in the same sentence"
    maria.writes("chamo-me Maria João")
    maria.writes("o meu número é 07700 900 123")
    maria.writes("moro em Chard")
    maria.writes("trabalhava na linha de enbalagem e tb limpeza")
    assert maria.asked == "english_speaking"
    maria.writes("falo pouco inglês")
    maria.writes("leio mais ou menos")
    maria.presses(maria.buttons[1]["title"])
    maria.writes("sim")
    maria.writes("tempo inteiro")
    maria.writes("qualquer turno")
    maria.writes("não conduzo")
    maria.writes("de autocarro, até 1 hora")

    assert maria.asked == "choose_match"
    assert 1 <= len(maria.cards) <= 5
    profile = maria.profile()
    assert profile["language"] == "pt"
    assert profile["first_name"] == "Maria João"
    assert profile["contact"]["phone"] == "+447700900123"
    assert profile["redundancy_event"] == "oscar-mayer"
    assert profile["home"] == {"outward_code": "TA20", "place": "Chard"}
    assert profile["english"]["speaking"] in ("A1", "A2")
    assert profile["right_to_work"] == "yes"
    assert profile["shifts"] == ["early", "day", "late", "night", "weekend"]
    assert profile["can_drive"] is False
    assert profile["travel"] == {"modes": ["bus"], "max_minutes": 60}
    words = " ".join(skill["label_en"].casefold() for skill in profile["skills"])
    assert "clean" in words
    assert "pack" in words
    matches = maria.matches()
    assert [match["opportunity_id"] for match in matches] == [card["opportunity_id"] for card in maria.cards]
    assert [match["rank"] for match in matches] == list(range(1, len(matches) + 1))
    assert any(match["status"] == "ready" for match in matches)

    guaranteed = next(card for card in maria.cards if card["guaranteed_interview"])
    maria.sends(guaranteed["payload"])
    assert maria.asked == "share_consent"
    assert guaranteed["employer"] in maria.text
    maria.writes("sim")
    referral = referral_read_back(recruiter, reference_of(maria))
    assert referral["opportunity"]["id"] == guaranteed["opportunity_id"]
    assert referral["candidate"]["first_name"] == "Maria João"
    promise = referral["guaranteed_interview"]
    assert promise["entitled"] is True
    assert promise["route"] == "redundancy_event"
    assert promise["rule"]
    assert promise["respond_by"] > promise["granted_at"][:10]
    assert all(ENGLISH.search(reason["text"]) or reason["text"] for reason in referral["reasons"])
    assert_language(maria, "pt")


def test_an_english_speaker_uses_buttons_only_where_there_are_buttons(
    candidate: Opens, recruiter: httpx.Client
) -> None:
    sam = candidate(None)
    assert sam.asked == "language"
    sam.presses("English")
    sam.presses("Yes, that's OK")
    sam.presses("I'm not working")
    assert sam.asked == "first_name", "no redundancy, so no question about the employer"
    sam.writes("Sam")
    sam.writes("sam@example.com")
    sam.writes("TA1 2PX")
    sam.writes("I worked on the till in a shop and answered the phone")
    sam.presses("I can say, read and write almost anything")
    sam.presses("Yes")
    sam.presses("Any hours")
    sam.sends('/answer{"slot":"shifts","value":["early","day","weekend"]}')
    sam.presses("Yes")
    sam.presses("Car, up to 30 minutes")
    assert sam.cards
    profile = sam.profile()
    assert profile["home"] == {"outward_code": "TA1", "place": "Taunton"}
    assert profile["english"] == {"speaking": "B2", "reading": "B2", "writing": "B2"}
    assert profile["hours"] == {"min": 1, "max": 48}
    assert profile["shifts"] == ["early", "day", "weekend"]
    assert not any(card["guaranteed_interview"] for card in sam.cards), "no event, no entitlement"
    sam.sends(sam.cards[0]["payload"])
    sam.presses("Yes, send it")
    referral = referral_read_back(recruiter, reference_of(sam))
    assert referral["guaranteed_interview"]["entitled"] is False
    assert referral["candidate"]["contact"] == {"phone": None, "email": "sam@example.com"}
    assert_language(sam, "en")


def test_someone_corrects_digresses_skips_and_resumes(
    candidate: Opens, recruiter: httpx.Client, ponte: Running
) -> None:
    ana = candidate("en")
    ana.writes("why do you ask?")
    assert ana.asked == "consent"
    ana.writes("yes")
    ana.writes("I was made redundant")
    assert ana.asked == "redundancy_event"
    ana.writes("help")
    assert ana.asked == "redundancy_event"
    ana.writes("Oscar Mayer")
    ana.writes("my name is Ana")
    ana.writes("prefer not to say")
    assert ana.asked == "home"
    ana.writes("Taunton")
    ana.writes("I looked after my grandmother and cleaned houses")
    assert ana.asked == "english_speaking"
    ana.writes("na verdade moro em Bridgwater")
    assert ana.asked == "english_speaking", "the correction is taken and the open question asked again"
    assert ana.profile()["home"]["place"] == "Bridgwater"
    ana.writes("can I speak to a person?")
    assert ana.asked == "english_speaking"
    ana.writes("podemos falar português?")
    assert ana.last["language"] == "pt"
    assert ana.asked == "english_speaking"
    ana.sends("/change_language")
    assert ana.asked == "language"
    ana.presses("English")
    ana.presses("They are not the same")
    for task in ("english_speaking", "english_reading", "english_writing"):
        assert ana.asked == task
        ana.presses(ana.buttons[2]["title"])
    ana.writes("I'm not sure")
    assert ana.profile()["right_to_work"] == "unsure"
    ana.writes("20 hours a week")
    ana.writes("mornings and weekends")

    transcript = ana.http.get(ana.path).raise_for_status().json()
    assert transcript["expects"]["slot"] == "driving"
    assert transcript["messages"][-1]["from"] == "bot"

    ana.writes("no")
    ana.writes("bus up to 45 minutes")
    assert ana.cards
    ana.writes("the first one")
    assert ana.asked == "share_consent"
    ana.writes("no")
    assert ana.asked == "choose_match"
    ana.writes("the first one")
    ana.writes("yes")
    referral = referral_read_back(recruiter, reference_of(ana))
    assert referral["candidate"]["contact"] == {"phone": None, "email": None}
    assert referral["candidate"]["home"]["place"] == "Bridgwater"

    ana.writes("delete my data")
    assert ana.asked == "delete_confirmation"
    ana.presses("Yes, delete it all")
    assert re.search(r"D-\w{4}-\w{4}", ana.text)
    assert ana.http.get(ana.path).status_code == 410
    emptied = referral_read_back(recruiter, referral["reference"])
    assert emptied["status"] == "withdrawn"
    assert emptied["candidate"] is None


def test_several_answers_in_one_message_are_not_asked_again(candidate: Opens) -> None:
    rui = candidate("pt")
    rui.writes("sim")
    rui.writes("estou desempregado")
    rui.writes("Rui")
    rui.writes("rui@example.com")
    assert rui.asked == "home"
    rui.writes("Moro em Taunton, posso trabalhar de noite e conduzo")
    profile = rui.profile()
    assert profile["home"]["place"] == "Taunton"
    assert profile["shifts"] == ["night"]
    assert profile["can_drive"] is True
    asked = []
    for words in (
        "trabalhei em limpezas",
        "falo pouco inglês",
        "leio pouco",
        "escrevo pouco",
        "sim",
        "20 horas",
    ):
        asked.append(rui.asked)
        rui.writes(words)
    assert {"shifts", "driving"}.isdisjoint([*asked, rui.asked])


def test_the_conversation_goes_along_when_another_language_is_written(candidate: Opens) -> None:
    ana = candidate("en")
    ana.writes("yes")
    ana.writes("estou desempregada há três meses")
    assert ana.last["language"] == "pt"
    assert ana.asked == "first_name", "the sentence answered the question too"
    ana.writes("Ana")
    ana.writes("ana@example.com")
    ana.writes("Taunton")
    assert ana.last["language"] == "pt"
    ana.writes("English")
    assert ana.last["language"] == "en"
    assert ana.asked == "experience", "nothing is asked twice"
    ana.writes("trabalhei na limpeza de um hotel durante cinco anos")
    assert ana.last["language"] == "en", "she chose English: Portuguese is understood, and offered"
    assert any("Português" in message["text"] for message in ana.last["messages"])
    assert ana.profile()["skills"]
