"""An application made of some rooms only, and a client that talks to it without a network."""

from __future__ import annotations

import warnings
from datetime import datetime, timedelta

from fastapi import APIRouter, FastAPI
from sqlalchemy import event

from api.core import errors, idempotency, rate_limit
from api.core.db import Database
from api.entitlements.service import interview_routes
from api.staff.tokens import AccessTokens

with warnings.catch_warnings():
    # Starlette asks for another HTTP client than the one the application itself uses.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def an_app(
    database: Database, clock: StandingClock, *routers: APIRouter, rate_limits: str = "300/second"
) -> FastAPI:
    """An application with these routers."""
    app = FastAPI()
    errors.install(app)
    app.state.database = database
    app.state.clock = clock
    app.state.interview_routes = interview_routes
    app.state.access_tokens = AccessTokens("http://testserver", timedelta(minutes=15))
    idempotency.install(app)
    rate_limit.install(app, rate_limits)
    for router in routers:
        app.include_router(router)
    return app


def a_client(app: FastAPI) -> TestClient:
    """A client; an unexpected error is an answer, as for any other client."""
    return TestClient(app, raise_server_exceptions=False)


class CountedStatements:
    """Counts the SQL statements of a database while it is entered."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self.count = 0

    def _add(self, _c: object, _cur: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            self.count += 1

    def __enter__(self) -> CountedStatements:
        event.listen(self._engine, "before_cursor_execute", self._add)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._add)
