"""Consent to share, asked for each opportunity; then the referral."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn

UNDECIDED: dict[str, Any] = {"choose_match": None, "share_consent": None}


class ShareConsent:
    slots = ("share_consent",)
    intents: frozenset[str] = frozenset()

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        if turn.requested != "share_consent":
            return None
        answer = turn.chosen("share_consent") or turn.polarity
        if answer in ("no", "skip"):
            say.utter_message(response="utter_not_shared")
            return Heard(UNDECIDED, acknowledged=True)
        if answer != "yes":
            return None
        referral = await api.refer(turn.slots["choose_match"])
        if referral is None:
            say.utter_message(response="utter_match_gone")
            return Heard({**UNDECIDED, "shown_matches": None}, acknowledged=True)
        say.utter_message(
            response="utter_referred" if referral["sent"] else "utter_referred_awaiting_review",
            reference=referral["reference"],
            employer=referral["employer"],
        )
        if referral["guaranteed_interview"]:
            say.utter_message(
                response="utter_guaranteed_interview",
                employer=referral["employer"],
                respond_by=referral["guaranteed_interview"]["respond_by"],
            )
        else:
            say.utter_message(response="utter_what_happens_next", employer=referral["employer"])
        if not turn.slots.get("referred"):
            say.utter_message(response="utter_offer_equality")
        return Heard({**UNDECIDED, "referred": True}, acknowledged=True)

    async def skip(self, slot: str, api: Api) -> None:
        """Not deciding shares nothing."""


class AskShareConsent(Action):
    """Says exactly what would be shared, and with whom, before asking."""

    def name(self) -> str:
        return "action_ask_share_consent"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        offer = await Api(turn.session_id, turn.language).offer(turn.slots["choose_match"])
        if offer is None:
            dispatcher.utter_message(response="utter_match_gone")
            return []
        dispatcher.utter_message(response="utter_shared_about_you", items=offer["about_you"])
        dispatcher.utter_message(response="utter_shared_about_work", items=offer["about_work"])
        dispatcher.utter_message(
            response="utter_may_i_send", title=offer["title"], employer=offer["employer"]
        )
        return []
