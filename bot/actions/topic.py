"""What a topic is: the slots it fills and how it reads a message."""

from dataclasses import dataclass
from typing import Any, Protocol

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Api
from actions.turn import Turn


@dataclass(frozen=True)
class Heard:
    """What a topic understood: slots to set, and whether it has already said so to the candidate."""

    slots: dict[str, Any]
    acknowledged: bool = False


class Topic(Protocol):
    """A question or a few that belong together.

    ``understand`` stores what it hears through the API and returns the slots to set; null when the
    message says nothing about the topic. It must never guess: null leads to a kind re-ask.
    """

    slots: tuple[str, ...]
    intents: frozenset[str]

    async def understand(
        self, slot: str, turn: Turn, api: Api, say: CollectingDispatcher
    ) -> Heard | None: ...

    async def skip(self, slot: str, api: Api) -> None:
        """The candidate would rather not answer: empty what is stored for it."""
