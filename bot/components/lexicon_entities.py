"""Adds what the lexicon parsers find to a message's entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from words import lexicon
from words.everything import parse_all

EXTRACTOR = "lexicon"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LexiconEntityExtractor(GraphComponent):
    """Entities from ``data/lexicon``, nothing learned, in the languages that the channel says are spoken.

    English words are mixed into every language; with no language known all of them are read.

    A message that begins with "/" is a button's payload and carries its own entities, so it is left
    alone. Each entity is {"entity", "value", "start", "end", "negated", "extractor": "lexicon"}.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconEntityExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if not text or text.startswith("/"):
                continue
            spoken = (message.get("metadata") or {}).get("languages") or []
            with lexicon.reading(*spoken, "en" if spoken else None):
                entities = parse_all(text)
            found = [
                {
                    "entity": one.entity,
                    "value": one.value,
                    "start": one.start,
                    "end": one.end,
                    "negated": one.negated,
                    "extractor": EXTRACTOR,
                }
                for one in entities
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
