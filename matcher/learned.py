"""The learned ranking: gradient boosting held to an additive, monotonic shape, so that every reason is exact."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from sklearn.utils import Tags
from sklearn.utils.validation import check_array, check_consistent_length, check_is_fitted, validate_data

from matcher.market import Floats

# Below this many rows a calibration curve says more about chance than about the ranking.
ENOUGH_TO_CALIBRATE = 50
_SUREST = 1e-3


class LearnedRanker(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Learns from decisions and outcomes what each feature is worth, one curve a feature.

    Parameters
    ----------
    trees : int, default=120
        How many; at least 1.
    learning_rate : float, default=0.08
        Above 0.
    max_leaf_nodes : int, default=4
        Steps one tree can add to a curve; at least 2.
    min_samples_leaf : int, default=20
        Rows behind each step; at least 1.
    l2 : float, default=1.0
        Shrinks each step; at least 0.
    position_exponent : float, default=0.5
        How steeply attention falls with the position at which a match was shown: it is looked at with
        probability position ** -exponent. 0 switches the correction off.
    steps : int, default=100
        Points of each curve less one.
    monotonic : bool, default=True
        Whether a curve may only rise.
    random_state : int, default=0

    Attributes
    ----------
    curves_ : ndarray of shape (n_features, steps + 1)
        What each value of each feature adds to the log-odds, with a mean of zero over the training rows.
    low_, span_ : ndarray of shape (n_features,)
        Where each curve begins and how far it reaches.
    baseline_ : float
        The log-odds when nothing is added.
    slope_, intercept_ : float
        The calibration, already worked into the curves and the baseline.
    target_low_, target_span_ : float
        The range of the target.
    n_features_in_ : int

    Notes
    -----
    `HistGradientBoostingClassifier` with ``interaction_cst="no_interactions"`` is a sum of functions of
    one feature each (Lou, Caruana and Gehrke, Intelligible Models, KDD 2012), with ``monotonic_cst=1``
    each of them rises. The functions are read off once on a grid, and the trees thrown away: what is
    kept, saved and looked up is the table. Features are rounded to the grid before learning, so the
    table loses nothing.

    A target between 0 and 1 counts as a row of each kind with that weight. What was taken up although
    shown far down weighs more, by the inverse of the probability that it was looked at (Joachims,
    Swaminathan and Schnabel, Unbiased Learning-to-Rank, WSDM 2017). Calibration is Platt's, fitted on
    what folds by group left out.
    """

    version = "learned"
    curves_: Floats
    baseline_: float

    def __init__(
        self,
        trees: int = 120,
        learning_rate: float = 0.08,
        max_leaf_nodes: int = 4,
        min_samples_leaf: int = 20,
        l2: float = 1.0,
        position_exponent: float = 0.5,
        steps: int = 100,
        monotonic: bool = True,
        random_state: int = 0,
    ) -> None:
        self.trees = trees
        self.learning_rate = learning_rate
        self.max_leaf_nodes = max_leaf_nodes
        self.min_samples_leaf = min_samples_leaf
        self.l2 = l2
        self.position_exponent = position_exponent
        self.steps = steps
        self.monotonic = monotonic
        self.random_state = random_state

    def fit(
        self,
        X: ArrayLike,  # noqa: N803
        y: ArrayLike,
        positions: ArrayLike | None = None,
        groups: Sequence[object] | NDArray[np.generic] | None = None,
    ) -> LearnedRanker:
        """Learn the curves.

        Parameters
        ----------
        X : array-like of shape (n_rows, n_features)
        y : array-like of shape (n_rows,)
            Worth of each pair, from 0 to 1; another range is mapped onto it.
        positions : array-like of shape (n_rows,), optional
            The position, from 1, at which each pair was shown.
        groups : sequence of length n_rows, optional
            Whose pair it is: a candidate's pairs are never in two folds of the calibration.

        Raises
        ------
        ValueError
            When something is not finite, too short, or a position is below 1.
        """
        rows, target = validate_data(self, X, y, y_numeric=True, dtype=np.float64)
        target = self._scaled(np.asarray(target, dtype=np.float64))
        weights = np.ones(len(rows))
        if positions is not None:
            weights = self._attention(positions, len(rows), target)
        self._lay_grid(rows)
        rows = self._rounded(rows)
        model = self._boosted(rows, target, weights)
        self._read_off(model, rows, target)
        self.slope_, self.intercept_ = 1.0, 0.0
        if model is not None and len(rows) >= ENOUGH_TO_CALIBRATE:
            owners = (
                np.arange(len(rows))
                if groups is None
                else np.unique(np.asarray(groups), return_inverse=True)[1]
            )
            check_consistent_length(rows, owners)
            self.slope_, self.intercept_ = self._calibration(rows, target, weights, owners)
        self.curves_ = self.curves_ * self.slope_
        self.baseline_ = float(self.baseline_ * self.slope_ + self.intercept_)
        return self

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        # Curves that only rise cannot follow an arbitrary target.
        tags.regressor_tags.poor_score = True
        return tags

    def predict(self, X: ArrayLike) -> Floats:  # noqa: N803
        """Calibrated worths of shape (n_rows,)."""
        check_is_fitted(self, "curves_")
        rows = validate_data(self, X, reset=False, dtype=np.float64)
        worth = self.contributions(rows).sum(axis=1) + self.baseline_
        return np.asarray(self.target_low_ + self.target_span_ * self.as_score(worth))

    def contributions(self, rows: Floats) -> Floats:
        """What each feature adds to the log-odds, of the shape of `rows`."""
        at = np.rint((rows - self.low_) / self.span_ * self.steps)
        at = np.clip(at, 0, self.steps).astype(np.int64)
        return np.asarray(self.curves_[np.arange(self.curves_.shape[0]), at])

    def as_score(self, worth: Floats) -> Floats:
        """Probabilities from log-odds."""
        return np.asarray(expit(worth))

    def _scaled(self, target: Floats) -> Floats:
        inside = target.min() >= 0.0 and target.max() <= 1.0
        self.target_low_ = 0.0 if inside else float(target.min())
        self.target_span_ = 1.0 if inside else float(max(target.max() - target.min(), _SUREST))
        return np.clip((target - self.target_low_) / self.target_span_, 0.0, 1.0)

    def _attention(self, positions: ArrayLike, rows: int, target: Floats) -> Floats:
        at = check_array(positions, ensure_2d=False, dtype=np.float64)
        if at.shape != (rows,) or at.min() < 1:
            raise ValueError(f"positions must be {rows} numbers from 1")
        # Only what was taken up was surely looked at; what was not may just not have been seen.
        return np.where(target > 0, at**self.position_exponent, 1.0)

    def _lay_grid(self, rows: Floats) -> None:
        unit = (rows.min(axis=0) >= 0.0) & (rows.max(axis=0) <= 1.0)
        self.low_ = np.where(unit, 0.0, rows.min(axis=0))
        span = np.where(unit, 1.0, rows.max(axis=0) - self.low_)
        self.span_ = np.where(span > 0, span, 1.0)

    def _rounded(self, rows: Floats) -> Floats:
        at = np.clip(np.rint((rows - self.low_) / self.span_ * self.steps), 0, self.steps)
        return np.asarray(self.low_ + at / self.steps * self.span_)

    def _boosted(
        self, rows: Floats, target: Floats, weights: Floats
    ) -> HistGradientBoostingClassifier | None:
        """The trees; None when there is nothing to tell apart."""
        both = np.concatenate([rows, rows])
        kind = np.repeat([1, 0], len(rows))
        weight = np.concatenate([weights * target, weights * (1.0 - target)])
        kept = weight > 0
        if len(np.unique(kind[kept])) < 2:
            return None
        model = HistGradientBoostingClassifier(
            max_iter=self.trees,
            learning_rate=self.learning_rate,
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=self.min_samples_leaf,
            l2_regularization=self.l2,
            early_stopping=False,
            interaction_cst="no_interactions",
            monotonic_cst=np.ones(rows.shape[1], dtype=int) if self.monotonic else None,
            random_state=self.random_state,
        )
        return model.fit(both[kept], kind[kept], sample_weight=weight[kept])

    def _read_off(self, model: HistGradientBoostingClassifier | None, rows: Floats, target: Floats) -> None:
        features = rows.shape[1]
        self.curves_ = np.zeros((features, self.steps + 1))
        if model is None:
            self.baseline_ = float(logit(np.clip(target.mean(), _SUREST, 1 - _SUREST)))
            return
        reference = rows[0]
        at_reference = float(model.decision_function(reference[None])[0])
        total = at_reference
        for feature in range(features):
            grid = np.repeat(reference[None], self.steps + 1, axis=0)
            grid[:, feature] = (
                self.low_[feature] + np.arange(self.steps + 1) / self.steps * self.span_[feature]
            )
            curve = model.decision_function(grid) - at_reference
            at = np.rint((rows[:, feature] - self.low_[feature]) / self.span_[feature] * self.steps).astype(
                int
            )
            mean = float(curve[at].mean())
            self.curves_[feature] = curve - mean
            total += mean
        self.baseline_ = total

    def _calibration(
        self, rows: Floats, target: Floats, weights: Floats, owners: NDArray[np.int64]
    ) -> tuple[float, float]:
        folds = min(5, len(np.unique(owners)))
        if folds < 2:
            return 1.0, 0.0
        said = np.full(len(rows), np.nan)
        for learn, left in GroupKFold(folds).split(rows, target, owners):
            model = self._boosted(rows[learn], target[learn], weights[learn])
            if model is not None:
                said[left] = model.decision_function(rows[left])
        known = ~np.isnan(said)
        return platt(said[known], target[known])


def platt(said: Floats, target: Floats) -> tuple[float, float]:
    """Slope (above 0) and intercept that make log-odds fit targets from 0 to 1 best.

    Platt, Probabilistic Outputs for Support Vector Machines, 1999, with the targets pulled in from
    0 and 1 as he does. The slope is kept above zero, so that the order stays.
    """
    if not len(said):
        return 1.0, 0.0
    soft = (target * len(target) + 0.5) / (len(target) + 1.0)

    def loss(values: Floats) -> float:
        worth = np.exp(values[0]) * said + values[1]
        return float(np.mean(np.logaddexp(0.0, worth) - soft * worth))

    found = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(-3.0, 3.0), (-10.0, 10.0)])
    return float(np.exp(found.x[0])), float(found.x[1])
