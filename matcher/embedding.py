"""Vectors of meaning, from a model of the operator's own; off unless one is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors, near each other when the texts mean much the same."""

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """An array of shape (n_texts, n_dimensions)."""


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length one; a row of zeros stays."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1.0), dtype=np.float32)
