"""A small model of meaning made from ESCO's own labels, to measure what the embedding fallback can add.

Latent semantic analysis (Deerwester et al., 1990): the labels of a concept in all languages are one
document, so that words of different languages that name the same concepts come to lie near each other.
It is made in the run and stands for no model an operator would choose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.lexicon.text import plain
from matcher.taxonomy import Concept


class LatentMeaning:
    """Vectors of texts, learned from the labels of concepts."""

    def __init__(self, concepts: Iterable[Concept], dimensions: int = 300) -> None:
        said: defaultdict[str, list[str]] = defaultdict(list)
        for concept in concepts:
            for labels in concept.labels.values():
                said[concept.uri] += labels
        self._vectorizer = TfidfVectorizer(
            preprocessor=plain, analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True, min_df=2
        )
        counts = self._vectorizer.fit_transform([" ; ".join(labels) for labels in said.values()])
        self._reduce = TruncatedSVD(dimensions, random_state=0).fit(counts)

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """An array of shape (n_texts, n_dimensions)."""
        return np.asarray(self._reduce.transform(self._vectorizer.transform(texts)), dtype=np.float32)
