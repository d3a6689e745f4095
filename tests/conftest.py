"""Fixtures every API test shares: a migrated database of each kind, keys, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.core.crypto import use_keys
from api.core.db import Base, Database
from api.core.migrate import upgrade_engine
from tests.support.postgres import postgres_url_or_skip
from tests.support.running import Running, running_ponte

# How long an example takes depends on the machine; what it shows does not.
settings.register_profile("ponte", deadline=None)
settings.load_profile("ponte")

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def _keys() -> None:
    use_keys([Fernet.generate_key().decode()])


@pytest.fixture
def now() -> datetime:
    """A Wednesday in June, noon."""
    return NOON


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database: the tests that use it run once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path: Path = tmp_path_factory.mktemp("db") / "test.sqlite3"
        url = f"sqlite:///{path}"
        _migrate(url)
        yield url
        return
    with postgres_url_or_skip() as url:
        _migrate(url)
        yield url


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade_engine(database.engine)
    database.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database, empty."""
    database = Database(database_url)
    names = [table.name for table in reversed(Base.metadata.sorted_tables)]
    with database.session() as session:
        if database_url.startswith("sqlite"):
            for name in names:
                session.execute(text(f"DELETE FROM {name}"))
        else:
            session.execute(text("TRUNCATE " + ", ".join(names) + " CASCADE"))
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction on the empty database, committed at the end of the test."""
    with database.session() as session:
        yield session


@pytest.fixture(scope="session")
def ponte(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Ponte with the demo region, on SQLite."""
    with running_ponte(tmp_path_factory.mktemp("ponte")) as running:
        yield running
