"""Bring the database's schema up to date, and tell which version it has."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from api.core.db import make_engine
from api.core.settings import PROJECT_ROOT, Settings


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(PROJECT_ROOT / "api" / "migrations"))
    return config


def upgrade_engine(engine: Engine) -> None:
    """Migrate to the newest schema, in one transaction."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def upgrade(settings: Settings) -> None:
    """Migrate the database the settings name."""
    engine = make_engine(settings.resolved_database_url)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()


def newest_version() -> str | None:
    """The schema version this code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current_version(engine: Engine) -> str | None:
    """The schema version the database has; null when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
