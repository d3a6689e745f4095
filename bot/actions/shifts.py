"""Times of day and days the candidate can work; several may be chosen."""

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn

SHIFTS = ("early", "day", "late", "night", "weekend")


class Shifts:
    slots = ("shifts",)
    intents = frozenset({"inform_shifts"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        chosen = turn.chosen("shifts")
        wanted = set(chosen if isinstance(chosen, list) else [chosen] if chosen else [])
        if not wanted and not turn.is_button and (turn.requested == "shifts" or turn.means(*self.intents)):
            wanted = set(turn.values("shift"))
            refused = set(turn.values("shift", negated=True))
            if refused and not wanted:
                # "Not nights" leaves all the others open.
                wanted = set(SHIFTS)
            wanted -= refused
        if "any" in wanted:
            wanted = set(SHIFTS)
        shifts = [shift for shift in SHIFTS if shift in wanted]
        if not shifts:
            return None
        await api.save(shifts=shifts)
        return Heard({"shifts": shifts})

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(shifts=None)
