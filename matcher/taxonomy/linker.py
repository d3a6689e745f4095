"""From a job title in people's own words to the concepts of a classification."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from matcher.embedding import Embedder, unit_rows
from matcher.lexicon.text import plain
from matcher.market import Bools, Floats, Ints
from matcher.taxonomy.concepts import Concept, TaxonomyError


@dataclass(frozen=True, slots=True)
class Linked:
    """A concept a text may mean, how like it is (0 to about 1.6), and the label that was nearest."""

    uri: str
    score: float
    label: str


class ConceptLinker(BaseEstimator):  # type: ignore[misc]
    """Ranks the concepts of a classification by likeness of a text to their labels.

    Parameters
    ----------
    char_weight : float, default=0.6
        Likeness of spelling (character n-grams, which bear inflection and misspelling) against
        likeness word by word, from 0 to 1.
    group_weight : float, default=0.6
        How much the likeness to the name of an occupation's group speaks for the occupation; 0 and up.
        Offices write job titles much as the groups are called.
    group_share : float, default=0.5
        What is left of a group's own score: a person is linked to an occupation rather than to a
        statistical group.
    embedder : Embedder, optional
        Vectors of meaning, for titles that share no letters with their labels.
    embedding_weight : float, default=0.5
        How much likeness of meaning adds.

    Attributes
    ----------
    concepts_ : tuple of Concept
    labels_ : tuple of str
    owner_ : ndarray of int of shape (n_labels,)
        The concept of each label.
    parent_ : ndarray of int of shape (n_concepts,)
        The group of each concept, -1 without one.

    Notes
    -----
    A concept is as like as the likest of its labels (TF-IDF cosine), in whatever language that label
    is: a title in Portuguese finds a concept through its Portuguese label, whose English label is then
    known. Accents and case do not count.

    Examples
    --------
    >>> from matcher.taxonomy import Concept, ConceptLinker
    >>> linker = ConceptLinker().fit([
    ...     Concept("baker", "occupation", {"en": ("baker",), "pt": ("padeiro", "padeira")}),
    ...     Concept("driver", "occupation", {"en": ("bus driver",), "pt": ("motorista de autocarro",)}),
    ... ])
    >>> [found.uri for found in linker.link(["padeira numa fábrica", "chaufeur de autocaro"], k=1)[1]]
    ['driver']
    """

    def __init__(
        self,
        char_weight: float = 0.6,
        group_weight: float = 0.6,
        group_share: float = 0.5,
        embedder: Embedder | None = None,
        embedding_weight: float = 0.5,
    ) -> None:
        self.char_weight = char_weight
        self.group_weight = group_weight
        self.group_share = group_share
        self.embedder = embedder
        self.embedding_weight = embedding_weight

    def fit(
        self, concepts: Iterable[Concept], y: object = None, languages: Collection[str] | None = None
    ) -> ConceptLinker:
        """Index the labels of some concepts.

        Parameters
        ----------
        concepts : iterable of Concept
        y : ignored
        languages : collection of str, optional
            The languages whose labels to use; all by default.

        Raises
        ------
        TaxonomyError
            When there is no label to link to.
        """
        self.concepts_ = tuple(concepts)
        labels = [
            (at, label)
            for at, concept in enumerate(self.concepts_)
            for language, said in concept.labels.items()
            if languages is None or language in languages
            for label in said
        ]
        if not labels:
            raise TaxonomyError("There is no label to link to.")
        self.labels_ = tuple(label for _, label in labels)
        self.owner_: Ints = np.array([at for at, _ in labels], dtype=np.int64)
        place = {concept.uri: at for at, concept in enumerate(self.concepts_)}
        self.parent_: Ints = np.array(
            [place.get(one.group or "", -1) for one in self.concepts_], dtype=np.int64
        )
        self._is_group: Bools = np.array([one.kind == "group" for one in self.concepts_], dtype=bool)
        self._chars = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32
        )
        self._words = TfidfVectorizer(token_pattern=r"\w+", dtype=np.float32)
        said = [plain(label) for label in self.labels_]
        self._matrix = self._weighted(
            self._chars.fit_transform(said), self._words.fit_transform(said)
        ).T.tocsr()
        self._meaning = None if self.embedder is None else unit_rows(self.embedder.encode(self.labels_))
        return self

    def label_scores(self, texts: Sequence[str]) -> Floats:
        """Likeness of each text to each label, of shape (n_texts, n_labels), from 0 to about 1."""
        check_is_fitted(self, "labels_")
        said = [plain(text) for text in texts]
        asked = self._weighted(self._chars.transform(said), self._words.transform(said))
        found = np.asarray((asked @ self._matrix).toarray(), dtype=np.float64)
        if self.embedder is not None and self._meaning is not None:
            likeness = unit_rows(self.embedder.encode(list(texts))) @ self._meaning.T
            found = found + self.embedding_weight * np.maximum(likeness, 0.0)
        return found

    def concept_scores(self, label_scores: Floats) -> Floats:
        """Likeness of each text to each concept, of shape (n_texts, n_concepts)."""
        best = np.zeros((len(label_scores), len(self.concepts_)))
        for row, scores in zip(best, label_scores, strict=True):
            np.maximum.at(row, self.owner_, scores)
        of_group = np.where(self.parent_ >= 0, best[:, self.parent_], 0.0)
        return np.where(self._is_group, best * self.group_share, best + self.group_weight * of_group)

    def link(self, texts: Sequence[str], k: int = 5) -> list[list[Linked]]:
        """The k likest concepts of each text, the likest first; nothing that shares nothing with it."""
        if not texts:
            return []
        by_label = self.label_scores(texts)
        by_concept = self.concept_scores(by_label)
        found = []
        for labels, scores in zip(by_label, by_concept, strict=True):
            order = np.argsort(-scores, kind="stable")[:k]
            found.append([self._linked(int(at), float(scores[at]), labels) for at in order if scores[at] > 0])
        return found

    def _linked(self, at: int, score: float, labels: Floats) -> Linked:
        own = np.flatnonzero(self.owner_ == at)
        nearest = self.labels_[int(own[np.argmax(labels[own])])] if own.size else ""
        return Linked(self.concepts_[at].uri, score, nearest)

    def _weighted(self, chars: csr_array, words: csr_array) -> csr_array:
        # The square roots make a dot product the weighted sum of two cosines.
        return csr_array(
            hstack([chars * float(np.sqrt(self.char_weight)), words * float(np.sqrt(1 - self.char_weight))])
        )
