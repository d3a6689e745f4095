"""What can be said at every step: start, why, start again, a person, what is stored, delete."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.turn import Turn

KEPT_WHEN_STARTING_AGAIN = frozenset({"language", "language_chosen", "language_offered", "consent"})


class Start(Action):
    """The first turn: takes the language the page already knows and greets."""

    def name(self) -> str:
        return "action_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        language: str | None = (Turn.of(tracker).payload or {}).get("language")
        return [SlotSet("language", language)] if language else []


class Why(Action):
    """Says why the open question is asked."""

    def name(self) -> str:
        return "action_why"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        dispatcher.utter_message(response=f"utter_why_{Turn.of(tracker).requested}")
        return []


class StartAgain(Action):
    """Empties the answers, keeps language and consent."""

    def name(self) -> str:
        return "action_start_again"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        if turn.slots.get("consent"):
            await Api(turn.session_id, turn.language).start_again()
        dispatcher.utter_message(response="utter_starting_again")
        return [
            SlotSet(name, None)
            for name, value in turn.slots.items()
            if value is not None and name not in KEPT_WHEN_STARTING_AGAIN and name != "requested_slot"
        ]


class SpeakToPerson(Action):
    """Hands the wish for a person to the coordinators."""

    def name(self) -> str:
        return "action_speak_to_person"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        await Api(turn.session_id, turn.language).ask_for_person()
        has_contact = turn.slots.get("contact") == "given"
        dispatcher.utter_message(
            response="utter_person_asked" if has_contact else "utter_person_needs_contact"
        )
        # The person is on the way: what was not understood comes back as buttons.
        return [SlotSet("misses", 2)] if int(turn.slots.get("misses") or 0) > 2 else []


class GoOn(Action):
    """Does nothing: the question that is open follows. (Rasa runs no rule that has a form as its first step.)"""

    def name(self) -> str:
        return "action_go_on"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        return []


class ContinueElsewhere(Action):
    """Gives the code with which the conversation goes on elsewhere."""

    def name(self) -> str:
        return "action_continue_elsewhere"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        move = await Api(turn.session_id, turn.language).move_code()
        dispatcher.utter_message(
            response="utter_continue_elsewhere", code=move["code"], address=move["address"]
        )
        return []


class AskToDelete(Action):
    """Deletion is for good, so it is asked once."""

    def name(self) -> str:
        return "action_ask_to_delete"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        dispatcher.utter_message(response="utter_confirm_deletion")
        return [SlotSet("confirming_deletion", True)]


class ShowMatches(Action):
    """Shows the matches once more, newly ranked, when there is enough to match on."""

    def name(self) -> str:
        return "action_show_matches"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        if turn.requested not in ("choose_match", "share_consent"):
            dispatcher.utter_message(response="utter_matches_later")
            return []
        return [SlotSet("shown_matches", None), SlotSet("choose_match", None), SlotSet("share_consent", None)]
