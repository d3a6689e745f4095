"""Runs in the bot's environment, one part a process (``python -m benchmarks.understanding.run PART …``).

Prints one JSON object. Each part is its own process, so that time and memory are its own.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bot"))

from benchmarks.understanding import data
from benchmarks.understanding.measures import (
    Understood,
    accuracy,
    asks_again,
    calibration_error,
    entity_f1,
    macro_f1,
    re_asks,
)

SHOWN = (0.2, 0.25, 0.3)
GIVEN_AWAY = 0.005
"""Accuracy in scope that recognising what is out of it may cost."""
THRESHOLDS = [step / 100 for step in range(0, 61)]


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    cut = statistics.quantiles([one * 1000 for one in seconds], n=100, method="inclusive")
    return {"p50_ms": cut[49], "p95_ms": cut[94]}


def product(languages: list[str]) -> dict[str, Any]:
    """The bot's own components, trained on these languages together, on each one's held-out messages."""
    from actions.turn import SURE, confidence
    from components.intent_classifier import NgramIntentClassifier
    from components.lexicon_entities import LexiconEntityExtractor
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    examples = [
        Message({TEXT: said.text, INTENT: said.intent})
        for language in languages
        for said in data.training(language)
    ]
    with TemporaryDirectory() as folder:
        storage, resource_ = LocalModelStorage.create(Path(folder)), Resource("intents")
        began = time.perf_counter()
        NgramIntentClassifier(storage, resource_).train(TrainingData(training_examples=examples))
        trained = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        classifier = NgramIntentClassifier.load({}, storage, resource_, None)
    extractor = LexiconEntityExtractor()

    def read(text: str, language: str) -> tuple[Message, float]:
        message = Message({TEXT: text, "metadata": {"languages": [language]}})
        start = time.perf_counter()
        classifier.process(extractor.process([message]))
        return message, time.perf_counter() - start

    found: dict[str, Any] = {}
    for language in languages:
        held = data.held_out(language)
        read(held[0].text, language)  # the first message builds the language's tables
        answers = [read(said.text, language) for said in held]
        understood = [
            Understood(message.get(INTENT)["name"], message.get(INTENT)["confidence"])
            for message, _ in answers
        ]
        # What the bot goes by: nothing where the message may be about something else (actions/turn.py).
        surely = [
            Understood(one.intent, confidence(message.get(INTENT), message.get("intent_ranking")))
            for one, (message, _) in zip(understood, answers, strict=True)
        ]
        meant = [said.intent for said in held]
        marked = data.entities(language)
        extracted = [
            [
                (one["entity"], one["value"], one["negated"])
                for one in read(entry["say"], language)[0].get("entities")
            ]
            for entry in marked
        ]
        pairs = [(said, one.intent) for said, one in zip(meant, understood, strict=True)]
        recall, false = re_asks(meant, surely, SURE)
        mistaken, noticed = _languages(held, language)
        found[language] = {
            "messages": len(held),
            "language_mistaken": mistaken,
            "language_noticed": noticed,
            "accuracy": accuracy(pairs),
            "macro_f1": macro_f1(pairs),
            "out_of_scope_recall": recall,
            "false_re_asks": false,
            "calibration_error": calibration_error(meant, understood),
            "entity_messages": len(marked),
            "entity_f1": entity_f1([entry["find"] for entry in marked], extracted),
            **_percentiles([taken for _, taken in answers]),
        }
    return {
        "examples": len(examples),
        "train_seconds": trained,
        "model_mb": size / 1e6,
        "memory_mb": _memory_mb(),
        "threshold": SURE,
        "languages": found,
    }


def _languages(held: list[data.Said], language: str) -> tuple[float, float]:
    """Shares of messages at which the conversation leaves their language, and comes to it from another one.

    Short ones are not followed, so the second is nowhere near 1; the first should be 0.
    """
    from components.typed_language import follow

    def left_for(text: str, spoken: str) -> str:
        followed = follow(text, {"slots": {"language": spoken}, "requested": "hours"})
        assert followed.state is not None
        return str(followed.state["slots"]["language"])

    other = "pt" if language == "en" else "en"
    mistaken = sum(left_for(said.text, language) != language for said in held)
    noticed = sum(left_for(said.text, other) == language for said in held)
    return mistaken / len(held), noticed / len(held)


def public(name: str, folder: Path) -> dict[str, Any]:
    """The same pipeline on a published data set; the threshold is chosen on its validation messages."""
    from components.intent_classifier import new_pipeline
    from words.letters import fold

    split = {"clinc150": data.clinc150, "hwu64": data.hwu64}[name](folder)
    began = time.perf_counter()
    pipeline = new_pipeline()
    pipeline.fit([fold(said.text) for said in split.train], [said.intent for said in split.train])
    trained = time.perf_counter() - began

    def understand(messages: list[data.Said]) -> list[Understood]:
        chances = pipeline.predict_proba([fold(said.text) for said in messages])
        return [Understood(str(pipeline.classes_[row.argmax()]), float(row.max())) for row in chances]

    threshold = 0.0
    if split.choose:
        threshold = _threshold([said.intent for said in split.choose], understand(split.choose))
    tested = understand(split.test)

    def pairs_in_scope(at: float) -> list[tuple[str, str]]:
        return [
            (said.intent, data.OUT_OF_SCOPE if asks_again(one, at) else one.intent)
            for said, one in zip(split.test, tested, strict=True)
            if said.intent != data.OUT_OF_SCOPE
        ]

    def recall(at: float) -> float | None:
        strange = [
            asks_again(one, at)
            for said, one in zip(split.test, tested, strict=True)
            if said.intent == data.OUT_OF_SCOPE
        ]
        return sum(strange) / len(strange) if strange else None

    inside = pairs_in_scope(threshold)
    return {
        "threshold": threshold,
        "in_scope_accuracy": accuracy(inside),
        "macro_f1": macro_f1(inside),
        "out_of_scope_recall": recall(threshold),
        "at_other_thresholds": [(at, accuracy(pairs_in_scope(at)), recall(at)) for at in SHOWN],
        "train_seconds": trained,
        "memory_mb": _memory_mb(),
    }


def _threshold(meant: list[str], understood: list[Understood]) -> float:
    """The highest one that gives away at most half a point of accuracy in scope on these messages."""

    def in_scope(threshold: float) -> float:
        return accuracy(
            (said, data.OUT_OF_SCOPE if asks_again(one, threshold) else one.intent)
            for said, one in zip(meant, understood, strict=True)
            if said != data.OUT_OF_SCOPE
        )

    return max(one for one in THRESHOLDS if in_scope(one) >= in_scope(0.0) - GIVEN_AWAY)


DIET = """
recipe: default.v1
language: xx
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {epochs}
    constrain_similarities: true
  - name: EntitySynonymMapper
  - name: FallbackClassifier
    threshold: 0.3
    ambiguity_threshold: 0.1
policies:
  - name: RulePolicy
"""


def diet(epochs: int, languages: list[str]) -> dict[str, Any]:
    """Rasa's default recipe for understanding, trained on the same messages and asked the same ones."""
    import asyncio

    import rasa.model_training
    from rasa.core.agent import Agent

    with TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        config.write_text(DIET.format(epochs=epochs))
        began = time.perf_counter()
        learned = Path(folder) / "nlu"
        for language in languages:
            shutil.copytree(data.TRAINING / language, learned / language)
        model = rasa.model_training.train_nlu(str(config), str(learned), folder)
        trained = time.perf_counter() - began
        size = Path(model).stat().st_size
        agent = Agent.load(model)

    async def ask(text: str) -> tuple[Understood, float]:
        start = time.perf_counter()
        intent = (await agent.parse_message(text))["intent"]
        return Understood(intent["name"], intent["confidence"]), time.perf_counter() - start

    async def everything() -> dict[str, Any]:
        found = {}
        for language in languages:
            held = data.held_out(language)
            await ask(held[0].text)
            answers = [await ask(said.text) for said in held]
            meant = [said.intent for said in held]
            understood = [
                one if one.intent != "nlu_fallback" else Understood(data.OUT_OF_SCOPE, one.confidence)
                for one, _ in answers
            ]
            pairs = [(said, one.intent) for said, one in zip(meant, understood, strict=True)]
            recall, false = re_asks(meant, understood, 0.0)
            found[language] = {
                "accuracy": accuracy(pairs),
                "macro_f1": macro_f1(pairs),
                "out_of_scope_recall": recall,
                "false_re_asks": false,
                **_percentiles([taken for _, taken in answers]),
            }
        return found

    measured = asyncio.run(everything())
    return {
        "epochs": epochs,
        "train_seconds": trained,
        "model_mb": size / 1e6,
        "memory_mb": _memory_mb(),
        "languages": measured,
    }


def main(arguments: list[str]) -> None:
    part, *rest = arguments
    if part == "product":
        found = product(rest or data.languages())
    elif part == "diet":
        found = diet(int(rest[0]), rest[1:] or data.languages())
    else:
        found = public(part, Path(rest[0]))
    sys.stdout.write("\n" + json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
