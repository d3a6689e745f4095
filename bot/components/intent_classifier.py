"""Intents by word and character n-grams: one scikit-learn pipeline for every language.

Against Rasa's own count features with logistic regression, on the held-out sentences: macro-F1 0.98
against 0.92, out-of-scope recall 0.92 against 0.79 (docs/decisions/0003-light-understanding.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from words import lexicon
from words.everything import parse_all
from words.letters import fold
from words.negation import clauses
from words.text import tokens

from components.lexicon_entities import as_entities, languages_of

FILE = "intents.skops"
TRUSTED = ["scipy.sparse._csr.csr_matrix"]  # holds the inverse document frequencies
MOST_PARTS = 12


def new_pipeline() -> Pipeline:
    """The pipeline before training. It takes texts that went through `fold`."""
    # Half the digits are enough for a probability, and halve the model.
    common = {"lowercase": False, "sublinear_tf": True, "dtype": np.float32}
    words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), **common)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), min_df=2, **common)
    # One classifier an intent: as good as one for all together, and ten times sooner trained.
    one_each = LogisticRegression(C=20, solver="liblinear", multi_class="ovr")
    return make_pipeline(make_union(words, letters), one_each)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NgramIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks intents by probability. What it says of a button's payload is overruled by Rasa afterwards."""

    def __init__(self, storage: ModelStorage, resource: Resource, pipeline: Pipeline | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._pipeline = pipeline

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramIntentClassifier:
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        pipeline = new_pipeline()
        pipeline.fit([fold(one.get(TEXT)) for one in examples], [one.get(INTENT) for one in examples])
        pipeline[-1].coef_ = pipeline[-1].coef_.astype(np.float32)
        self._pipeline = pipeline
        with self._storage.write_to(self._resource) as folder:
            skops.io.dump(pipeline, folder / FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramIntentClassifier:
        with model_storage.read_from(resource) as folder:
            # skops refuses every type that is neither scikit-learn's own nor listed.
            return cls(model_storage, resource, skops.io.load(folder / FILE, trusted=TRUSTED))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            assert self._pipeline is not None
            if not self._says_something(fold(text)):
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                continue
            chances = self._pipeline.predict_proba([fold(text)])[0]
            ranking = [
                {"name": str(name), "confidence": float(chance)}
                for name, chance in sorted(
                    zip(self._pipeline.classes_, chances, strict=True), key=lambda one: (-one[1], one[0])
                )[:10]
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("parts", self._parts(message, text), add_to_output=True)
        return messages

    def _says_something(self, folded: str) -> bool:
        """Whether there is a letter, a digit, or a sign that was learned (👍): else any guess is only a habit."""
        assert self._pipeline is not None
        words = self._pipeline[0].transformer_list[0][1].vocabulary_
        return any(sign.isalnum() for sign in folded) or any(word in words for word in folded.split())

    def _parts(self, message: Message, text: str) -> list[dict[str, Any]]:
        """The clauses that say something of their own: "I live in Taunton, I can do nights and I drive".

        Each is ``{text, intent, confidence, entities}``; empty when there is one clause only.
        """
        assert self._pipeline is not None
        with lexicon.reading(*languages_of(message)):
            cut = tokens(text)
            ranges = clauses(text)[:MOST_PARTS]
            said = [text[cut[first].start : cut[stop - 1].end] for first, stop in ranges]
            if len(said) < 2 or text.startswith("/"):
                return []
            entities = [as_entities(parse_all(part)) for part in said]
        chances = self._pipeline.predict_proba([fold(part) for part in said])
        return [
            {
                "text": part,
                "intent": str(self._pipeline.classes_[row.argmax()]),
                "confidence": float(row.max()),
                "entities": found,
            }
            for part, row, found in zip(said, chances, entities, strict=True)
        ]
