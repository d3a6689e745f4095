"""What reads the words the lexicon's own phrases do not explain; nothing does unless it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matcher.embedding import Embedder, unit_rows
from matcher.lexicon.lexicon import Lexicon, Occupation, Skill

# The skills a text names and how sure each is, from 0 to 1.
Named = tuple[tuple[str, float], ...]


class Fallback(Protocol):
    """Reads what the lexicon's phrases left unexplained."""

    def fit(self, lexicon: Lexicon) -> Fallback:
        """Learn which skills there are."""

    def find(self, texts: Sequence[str]) -> list[Named]:
        """Of each text the skills it names; empty when nothing is like enough."""


class NearestMeaning(BaseEstimator):  # type: ignore[misc]
    """The lexicon's phrase whose vector is nearest to that of the text, in whatever language either is.

    Parameters
    ----------
    embedder : Embedder
        Such as a multilingual model from the operator's own folder.
    threshold : float, default=0.75
        Least cosine of the two vectors, above 0 and up to 1. Models differ: choose it with
        ``ponte bench linking --embedder``.

    Attributes
    ----------
    named_ : tuple of Named
        The skills of each phrase of the lexicon.
    vectors_ : ndarray of float32 of shape (n_phrases, n_dimensions)
        Of length one.
    """

    def __init__(self, embedder: Embedder, threshold: float = 0.75) -> None:
        self.embedder = embedder
        self.threshold = threshold

    def fit(self, lexicon: Lexicon) -> NearestMeaning:
        """Turn every label and phrase of a lexicon into a vector.

        Raises
        ------
        ValueError
            When the threshold is out of its range, or the model gives no finite vector a phrase.
        """
        if not 0.0 < self.threshold <= 1.0:
            raise ValueError(f"threshold is {self.threshold}, not above 0 and up to 1")
        named: dict[str, dict[str, float]] = {}
        entries: list[tuple[Skill | Occupation, Mapping[str, float]]] = [
            *((skill, {skill.id: 1.0}) for skill in lexicon.skills.values()),
            *((occupation, occupation.brings) for occupation in lexicon.occupations.values()),
        ]
        for entry, brings in entries:
            for wording in entry.words.values():
                for said in (wording.label, *wording.phrases):
                    known = named.setdefault(said, {})
                    known.update({one: max(sure, known.get(one, 0.0)) for one, sure in brings.items()})
        self.named_: tuple[Named, ...] = tuple(tuple(skills.items()) for skills in named.values())
        self.vectors_ = self._vectors(list(named))
        return self

    def find(self, texts: Sequence[str]) -> list[Named]:
        """Of each text the skills of the phrase nearest in meaning, as sure as it is near."""
        check_is_fitted(self, "vectors_")
        if not texts:
            return []
        likeness = self._vectors(texts) @ self.vectors_.T
        nearest = likeness.argmax(axis=1)
        found: list[Named] = []
        for row, at in zip(likeness, nearest.tolist(), strict=True):
            near = min(float(row[at]), 1.0)
            skills = self.named_[at] if near >= self.threshold else ()
            found.append(tuple((skill, near * sure) for skill, sure in skills))
        return found

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.asarray(self.embedder.encode(list(texts)), dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise ValueError("The embedding model does not give one finite vector a text.")
        return unit_rows(vectors)
