"""No loops: what stands in for a question that was not understood."""

import asyncio
from typing import Any

import pytest
from actions.turn import Turn
from components.asking import BUTTONS_ONLY, OFFER_A_PERSON
from components.nlg import GettextNlg
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Tracker

QUESTION = {
    "text": "How many hours?",
    "buttons": [{"title": "Full time", "payload": "/full"}, {"title": "A person", "payload": "/person"}],
    "custom": {"kind": "choice"},
}
DOMAIN = Domain.from_dict(
    {
        "responses": {
            "utter_ask_hours": [QUESTION],
            "utter_confirm": [{"text": "Sure?", "custom": {"kind": "choice", "aside": True}}],
            "utter_thanks": [{"text": "Thanks"}],
            BUTTONS_ONLY: [{"text": "Press one", "buttons": [{"title": "P", "payload": "/person"}]}],
            OFFER_A_PERSON: [{"text": "A person?", "buttons": [{"title": "Yes", "payload": "/yes"}]}],
        }
    }
)


def said(response: str, misses: int | None) -> dict[str, Any]:
    slots = [AnySlot("misses", [{}]), AnySlot("language", [{}])]
    tracker = DialogueStateTracker.from_events("s", [SlotSet("misses", misses)], slots)
    nlg = GettextNlg(EndpointConfig(), DOMAIN)
    message = asyncio.run(nlg.generate(response, tracker, "ponte"))
    assert message is not None
    return message


def payloads(message: dict[str, Any]) -> list[str]:
    return [button["payload"] for button in message["buttons"]]


@pytest.mark.parametrize("misses", [None, 0, 1])
def test_a_question_is_put_in_full_at_most_twice(misses: int | None) -> None:
    assert said("utter_ask_hours", misses)["text"] == "How many hours?"


def test_then_only_its_buttons_are_offered() -> None:
    message = said("utter_ask_hours", 2)
    assert message["text"] == "Press one"
    assert payloads(message) == ["/full", "/person"], "a button the question has already is not doubled"


@pytest.mark.parametrize("misses", [3, 4, 9])
def test_then_a_person_is_offered_and_the_question_stays_answerable(misses: int) -> None:
    message = said("utter_ask_hours", misses)
    assert message["text"] == "A person?"
    assert payloads(message) == ["/yes", "/full", "/person"]


@pytest.mark.parametrize("response", ["utter_confirm", "utter_thanks"])
def test_what_is_no_question_of_the_form_stays_as_it_is(response: str) -> None:
    assert said(response, 5)["text"] == said(response, 0)["text"]


def turn(ranking: dict[str, float]) -> Turn:
    ordered = sorted(ranking.items(), key=lambda one: -one[1])
    intents = [{"name": name, "confidence": sure} for name, sure in ordered]
    message = {"text": "x", "intent": intents[0], "intent_ranking": intents}
    return Turn.of(Tracker("s", {}, message, [], False, None, {}, "action_listen"))


def test_two_kinds_of_trouble_that_split_the_vote_are_trouble() -> None:
    split = turn({"sensitive_debt": 0.35, "sensitive_housing": 0.3, "greet": 0.35 - 0.01})
    assert split.means("sensitive_debt")
    assert split.is_control


def test_a_guess_that_is_mostly_something_else_is_not() -> None:
    assert not turn({"sensitive_debt": 0.26, "inform_hours": 0.25, "sensitive_housing": 0.02}).is_control


def test_a_guess_that_may_well_be_something_else_counts_for_nothing() -> None:
    near = turn({"inform_hours": 0.5, "out_of_scope": 0.3, "greet": 0.2})
    assert not near.means("inform_hours")
    clear = turn({"inform_hours": 0.5, "out_of_scope": 0.1, "greet": 0.2})
    assert clear.means("inform_hours")


def test_trouble_is_never_passed_over_for_something_else() -> None:
    assert turn({"sensitive_abuse": 0.4, "out_of_scope": 0.35}).means("sensitive_abuse")
