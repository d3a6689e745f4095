"""English, asked kindly: once for everything, and task by task of whom the tasks differ."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn

SLOTS = ("english_speaking", "english_reading", "english_writing")
LEVELS = frozenset({"A0", "A1", "A2", "B1", "B2", "C1", "C2"})
# A button of the first question that answers for speaking, reading and writing together.
ALL = "all-"
APART = "apart"


def asked_together(turn: Turn) -> tuple[str, ...]:
    """The slots that the open question is about: all three, until the candidate says that they differ."""
    if turn.requested == SLOTS[0] and not turn.slots.get("english_apart"):
        return SLOTS
    return (turn.requested,) if turn.requested else ()


class English:
    slots = SLOTS
    intents = frozenset({"inform_english"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        chosen = {name: str(turn.chosen(name)) for name in self.slots if turn.chosen(name)}
        if chosen == {SLOTS[0]: APART}:
            return Heard({"english_apart": True, SLOTS[0]: None}, acknowledged=True)
        answers: dict[str, Any] = {name: level for name, level in chosen.items() if level in LEVELS}
        together = chosen.get(SLOTS[0], "").removeprefix(ALL)
        if together in LEVELS and together != chosen[SLOTS[0]]:
            answers = dict.fromkeys(self.slots, together)
        if not answers and not turn.is_button and (turn.requested in self.slots or turn.means(*self.intents)):
            answers = self._said(turn)
        if not answers:
            return None
        await api.save(**answers)
        return Heard(answers)

    def _said(self, turn: Turn) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        general = None
        for found in turn.values("english_level"):
            if found.get("skill"):
                answers["english_" + found["skill"]] = found["level"]
            else:
                general = found["level"]
        if not answers and general is None and turn.requested in self.slots and turn.polarity == "no":
            general = "A0"
        if general and not answers:
            # "Very little" answers the question that is open; said of English as a whole, unasked, it
            # speaks for talking only.
            asked = asked_together(turn) if turn.requested in self.slots else SLOTS[:1]
            answers = dict.fromkeys(asked, general)
        if answers == {SLOTS[0]: "A0"} and asked_together(turn) == SLOTS:
            answers = dict.fromkeys(
                SLOTS, "A0"
            )  # "I don't speak any English", to the question about all of it
        return answers

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(**{slot: None})


class AskEnglishSpeaking(Action):
    """Asks about English once, or about speaking alone when the tasks differ or it is corrected."""

    def name(self) -> str:
        return "action_ask_english_speaking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        slots = Turn.of(tracker).slots
        apart = any(slots.get(name) for name in ("english_apart", *SLOTS[1:]))
        dispatcher.utter_message(response="utter_english_speaking" if apart else "utter_how_much_english")
        return []
