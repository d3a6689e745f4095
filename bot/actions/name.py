"""The first name, so that a person can greet the candidate."""

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


class Name:
    slots = ("first_name",)
    intents = frozenset({"inform_name"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        if turn.is_button or (turn.requested != "first_name" and not turn.means(*self.intents)):
            return None
        if turn.means("out_of_scope", "affirm", "unsure") and turn.confidence > 0.8:
            return None
        name = turn.first("first_name")
        if name is None:
            return None
        await api.save(first_name=name)
        return Heard({"first_name": name})

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(first_name=None)
