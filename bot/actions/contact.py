"""A phone number or an e-mail address."""

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


class Contact:
    slots = ("contact",)
    intents = frozenset({"inform_contact"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        found = {kind: turn.first(kind) for kind in ("phone", "email") if turn.first(kind)}
        if not found or (turn.requested != "contact" and not turn.means(*self.intents)):
            return None
        await api.save(**found)
        return Heard({"contact": "given"})

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(phone=None, email=None)
