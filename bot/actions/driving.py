"""Whether the candidate drives to work-related places: a fact some vacancies need, never a judgement."""

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


class Driving:
    slots = ("driving",)
    intents = frozenset({"inform_driving"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        chosen = turn.chosen("driving")
        can_drive = {"yes": True, "no": False}.get(str(chosen)) if chosen else None
        if can_drive is None and not turn.is_button:
            asked = turn.requested == "driving"
            if asked or turn.means(*self.intents):
                can_drive = turn.first("driving")
            if can_drive is None and asked:
                can_drive = {"yes": True, "no": False}.get(turn.polarity or "")
        if can_drive is None:
            return None
        await api.save(can_drive=can_drive)
        return Heard({"driving": "yes" if can_drive else "no"})

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(can_drive=None)
