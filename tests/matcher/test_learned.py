"""The learned ranking: additive, rising, calibrated, and fair to what was shown far down."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from sklearn.utils.estimator_checks import parametrize_with_checks

from matcher.learned import LearnedRanker, platt

CHANCE = np.random.default_rng(7)
X = CHANCE.random((1500, 4))
TRUTH = 3.0 * X[:, 0] + 1.5 * np.sqrt(X[:, 1]) - 2.5
Y = (CHANCE.random(len(X)) < expit(TRUTH)).astype(float)


@parametrize_with_checks([LearnedRanker(trees=20), LearnedRanker(trees=20, monotonic=False, steps=20)])
def test_it_keeps_the_rules_of_an_estimator(estimator, check) -> None:  # type: ignore[no-untyped-def]
    check(estimator)


@pytest.fixture(scope="module")
def fitted() -> LearnedRanker:
    return LearnedRanker().fit(X, Y, groups=np.arange(len(X)) // 5)


def test_contributions_and_baseline_sum_to_the_log_odds(fitted: LearnedRanker) -> None:
    worth = fitted.contributions(X).sum(axis=1) + fitted.baseline_
    assert np.allclose(fitted.predict(X), expit(worth), atol=1e-12)


def test_no_curve_ever_falls(fitted: LearnedRanker) -> None:
    assert (np.diff(fitted.curves_, axis=1) >= -1e-12).all()


def test_what_matters_has_the_steeper_curve_and_what_does_not_is_nearly_flat(fitted: LearnedRanker) -> None:
    reach = np.ptp(fitted.curves_, axis=1)
    assert reach[0] > reach[1] > max(reach[2], reach[3])


def test_probabilities_are_close_to_what_happens(fitted: LearnedRanker) -> None:
    fresh = np.random.default_rng(8).random((4000, 4))
    truth = expit(3.0 * fresh[:, 0] + 1.5 * np.sqrt(fresh[:, 1]) - 2.5)
    assert np.abs(fitted.predict(fresh) - truth).mean() < 0.06


def test_the_same_data_teach_the_same_curves() -> None:
    again = [LearnedRanker(trees=10).fit(X[:200], Y[:200]).curves_ for _ in range(2)]
    assert np.array_equal(again[0], again[1])


def test_an_accepted_match_that_was_shown_far_down_weighs_more() -> None:
    # Two kinds of pairs, equally good; one was always shown first, the other last, where few look.
    kind = np.repeat([0.0, 1.0], 1000)[:, None]
    seen = np.random.default_rng(9).random(2000) < np.where(kind[:, 0] == 0.0, 1.0, 5.0**-0.5)
    taken = (seen & (np.arange(2000) % 2 == 0)).astype(float)
    positions = np.where(kind[:, 0] == 0.0, 1, 5)
    options = {"monotonic": False, "position_exponent": 0.5}
    corrected = LearnedRanker(**options).fit(kind, taken, positions=positions)
    plain = LearnedRanker(**options).fit(kind, taken)
    gap = [float(abs(np.ptp(one.curves_))) / one.slope_ for one in (corrected, plain)]
    assert gap[0] < gap[1]


def test_a_position_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="positions"):
        LearnedRanker().fit(X[:50], Y[:50], positions=np.zeros(50))


def test_when_nothing_differs_everything_scores_the_same() -> None:
    ranker = LearnedRanker().fit(X[:60], np.ones(60))
    assert np.ptp(ranker.predict(X)) == 0


def test_platt_undoes_overconfidence_and_keeps_the_order() -> None:
    said = np.random.default_rng(3).normal(size=5000)
    happened = (np.random.default_rng(4).random(5000) < expit(said)).astype(float)
    slope, intercept = platt(said * 4, happened)
    assert slope == pytest.approx(0.25, abs=0.03)
    assert intercept == pytest.approx(0.0, abs=0.1)
    assert platt(np.array([]), np.array([])) == (1.0, 0.0)
