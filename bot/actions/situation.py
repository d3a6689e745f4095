"""What happened at work, and with which employer."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn

REDUNDANCY = frozenset({"made_redundant", "redundancy_soon"})
NOT_ASKED = "not_asked"


class Situation:
    slots = ("situation", "redundancy_event")
    intents = frozenset({"inform_situation"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        chosen_event = turn.chosen("redundancy_event")
        if chosen_event:
            return await self._event(str(chosen_event), api)
        chosen = turn.chosen("situation")
        if chosen:
            return await self._situation(str(chosen), [], api)
        if turn.is_button or (turn.requested not in self.slots and not turn.means(*self.intents)):
            return None
        events = await api.find_events(turn.text)
        situation = turn.first("situation")
        if situation is None and events and turn.requested in self.slots:
            situation = "made_redundant"
        if situation:
            return await self._situation(situation, events, api)
        if turn.requested == "redundancy_event":
            if turn.polarity in ("no", "unsure"):
                return await self._event("other", api)
            # A name we do not know is still an answer: it is just no event of this region.
            if turn.intent not in ("out_of_scope", "affirm") and 1 <= len(turn.text.split()) <= 6:
                return await self._event("other", api)
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

    async def _event(self, event_id: str, api: Api) -> Heard:
        known = {event["id"] for event in await api.events()}
        await api.save(redundancy_event=event_id if event_id in known else None)
        return Heard({"redundancy_event": event_id if event_id in known else "other"})

    async def skip(self, slot: str, api: Api) -> None:
        if slot == "situation":
            await api.save(situation=None, redundancy_event=None)
        else:
            await api.save(redundancy_event=None)


class AskRedundancyEvent(Action):
    """Offers the employers of the region's redundancy events as buttons."""

    def name(self) -> str:
        return "action_ask_redundancy_event"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        options = [
            {
                "title": event["name"],
                "payload": '/answer{"slot":"redundancy_event","value":"%s"}' % event["id"],
            }
            for event in await Api(turn.session_id, turn.language).events()
        ]
        dispatcher.utter_message(response="utter_which_employer", options=options)
        return []
