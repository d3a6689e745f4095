"""The intent classifier is trained, kept and brought back."""

from pathlib import Path

import yaml
from actions.turn import SURE, confidence
from components.intent_classifier import FILE, NgramIntentClassifier
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from words.letters import fold

PROJECT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(folder.name for folder in (PROJECT / "bot/data/nlu").iterdir() if folder.is_dir())
# Some points under what was measured (docs/benchmarks.md): a gate against breaking, not the bar.
LOWEST_MACRO_F1 = 0.87
LOWEST_OUT_OF_SCOPE_RECALL = 0.78
MOST_FALSE_RE_ASKS = 0.08


def sentences(path: Path) -> list[tuple[str, str]]:
    found = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        lines = entry["examples"].splitlines()
        found += [(line.strip().removeprefix("- ").strip(), entry["intent"]) for line in lines]
    return found


def trained(folder: Path) -> NgramIntentClassifier:
    """The classifier as it comes back from a model archive."""
    storage, resource = LocalModelStorage.create(folder), Resource("intents")
    examples = [
        Message({TEXT: text, INTENT: intent})
        for language in LANGUAGES
        for path in sorted((PROJECT / "bot/data/nlu" / language).glob("*.yml"))
        for text, intent in sentences(path)
    ]
    NgramIntentClassifier(storage, resource).train(TrainingData(training_examples=examples))
    assert any(folder.rglob(FILE))
    return NgramIntentClassifier.load({}, storage, resource, None)


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    scores = []
    for intent in {true for true, _ in pairs}:
        hits = sum(true == said == intent for true, said in pairs)
        said, true = sum(one[1] == intent for one in pairs), sum(one[0] == intent for one in pairs)
        scores.append(2 * hits / (said + true))
    return sum(scores) / len(scores)


def test_held_out_sentences_are_understood_after_the_model_was_stored_and_loaded(tmp_path: Path) -> None:
    classifier = trained(tmp_path)
    for language in LANGUAGES:
        held_out = sentences(PROJECT / "tests/data/nlu" / f"{language}.yml")
        messages = classifier.process([Message({TEXT: text}) for text, _ in held_out])
        pairs = [(true, one.get(INTENT)["name"]) for (_, true), one in zip(held_out, messages, strict=True)]
        assert macro_f1(pairs) >= LOWEST_MACRO_F1, language
        unsure = [confidence(one.get(INTENT), one.get("intent_ranking")) < SURE for one in messages]
        asks = [said == "out_of_scope" or guess for (_, said), guess in zip(pairs, unsure, strict=True)]
        strange = [asked for (true, _), asked in zip(pairs, asks, strict=True) if true == "out_of_scope"]
        plain = [asked for (true, _), asked in zip(pairs, asks, strict=True) if true != "out_of_scope"]
        assert sum(strange) / len(strange) >= LOWEST_OUT_OF_SCOPE_RECALL, language
        assert sum(plain) / len(plain) <= MOST_FALSE_RE_ASKS, language


def test_accents_capitals_and_which_number_make_no_difference() -> None:
    assert fold("Não, 07700") == fold("NAO, 12345")


def test_signs_that_say_nothing_are_no_intent(tmp_path: Path) -> None:
    examples = [
        Message({TEXT: text, INTENT: intent})
        for text, intent in (("yes", "affirm"), ("👍 ok", "affirm"), ("no", "deny"))
    ]
    storage, resource = LocalModelStorage.create(tmp_path), Resource("intents")
    classifier = NgramIntentClassifier(storage, resource)
    classifier.train(TrainingData(training_examples=examples))
    for text, known in (("\x07\u202e", False), ("…", False), ("👍", True), ("yes", True), ("5", True)):
        message = classifier.process([Message({TEXT: text})])[0]
        assert (message.get(INTENT)["name"] is not None) is known, repr(text)
