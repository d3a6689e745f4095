"""What the candidate has done and can do, in their own words."""

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.topic import Heard
from actions.turn import Turn


class Experience:
    slots = ("experience",)
    intents = frozenset({"inform_experience"})

    async def understand(self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher) -> Heard | None:
        asked = turn.requested == "experience"
        if turn.is_button or not turn.text or not (asked or turn.means(*self.intents)):
            return None
        skills = await api.link_skills(turn.text)
        if not skills:
            return None
        await api.save(add_skills=skills)
        say.utter_message(
            response="utter_skills_noted" if asked else "utter_skills_added",
            skills=", ".join(skill["label"] for skill in skills),
        )
        return Heard({"experience": "given"}, acknowledged=True)

    async def skip(self, slot: str, api: Api) -> None:
        """What was said before stays: skipping means there is nothing to add."""
