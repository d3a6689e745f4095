"""A small region and a client of the recruiters' API."""

from __future__ import annotations

from datetime import datetime

import pytest

from api.core.db import Database
from api.referrals.endpoints import router
from tests.factories.http import StandingClock, TestClient, a_client, an_app
from tests.factories.region import Region, a_region


@pytest.fixture
def region(database: Database, now: datetime) -> Region:
    """Three employers with a job and a key each."""
    with database.session() as session:
        return a_region(session, now)


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    """Stands at `now` until moved."""
    return StandingClock(now)


@pytest.fixture
def client(database: Database, clock: StandingClock) -> TestClient:
    """The recruiters' API."""
    return a_client(an_app(database, clock, router))
