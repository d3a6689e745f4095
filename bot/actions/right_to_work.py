"""Right to work: yes, no or not sure. The employer checks it; no document or code is taken here."""

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


class RightToWork:
    slots = ("right_to_work",)
    intents = frozenset({"inform_right_to_work"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        answer = turn.chosen("right_to_work")
        if answer is None and not turn.is_button:
            if turn.requested == "right_to_work":
                answer = turn.first("right_to_work") or turn.polarity
            elif turn.means(*self.intents):
                answer = turn.first("right_to_work")
        if answer not in ("yes", "no", "unsure"):
            return None
        await api.save(right_to_work=answer)
        if answer == "unsure":
            say.utter_message(response="utter_right_to_work_unsure")
        return Heard({"right_to_work": answer}, acknowledged=answer == "unsure")

    async def skip(self, slot: str, api: Api) -> None:
        await api.save(right_to_work=None)
