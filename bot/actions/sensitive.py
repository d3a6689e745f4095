"""Sensitive moments: a kind word and a place to turn to. Nothing of what was said becomes an answer."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.turn import SENSITIVE, Turn


class Sensitive(Action):
    """Answers the moment that was spoken of, with signposts for where the candidate lives."""

    def name(self) -> str:
        return "action_sensitive"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        moment = turn.intent.removeprefix(SENSITIVE)
        dispatcher.utter_message(response=f"utter_{turn.intent}")
        lines = await Api(turn.session_id, turn.language).signposts(moment)
        if lines:
            dispatcher.utter_message(response="utter_signposts", lines="\n".join(lines))
        return []
