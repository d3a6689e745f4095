"""Simulated decisions for volume: people who do not exist choose among what a simulated market shows them.

Simulated, and labelled so on every card: it shows that learning works at size, and says nothing about
real people. It is never mixed with the judged set nor with real decisions.
"""

from __future__ import annotations

import numpy as np

from benchmarks.market import TODAY, candidates, opportunities
from matcher import Lexicon, Market, PriorRanker
from matcher.features import FEATURES
from matcher.matching import rank
from matcher.training import Decisions

# What the simulated coordinators care about, unlike the prior: the way and the times of day more, pay less.
PLANTED = {
    "role_skills": 1.5,
    "wanted_skills": 0.5,
    "paid_work": 1.0,
    "nearness": 3.0,
    "hours": 0.5,
    "shifts": 2.5,
    "readiness": 1.0,
    "pay": 0.1,
    "soon": 0.1,
}
LANGUAGES = ("en", "pt", "pl", "ro")
_SHOWN, _DRAWN_FROM = 5, 25
_STEPS = (0.3, 0.5, 0.7, 0.9, 1.0)
_DAY = 86_400.0


def simulated_decisions(people: int, adverts: int = 400, seed: int = 0) -> Decisions:
    """Decisions about so many simulated candidates, one new one every ten minutes.

    Five of a candidate's best 25 are shown in random order; the lower one stands, the less it is looked
    at (position to the power of -0.5); a coordinator accepts by the planted weights, with chance.
    """
    rng, lexicon = np.random.default_rng(seed), Lexicon.shipped()
    market, prior = Market(opportunities(adverts, "TA")), PriorRanker.ready()
    weights = np.array([PLANTED[name] for name in FEATURES])
    values, worth, positions, owners, moments, languages = [], [], [], [], [], []
    for number, person in enumerate(candidates(people, "TA")):
        ranking = rank(person, market, today=TODAY, ranker=prior, lexicon=lexicon, limit=_DRAWN_FROM)
        shown = rng.permutation(ranking.chosen)[:_SHOWN]
        wish = ranking.values[shown] @ weights - 0.62 * weights.sum()
        likely = 1.0 / (1.0 + np.exp(-4.0 * wish))
        at = np.arange(1, len(shown) + 1)
        accepted = rng.random(len(shown)) < likely * at**-0.5
        values.append(ranking.values[shown])
        worth.append(np.where(accepted, rng.choice(_STEPS, len(shown)), 0.0))
        positions.append(at)
        owners += [f"simulated-{number:06}"] * len(shown)
        moments += [1.7e9 + number * _DAY / 144] * len(shown)
        languages += [LANGUAGES[number % len(LANGUAGES)]] * len(shown)
    return Decisions(
        np.concatenate(values),
        np.concatenate(worth),
        np.concatenate(positions),
        np.array(owners),
        np.array(moments),
        {"chat_language": np.array(languages)},
    )
