"""The matches: showing them, and hearing which one the candidate wants."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


def choice_payload(opportunity_id: str) -> str:
    """The payload of the button that chooses a match."""
    return '/answer{"slot":"choose_match","value":"%s"}' % opportunity_id


class ChooseMatch:
    slots = ("choose_match",)
    intents = frozenset({"choose_match"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        shown = [match["id"] for match in turn.slots.get("shown_matches") or []]
        chosen = turn.chosen("choose_match")
        if chosen is None and not turn.is_button and turn.requested == "choose_match":
            chosen = self._said(turn, shown)
        if chosen is None:
            return None
        offer = await api.offer(str(chosen)) if chosen in shown else None
        if offer is None:
            say.utter_message(response="utter_match_gone")
            return Heard({"choose_match": None, "shown_matches": None}, acknowledged=True)
        return Heard({"choose_match": chosen, "share_consent": None}, acknowledged=True)

    def _said(self, turn: Turn, shown: list[str]) -> str | None:
        ordinal = turn.first("ordinal")
        if ordinal is not None and shown:
            index = ordinal - 1 if ordinal > 0 else len(shown) + ordinal
            return shown[index] if 0 <= index < len(shown) else None
        if turn.polarity == "yes" and len(shown) == 1:
            return shown[0]
        return self._named(turn)

    def _named(self, turn: Turn) -> str | None:
        said = turn.text.casefold()
        titles = {match["id"]: match["title"].casefold() for match in turn.slots.get("shown_matches") or []}
        named = [match_id for match_id, title in titles.items() if said in title or title in said]
        return named[0] if len(said) >= 4 and len(named) == 1 else None

    async def skip(self, slot: str, api: Api) -> None:
        """Choosing none stores nothing."""


class AskChooseMatch(Action):
    """Shows the cards once; after that, offers to choose another one."""

    def name(self) -> str:
        return "action_ask_choose_match"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        shown = turn.slots.get("shown_matches")
        if shown and not turn.means("show_matches"):
            again = (
                "utter_ask_another_after_referral"
                if turn.slots.get("referred")
                else "utter_ask_another_match"
            )
            dispatcher.utter_message(response=again, options=_options(shown))
            return []
        cards = await Api(turn.session_id, turn.language).matches()
        if not cards:
            dispatcher.utter_message(response="utter_no_matches")
            return [SlotSet("shown_matches", None)]
        for card in cards:
            card["payload"] = choice_payload(card["opportunity_id"])
        shown = [{"id": card["opportunity_id"], "title": card["title"]} for card in cards]
        dispatcher.utter_message(
            response="utter_ask_choose_match",
            cards=cards,
            options=_options(shown),
        )
        return [SlotSet("shown_matches", shown)]


def _options(shown: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {"title": f"{position}. {match['title']}", "payload": choice_payload(match["id"])}
        for position, match in enumerate(shown, start=1)
    ]
