"""Where the candidate lives: a town or a postcode, never a street."""

from rasa_sdk.executor import CollectingDispatcher
from words import lexicon
from words.negation import strip_negated

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


class Home:
    slots = ("home",)
    intents = frozenset({"inform_home"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        asked = turn.requested == "home"
        if turn.is_button or not (asked or turn.means(*self.intents)):
            return None
        if asked and turn.means("out_of_scope", "affirm", "deny", "unsure"):
            return None
        with lexicon.reading(turn.language, "en"):
            meant = strip_negated(turn.text)
        place = await api.find_place(meant)
        if place is None:
            return None
        await api.save(home=place)
        return Heard({"home": place["place"]})

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(home=None)
