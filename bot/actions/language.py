"""The language of the conversation: chosen by button or by name, changed at any step."""

from components.catalogue import languages
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


def _shipped(code: str | None) -> str | None:
    return code if code in dict(languages()) else None


class ChooseLanguage:
    slots = ("language",)
    intents: frozenset[str] = frozenset()

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        code = _shipped(turn.chosen("language"))
        if code is None and turn.requested == "language":
            code = _shipped(turn.first("language_name"))
        return Heard({"language": code}, acknowledged=True) if code else None

    async def skip(self, slot: str, api: Api) -> None:
        """Cannot be skipped: something has to be spoken."""


class AskLanguage(Action):
    """Offers every language by its own name."""

    def name(self) -> str:
        return "action_ask_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        options = [
            {"title": name, "payload": '/answer{"slot":"language","value":"%s"}' % code}
            for code, name in languages()
        ]
        dispatcher.utter_message(response="utter_which_language", options=options)
        return []


class ChangeLanguage(Action):
    """Switches to the language that was named; asks which when none was."""

    def name(self) -> str:
        return "action_change_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        return [SlotSet("language", _shipped(Turn.of(tracker).first("language_name")))]
