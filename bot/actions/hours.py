"""Hours a week."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


def _from_button(value: Any) -> dict[str, float] | None:
    low, _, high = str(value).partition("-")
    try:
        hours = {"min": float(low), "max": float(high)}
    except ValueError:
        return None
    return hours if 0 <= hours["min"] <= hours["max"] <= 168 else None


class Hours:
    slots = ("hours",)
    intents = frozenset({"inform_hours"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        hours = _from_button(turn.chosen("hours")) if turn.chosen("hours") else None
        if hours is None and not turn.is_button and (turn.requested == "hours" or turn.means(*self.intents)):
            hours = turn.first("hours")
            if hours is None and turn.requested == "hours":
                hours = turn.first("number")  # "20", said to this question
        if hours is None:
            return None
        await api.save(hours=hours)
        return Heard({"hours": hours})

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(hours=None)
