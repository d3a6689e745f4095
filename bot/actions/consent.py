"""Consent: nothing about a person is stored before it."""

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


class Consent:
    slots = ("consent",)
    intents: frozenset[str] = frozenset()

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        if turn.requested != "consent":
            return None
        answer = turn.chosen("consent") or turn.polarity
        if answer == "yes":
            await api.save(consent=True)
            return Heard({"consent": "yes"}, acknowledged=True)
        if answer in ("no", "skip"):
            say.utter_message(response="utter_consent_declined")
            return Heard({"consent": None}, acknowledged=True)
        return None

    async def skip(self, slot: str, api: Api) -> None:
        """Cannot happen: `understand` takes a skip as a no."""
