"""The migrations make exactly the tables the models describe, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from api.core.db import Base, Database
from api.core.migrate import current_version, newest_version, upgrade_engine


def test_a_migrated_database_has_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    before = current_version(database.engine)
    upgrade_engine(database.engine)
    assert current_version(database.engine) == before == newest_version()
