"""What is stored about the candidate: shown, corrected line by line, taken along as a document."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.turn import Turn

# Answering one of these again puts those after it in question too.
ASKED_TOGETHER = {"situation": ("situation", "redundancy_event")}
# Matches shown before a correction are out of date.
OUT_OF_DATE = ("shown_matches", "choose_match", "share_consent")


async def _known(turn: Turn) -> dict[str, Any]:
    if not turn.slots.get("consent"):
        return {"lines": [], "skills": []}
    return await Api(turn.session_id, turn.language).summary()


class WhatDoYouKnow(Action):
    """Shows what is stored, in plain words, each line with a button that corrects it."""

    def name(self) -> str:
        return "action_what_do_you_know"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        lines = (await _known(turn))["lines"]
        if not lines:
            dispatcher.utter_message(response="utter_know_nothing")
            return []
        options = [{"title": line["title"], "payload": _correction(line["slot"])} for line in lines]
        said = "\n".join("• " + line["text"] for line in lines)
        dispatcher.utter_message(response="utter_what_i_know", lines=said, options=options)
        return []


def _correction(slot: str) -> str:
    return "/change_skills" if slot == "experience" else '/ask_again{"slot":"%s"}' % slot


class AskAgain(Action):
    """Opens one question again; the form then asks it."""

    def name(self) -> str:
        return "action_ask_again"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        slot = str((turn.payload or {}).get("slot"))
        if slot not in turn.slots or turn.slots[slot] is None or not turn.slots.get("consent"):
            return []
        again = (*ASKED_TOGETHER.get(slot, (slot,)), *OUT_OF_DATE)
        # A correction is about one task only.
        apart = [SlotSet("english_apart", True)] if slot.startswith("english_") else []
        return [*(SlotSet(name, None) for name in again), *apart, SlotSet("misses", 0)]


class ChangeSkills(Action):
    """Shows every skill with a button that takes it out."""

    def name(self) -> str:
        return "action_change_skills"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        options = [
            {"title": f"✕ {skill['label']}", "payload": '/remove_skill{"skill":"%s"}' % skill["id"]}
            for skill in (await _known(turn))["skills"]
        ]
        dispatcher.utter_message(response="utter_change_skills", options=options)
        return []


class RemoveSkill(Action):
    """Takes one skill out."""

    def name(self) -> str:
        return "action_remove_skill"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        if turn.slots.get("consent"):
            skill = str((turn.payload or {}).get("skill"))
            await Api(turn.session_id, turn.language).remove_skill(skill)
        dispatcher.utter_message(response="utter_skill_removed")
        return [SlotSet(name, None) for name in OUT_OF_DATE]


class GiveCv(Action):
    """Links to a one-page profile for employers, in English and in the candidate's language."""

    def name(self) -> str:
        return "action_ask_cv"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        if not (await _known(turn))["skills"]:
            dispatcher.utter_message(response="utter_cv_later")
            return []
        links = await Api(turn.session_id, turn.language).document("cv")
        dispatcher.utter_message(response="utter_cv" if links else "utter_no_pdf", links=links)
        return []


class GiveExport(Action):
    """Links to everything that is stored, to read and to take elsewhere."""

    def name(self) -> str:
        return "action_export_data"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        turn = Turn.of(tracker)
        if not turn.slots.get("consent"):
            dispatcher.utter_message(response="utter_know_nothing")
            return []
        links = await Api(turn.session_id, turn.language).document("export")
        dispatcher.utter_message(response="utter_export", links=links)
        return []
