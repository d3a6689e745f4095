"""The market is laid out once, and again when an opportunity changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from api.matches.markets import Markets
from tests.factories.opportunities import TODAY, an_opportunity
from tests.factories.staff import an_employer


@pytest.fixture
def open_day(session: Session) -> Session:
    an_employer(session, "somerset-care")
    an_opportunity(session)
    return session


def test_an_unchanged_market_is_kept(open_day: Session) -> None:
    markets = Markets()
    assert markets.on(open_day, TODAY) is markets.on(open_day, TODAY)


def test_a_change_an_addition_and_a_new_day_lay_it_out_again(open_day: Session) -> None:
    markets = Markets()
    first = markets.on(open_day, TODAY)
    added = an_opportunity(open_day, "porter-taunton")
    second = markets.on(open_day, TODAY)
    added.places_taken = added.places
    open_day.flush()
    third = markets.on(open_day, TODAY)
    tomorrow = markets.on(open_day, TODAY + timedelta(days=60))
    assert [len(one) for one in (first, second, third, tomorrow)] == [1, 2, 1, 0]


def test_a_removal_lays_it_out_again(open_day: Session) -> None:
    markets = Markets()
    added = an_opportunity(open_day, "porter-taunton")
    assert len(markets.on(open_day, TODAY)) == 2
    open_day.delete(added)
    open_day.flush()
    assert len(markets.on(open_day, TODAY)) == 1
