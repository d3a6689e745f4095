"""A tracker store that holds a conversation only while one message of it is being answered."""

from collections.abc import Iterable
from typing import Any, ClassVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class TurnStore(TrackerStore):
    """Open turns by sender id; the channel opens and closes them, Rasa reads and writes in between."""

    # On the class, because Rasa wraps the instance it makes and hands the wrapper to nobody.
    open_turns: ClassVar[dict[str, DialogueStateTracker]] = {}

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.open_turns[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return self.open_turns.get(sender_id)

    async def keys(self) -> Iterable[str]:
        return list(self.open_turns)
