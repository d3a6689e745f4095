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
from words.found import Found

EXTRACTOR = "lexicon"


def as_entities(found: list[Found]) -> list[dict[str, Any]]:
    """What the parsers found, as Rasa carries entities."""
    return [
        {
            "entity": one.entity,
            "value": one.value,
            "start": one.start,
            "end": one.end,
            "negated": one.negated,
            "extractor": EXTRACTOR,
        }
        for one in found
    ]


def languages_of(message: Message) -> list[str]:
    """What a message is read in: the languages the channel tells, and English, which is mixed into all.

    Empty when none is known: then all are read.
    """
    spoken = (message.get("metadata") or {}).get("languages") or []
    return [*spoken, "en"] if spoken else []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LexiconEntityExtractor(GraphComponent):
    """Entities from ``data/lexicon``, nothing learned, in the languages that are spoken.

    A message that begins with "/" is a button's payload and carries its own entities, so it is left
    alone.
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
            with lexicon.reading(*languages_of(message)):
                entities = parse_all(text)
            message.set(ENTITIES, message.get(ENTITIES, []) + as_entities(entities), add_to_output=True)
        return messages
