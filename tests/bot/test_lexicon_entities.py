"""The component as Rasa runs it: messages in, entities on them."""

from pathlib import Path
from typing import Any

from components.lexicon_entities import LexiconEntityExtractor
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message


def entities(text: str, already: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    extractor = LexiconEntityExtractor.create(
        LexiconEntityExtractor.get_default_config(),
        LocalModelStorage(Path("unused")),
        Resource("lexicon"),
        ExecutionContext(GraphSchema({})),
    )
    message = Message({TEXT: text, **({ENTITIES: already} if already is not None else {})})
    (processed,) = extractor.process([message])
    return list(processed.get(ENTITIES, []))


def test_every_answer_in_a_message_becomes_an_entity() -> None:
    found = entities("Moro em TA6, posso trabalhar de noite e conduzo")
    assert {
        "entity": "postcode",
        "value": "TA6",
        "start": 8,
        "end": 11,
        "negated": False,
        "extractor": "lexicon",
    } in found
    assert {("shift", "night"), ("driving", True)} <= {(one["entity"], one["value"]) for one in found}


def test_what_is_ruled_out_says_so() -> None:
    assert [(one["value"], one["negated"]) for one in entities("not nights")] == [("night", True)]


def test_a_buttons_payload_keeps_its_own_entities() -> None:
    own = [{"entity": "shift", "value": "day", "start": 0, "end": 1}]
    assert entities('/answer{"slot":"shifts","value":"night"}', own) == own


def test_entities_found_before_are_kept() -> None:
    own = [{"entity": "town", "value": "Wells", "start": 0, "end": 5}]
    assert entities("Wells, nights", own)[0] == own[0]


def test_an_empty_message_has_no_entities() -> None:
    assert entities("") == []
    assert entities("\u200b") == []
