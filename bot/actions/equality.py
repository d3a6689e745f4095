"""Equality monitoring: passes answers on and puts the next question. What is told never becomes a slot."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.turn import Turn

OFFER = "/equality"


def _payload(question: str, answer: str) -> str:
    return '/equality{"question":"%s","answer":"%s"}' % (question, answer)


class Equality(Action):
    """Asks one question after the other until none is left."""

    def name(self) -> str:
        return "action_equality"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        told: dict[str, Any] = turn.payload or {}
        answer = {"question": told.get("question"), "answer": told.get("answer")}
        asked = (
            await Api(turn.session_id, turn.language).equality(answer) if turn.slots.get("consent") else None
        )
        if asked is None:
            dispatcher.utter_message(response="utter_equality_told")
            return []
        buttons = [
            {"title": option["title"], "payload": _payload(asked["code"], option["code"])}
            for option in asked["options"]
        ]
        buttons.append({"title": asked["stop"], "payload": "/go_on"})
        dispatcher.utter_message(
            text=asked["text"], buttons=buttons, json_message={"kind": "choice", "slot": "equality"}
        )
        return []
