"""What happened at work, and with which employer."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn

REDUNDANCY = frozenset({"made_redundant", "redundancy_soon"})
NOT_ASKED = "not_asked"
# More buttons than these would hide the other answers.
MOST_EVENTS = 3
# A company's name looks like nothing the bot has learned: only what is surely something else is no name.
STRANGE = 0.7


class Situation:
    slots = ("situation", "redundancy_event")
    intents = frozenset({"inform_situation"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        chosen_event = turn.chosen("redundancy_event")
        if chosen_event:
            return await self._event(str(chosen_event), turn, api)
        chosen = turn.chosen("situation")
        if chosen:
            return await self._situation(str(chosen), [], api)
        if turn.is_button or (turn.requested not in self.slots and not turn.means(*self.intents)):
            return None
        events = await api.find_events(turn.text)
        situation = turn.first("situation")
        if situation is None and events and turn.requested in self.slots:
            before = turn.slots.get("situation")
            situation = before if before in REDUNDANCY else "made_redundant"
        if situation:
            return await self._situation(situation, events, api)
        if turn.requested == "redundancy_event":
            if turn.polarity in ("no", "unsure"):
                return await self._event("other", turn, api)
            # A name we do not know is still an answer: it is just no event of this region.
            is_strange = turn.intent == "out_of_scope" and (turn.confidence > STRANGE or "?" in turn.text)
            if not is_strange and turn.intent != "affirm" and 1 <= len(turn.text.split()) <= 6:
                return await self._event("other", turn, api)
        return None

    async def _situation(self, situation: str, events: list[dict[str, str]], api: Api) -> Heard:
        slots: dict[str, Any] = {"situation": situation}
        event_id = None
        if situation not in REDUNDANCY:
            slots["redundancy_event"] = NOT_ASKED
        elif len(events) == 1:
            event_id = slots["redundancy_event"] = events[0]["id"]
        else:
            slots["redundancy_event"] = None
        await api.save(situation=situation, redundancy_event=event_id)
        return Heard(slots)

    async def _event(self, event_id: str, turn: Turn, api: Api) -> Heard:
        known = {event["id"] for event in await api.events()}
        slots = {"redundancy_event": event_id if event_id in known else "other"}
        if turn.slots.get("situation") not in REDUNDANCY:  # "I lost my job at …", as the answer to the first
            slots["situation"] = "made_redundant"
            await api.save(situation="made_redundant")
        await api.save(redundancy_event=event_id if event_id in known else None)
        return Heard(slots)

    async def skip(self, slot: str, api: Api) -> None:
        if slot == "situation":
            await api.save(situation=None, redundancy_event=None)
        else:
            await api.save(redundancy_event=None)


class AskSituation(Action):
    """Asks what happened. The region's redundancy events are answers that need no second question."""

    def name(self) -> str:
        return "action_ask_situation"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        options = [
            {"title": event["lost"], "payload": _event_payload(event["id"])}
            for event in await Api(turn.session_id, turn.language).events()
        ]
        dispatcher.utter_message(response="utter_what_happened", options=options[:MOST_EVENTS])
        return []


def _event_payload(event_id: str) -> str:
    return '/answer{"slot":"redundancy_event","value":"%s"}' % event_id


class AskRedundancyEvent(Action):
    """Offers the employers of the region's redundancy events as buttons."""

    def name(self) -> str:
        return "action_ask_redundancy_event"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        options = [
            {"title": event["name"], "payload": _event_payload(event["id"])}
            for event in await Api(turn.session_id, turn.language).events()
        ]
        dispatcher.utter_message(response="utter_which_employer", options=options)
        return []
