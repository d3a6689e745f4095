"""Alembic's entry: migrates the connection it is handed, under a lock."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import text

import api.candidates.models
import api.channels.models
import api.chat.models
import api.core.idempotency
import api.core.outbox
import api.documents.models
import api.entitlements.models
import api.equality.models
import api.interviews.models
import api.matches.models
import api.opportunities.models
import api.programmes.models
import api.referrals.models
import api.staff.models
import api.vacancies.models
import api.webhooks.models  # noqa: F401 - the imports above fill the metadata
from api.core.crypto import EncryptedJson, EncryptedText
from api.core.db import Base, Utc

# Any number that every migrating process shares.
_LOCK = 7_210_344


def _plain_types(kind: str, item: object, _context: object) -> str | Literal[False]:
    # A migration must go on working when the application's column types have moved.
    if kind == "type" and isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EncryptedText | EncryptedJson):
        return "sa.LargeBinary()"
    return False


connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=_plain_types,
)
context.run_migrations()
