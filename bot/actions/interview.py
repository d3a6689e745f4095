"""Interviews: a button under an invitation or a reminder; the API knows what it means and what to say."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.turn import Turn


class TakeInterviewStep(Action):
    """Chooses a time, asks for others, confirms or withdraws."""

    def name(self) -> str:
        return "action_interview"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        payload = turn.payload or {}
        api = Api(turn.session_id, turn.language)
        for said in await api.interview(str(payload.get("do")), str(payload.get("id"))):
            dispatcher.utter_message(
                text=said["text"], buttons=said["quick_replies"], json_message={"links": said["links"]}
            )
        return []
