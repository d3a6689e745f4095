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


def named_alone(text: str) -> str | None:
    """Code of the language when a message is nothing but its own name ("Português", "english.")."""
    names = {name.casefold(): code for code, name in languages()}
    return names.get(text.strip(" .!?").casefold())


def chosen(code: str | None) -> list:
    """The events of a candidate's choice; with no language said it is asked."""
    return [SlotSet("language", code), SlotSet("language_chosen", True)]


class ChooseLanguage:
    slots = ("language",)
    intents: frozenset[str] = frozenset()

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        code = _shipped(turn.chosen("language"))
        if code is None and turn.requested == "language":
            code = _shipped(turn.first("language_name"))
        if code is None and turn.requested == "language" and turn.language:
            return Heard({"language": turn.language}, acknowledged=True)  # told from what was typed
        return Heard({"language": code, "language_chosen": True}, acknowledged=True) if code else None

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
        return chosen(_shipped(Turn.of(tracker).first("language_name")))
