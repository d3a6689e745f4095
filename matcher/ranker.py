"""The first ranking: a transparent linear score, used from day one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

from matcher.features import FEATURES

# What the partnership's coordinators look at first, in their order: can the person start, do the
# skills carry over, is it paid work, can they get there, does it suit their day; pay and start date break near-ties.
PRIOR_WEIGHTS: Mapping[str, float] = {
    "role_skills": 0.20,
    "wanted_skills": 0.10,
    "paid_work": 0.15,
    "nearness": 0.14,
    "hours": 0.06,
    "shifts": 0.07,
    "readiness": 0.20,
    "pay": 0.05,
    "soon": 0.03,
}


class Ranker(Protocol):
    """A fitted additive ranking.

    Attributes
    ----------
    version : str
        Names the ranking in records of what was shown.
    baseline_ : float
        What is not due to any feature.
    """

    version: str
    baseline_: float

    def contributions(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each feature adds, of shape (rows, features): a row's sum plus `baseline_` is its worth."""

    def as_score(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scores from 0 to 1 from worths; the order stays."""


class PriorRanker(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Scores rows of `FEATURES` by fixed weights that sum to one.

    Parameters
    ----------
    weights : mapping of str to float, optional
        Weight of each feature, at least 0; `PRIOR_WEIGHTS` by default. They are scaled to sum to 1.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
        The scaled weights in the order of `FEATURES`.
    baseline_ : float
        Always 0.
    n_features_in_ : int

    Notes
    -----
    Nothing is learned: `fit` only checks its input. A score is the sum of weight times feature, so
    each feature's contribution can be shown as it is. Fitted on another number of columns than
    `FEATURES` has, every column weighs the same.

    Examples
    --------
    >>> import numpy as np
    >>> ranker = PriorRanker().fit(np.zeros((1, 9)))
    >>> [round(float(score), 2) for score in ranker.predict(np.ones((2, 9)))]
    [1.0, 1.0]
    """

    version = "prior-2"
    baseline_ = 0.0

    def __init__(self, weights: Mapping[str, float] | None = None) -> None:
        self.weights = weights

    @classmethod
    def ready(cls) -> PriorRanker:
        """A prior for the features of this version."""
        return cls().fit(np.zeros((1, len(FEATURES))))

    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> PriorRanker:  # noqa: N803
        """Check the input and lay the weights out in the order of the columns.

        Raises
        ------
        ValueError
            When a weight is negative, missing, or all are zero.
        """
        if y is None:
            validate_data(self, X)
        else:
            validate_data(self, X, y, y_numeric=True)
        self.coef_ = self._coefficients()
        return self

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        # The weights are given, not learned: it cannot follow an arbitrary target.
        tags.regressor_tags.poor_score = True
        return tags

    def _coefficients(self) -> NDArray[np.float64]:
        if self.n_features_in_ != len(FEATURES):
            return np.full(self.n_features_in_, 1.0 / self.n_features_in_)
        weights = PRIOR_WEIGHTS if self.weights is None else self.weights
        if set(weights) != set(FEATURES):
            raise ValueError(f"weights must name exactly these features: {', '.join(FEATURES)}")
        values = np.array([weights[name] for name in FEATURES], dtype=np.float64)
        if (values < 0).any() or not values.any():
            raise ValueError("weights must be at least 0 and not all 0")
        return np.asarray(values / values.sum())

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Scores of shape (rows,); from 0 to 1 when the features are."""
        check_is_fitted(self, "coef_")
        rows = validate_data(self, X, reset=False)
        return np.asarray(rows @ self.coef_, dtype=np.float64)

    def contributions(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weight times feature, of the shape of `rows`."""
        check_is_fitted(self, "coef_")
        return np.asarray(rows * self.coef_)

    def as_score(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """The worth itself."""
        return worth
