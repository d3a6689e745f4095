"""The score: a weighted sum whose parts can be shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.utils.estimator_checks import parametrize_with_checks

from matcher import Lexicon, Market, PriorRanker
from matcher.eligibility import assess_rows, prepare
from matcher.features import FEATURES, pair_features
from matcher.ranker import PRIOR_WEIGHTS
from matcher.records import Candidate, Opportunity
from tests.factories.matching import (
    TODAY,
    a_candidate,
    a_care_job,
    a_swap_intake,
    an_esol_course,
    an_opportunity,
    skills,
)


@parametrize_with_checks([PriorRanker()])
def test_the_ranker_keeps_the_rules_of_estimators(estimator: Any, check: Any) -> None:
    check(estimator)


def test_the_weights_name_every_feature_and_sum_to_one() -> None:
    assert set(PRIOR_WEIGHTS) == set(FEATURES)
    assert sum(PRIOR_WEIGHTS.values()) == pytest.approx(1.0)


@given(arrays(np.float64, (3, len(FEATURES)), elements=st.floats(0, 1)))
@settings(deadline=None)
def test_a_score_is_from_0_to_1_and_the_sum_of_its_parts(rows: Any) -> None:
    ranker = PriorRanker().fit(rows)
    scores = ranker.predict(rows)
    assert np.all((scores >= 0) & (scores <= 1 + 1e-9))
    assert scores == pytest.approx(
        [sum(row[i] * ranker.coef_[i] for i in range(len(FEATURES))) for row in rows]
    )


def test_weights_are_scaled_to_sum_to_one() -> None:
    doubled = PriorRanker({name: 2 * weight for name, weight in PRIOR_WEIGHTS.items()})
    rows = np.eye(len(FEATURES))
    assert doubled.fit(rows).predict(rows) == pytest.approx(PriorRanker().fit(rows).predict(rows))


@pytest.mark.parametrize(
    "weights",
    [
        {**PRIOR_WEIGHTS, "pay": -0.1},
        dict.fromkeys(FEATURES, 0.0),
        {"pay": 1.0},
        {**PRIOR_WEIGHTS, "nationality": 0.1},
    ],
    ids=["negative", "all zero", "some missing", "unknown"],
)
def test_weights_that_make_no_sense_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        PriorRanker(weights).fit(np.zeros((1, len(FEATURES))))


def _rows(candidate: Candidate, *opportunities: Opportunity) -> Any:
    day = Market(opportunities).on(TODAY)
    context = prepare(candidate, day)
    assessments = assess_rows(candidate, day.columns, context)
    return pair_features(candidate, assessments, context, Lexicon.shipped())


@pytest.mark.parametrize("candidate", [a_candidate(), Candidate(), a_candidate(skills=skills("unheard_of"))])
def test_every_feature_is_a_number_from_0_to_1_however_little_is_known(candidate: Candidate) -> None:
    rows = _rows(candidate, an_opportunity(), a_care_job(), a_swap_intake(), an_esol_course())
    assert rows.shape == (4, len(FEATURES))
    assert np.all((rows >= 0) & (rows <= 1))


def test_features_of_an_empty_market_are_an_empty_table() -> None:
    assert _rows(a_candidate()).shape == (0, len(FEATURES))


def test_the_contributions_sum_to_the_score() -> None:
    rows = _rows(a_candidate(), an_opportunity(), a_care_job(), a_swap_intake(), an_esol_course())
    ranker = PriorRanker.ready()
    assert np.allclose(ranker.contributions(rows).sum(axis=1) + ranker.baseline_, ranker.predict(rows))
