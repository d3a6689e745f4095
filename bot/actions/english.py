"""English, asked kindly: one can-do statement each for speaking, reading and writing."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn

LEVELS = frozenset({"A0", "A1", "A2", "B1", "B2", "C1", "C2"})


class English:
    slots = ("english_speaking", "english_reading", "english_writing")
    intents = frozenset({"inform_english"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        answers: dict[str, Any] = {}
        for name in self.slots:
            level = turn.chosen(name)
            if level in LEVELS:
                answers[name] = level
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
        if general and not answers:
            # "I speak it well" about no task in particular answers the question that is open; said
            # of English as a whole, unasked, it speaks for talking only.
            answers[turn.requested if turn.requested in self.slots else "english_speaking"] = general
        if not answers and turn.requested in self.slots and turn.polarity == "no":
            answers[turn.requested] = "A0"
        return answers

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(**{slot: None})
