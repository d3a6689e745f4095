"""The peer of bulk matching: TF-IDF cosine with every advert, and every rule asked about every pair.

Two ways of asking: plain Python, one pair after the other, as one would write it first; and Ponte's own
rules over all rows at once, without setting aside what is out of reach. Both refuse exactly what Ponte
refuses (`refused_in_pairs` is checked against it in the run).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher import Lexicon
from matcher.eligibility import assess_rows, prepare
from matcher.eligibility.registry import PAID, WITH_HOURS, WITH_SHIFTS
from matcher.eligibility.verdict import NO
from matcher.geography import distance_km
from matcher.journeys import GENEROUS, usable_modes
from matcher.market import STARTS_TOGETHER, Bools, Floats, Ints, Market
from matcher.records import Candidate, Opportunity
from matcher.travel import minutes


class TfIdf:
    """Cosine of a candidate's skills, in words, with what each advert says."""

    def __init__(self, adverts: Sequence[Opportunity], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._vectorizer = TfidfVectorizer()
        self._adverts = self._vectorizer.fit_transform(map(self._words, adverts)).T.tocsr()

    def scores(self, candidate: Candidate) -> Floats:
        """One cosine for each advert."""
        said = " ".join(self._lexicon.label(skill.skill_id, "en") for skill in candidate.skills)
        return np.asarray((self._vectorizer.transform([said]) @ self._adverts).toarray()[0])

    def _words(self, advert: Opportunity) -> str:
        wanted = (self._lexicon.label(skill, "en") for skill in advert.skills_wanted)
        return " ".join(
            (*(role.replace("_", " ") for role in (advert.role, *advert.leads_to_roles)), *wanted)
        )


def best_in_pairs(candidate: Candidate, market: Market, tf_idf: TfIdf, today: date, limit: int) -> Ints:
    """The best rows by cosine among those that no rule, asked pair by pair, refuses."""
    return _best(tf_idf.scores(candidate), refused_in_pairs(candidate, market, today), limit)


def best_in_columns(candidate: Candidate, market: Market, tf_idf: TfIdf, today: date, limit: int) -> Ints:
    """The same with Ponte's rules over all open rows at once, wherever they are."""
    day = market.on(today)
    refused = np.ones(len(market), dtype=bool)
    answers = assess_rows(candidate, day.columns, prepare(candidate, day)).answers
    refused[day.columns.row] = answers == NO
    return _best(tf_idf.scores(candidate), refused, limit)


def refused_in_pairs(candidate: Candidate, market: Market, today: date) -> Bools:
    """For each opportunity, whether any rule refuses it, asked one by one in plain Python."""
    return np.array([refuses(candidate, one, today) for one in market.opportunities])


def refuses(candidate: Candidate, one: Opportunity, today: date) -> bool:
    """Whether any rule in force says no, for a candidate of age who has answered everything."""
    if one.status != "open" or (one.places_left is not None and one.places_left <= 0):
        return True
    if one.closes_on is not None and one.closes_on < today:
        return True
    if one.type in STARTS_TOGETHER and one.starts_on is not None and one.starts_on < today:
        return True
    if one.type in PAID and candidate.right_to_work == "no":
        return True
    if one.benefit_required and one.type == "swap" and candidate.work_benefit == "no":
        return True
    if one.driving == "required" and not candidate.can_drive:
        return True
    return (
        _hours_do_not_fit(candidate, one) or _course_is_no_use(candidate, one) or _is_too_far(candidate, one)
    )


def _hours_do_not_fit(candidate: Candidate, one: Opportunity) -> bool:
    given = one.type in WITH_SHIFTS and one.shifts and candidate.shifts is not None
    if given and not one.shifts & (candidate.shifts or frozenset()):
        return True
    if one.type not in WITH_HOURS or not one.hours or not candidate.hours:
        return False
    return candidate.hours.max < one.hours.min or candidate.hours.min > one.hours.max


def _course_is_no_use(candidate: Candidate, one: Opportunity) -> bool:
    english = candidate.english
    known = [level for level in (english.speaking, english.reading, english.writing) if level is not None]
    if one.type != "esol" or not one.esol_level or not known:
        return False
    return min(known) >= one.esol_level or (one.english.speaking or 0) > max(known)


def _is_too_far(candidate: Candidate, one: Opportunity) -> bool:
    modes = usable_modes(candidate)
    if one.type == "prepare_to_care" or candidate.home is None or not modes or not candidate.max_minutes:
        return False
    km = distance_km(candidate.home, one.place)
    return min(minutes(km, mode) for mode in modes) > candidate.max_minutes * GENEROUS


def _best(scores: Floats, refused: Bools, limit: int) -> Ints:
    left = np.flatnonzero(~refused)
    return left[np.lexsort((left, -scores[left]))[:limit]]
