"""How the candidate can get to work, and how long the way may take."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn

MODES = ("walk", "cycle", "bus", "train", "car", "lift")
# Said without a time: the ONS counts a journey of up to 30 minutes as a short commute, and most
# people in work travel no longer (Labour Force Survey, travel to work).
USUAL_MINUTES = 30


def _from_button(value: Any) -> dict[str, Any] | None:
    mode, _, minutes = str(value).partition("-")
    if mode not in MODES or not minutes.isdigit() or not 5 <= int(minutes) <= 180:
        return None
    return {"modes": [mode], "max_minutes": int(minutes)}


class Travel:
    slots = ("travel",)
    intents = frozenset({"inform_travel"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        travel = _from_button(turn.chosen("travel")) if turn.chosen("travel") else None
        asked = turn.requested == "travel"
        if travel is None and not turn.is_button and (asked or turn.means(*self.intents)):
            travel = self._said(turn)
        if travel is None:
            return None
        await api.save(travel=travel)
        return Heard({"travel": travel})

    def _said(self, turn: Turn) -> dict[str, Any] | None:
        modes = [mode for mode in MODES if mode in turn.values("travel_mode")]
        minutes = turn.first("minutes")
        alone = turn.first("number")
        if minutes is None and alone is not None and turn.requested == "travel":
            minutes = round(alone["max"])  # "45", said to this question
        known = turn.slots.get("travel")
        before = known if isinstance(known, dict) else {}
        if not modes and minutes is None:
            return None
        return {
            "modes": modes
            or before.get("modes")
            or (["car"] if turn.slots.get("driving") == "yes" else ["bus", "walk"]),
            "max_minutes": min(180, max(5, minutes or before.get("max_minutes") or USUAL_MINUTES)),
        }

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(travel=None)
