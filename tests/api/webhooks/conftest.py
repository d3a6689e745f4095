"""A region whose employers listen, and the worker that tells them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.core.db import Database
from api.core.outbox import OutboxRow
from api.notifications.sender import Sender
from api.referrals import endpoints as referrals
from api.webhooks import endpoints
from api.webhooks.posting import Poster
from api.webhooks.running import webhooks_of
from api.webhooks.targets import Targets
from tests.api.channels.conftest import RunningClock
from tests.factories.candidates import a_candidate
from tests.factories.http import TestClient, a_client, an_app
from tests.factories.referrals import a_referral
from tests.factories.region import Region, a_region
from tests.factories.staff import bearer
from tests.support.receiver import Receiver, receiver

ENTITLED = {"redundancy_event_id": "oscar-mayer"}


class World:
    """Ponte's side: API and worker on one database, by one clock that can be put forward."""

    def __init__(self, database: Database, clock: RunningClock, region: Region) -> None:
        self.database = database
        self.clock = clock
        self.region = region
        self.names: dict[str, list[str]] = {}
        self._runner = asyncio.Runner()
        app = an_app(database, clock, referrals.router, endpoints.router)  # type: ignore[arg-type]
        app.state.webhook_targets = self.targets()
        self.app = app
        self.client: TestClient = a_client(app)
        self._posters: list[Poster] = []
        self.senders = self.a_worker()

    def look_up(self, name: str, port: int) -> list[str]:
        """A name server that knows addresses, and the names the test put into `names`."""
        if name in self.names:
            return self.names[name]
        if name.replace(".", "").isdigit():
            return [name]
        raise OSError("no such name")

    def targets(self, *, allow_private: bool = True) -> Targets:
        """Where webhooks may go."""
        return Targets(allow_private=allow_private, look_up=self.look_up)

    def a_worker(self, timeout_seconds: float = 5.0, *, allow_private: bool = True) -> tuple[Sender, ...]:
        """What a worker runs."""
        poster = Poster(self.targets(allow_private=allow_private), timeout_seconds)
        self._posters.append(poster)
        return webhooks_of(poster, self.database, self.clock).senders

    def close(self) -> None:
        """Close every connection."""
        for poster in self._posters:
            self._runner.run(poster.close())
        self._runner.close()

    def call(self, method: str, path: str, *, key: str | None = None, status: int = 200, **more: Any) -> Any:
        """What the API answers; the caller is Somerset Care unless another key is given."""
        headers = bearer(key or self.region.somerset_care)
        answer: httpx.Response = self.client.request(method, f"/v1/webhooks{path}", headers=headers, **more)  # type: ignore[assignment]
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def register(self, url: str, *, key: str | None = None, **more: Any) -> Any:
        """A new endpoint, with its secret."""
        return self.call("POST", "", key=key, status=201, json={"url": url, **more})

    def deliveries(self, endpoint: Any, query: str = "", *, key: str | None = None) -> list[Any]:
        """What was sent to an endpoint, the newest first."""
        found: list[Any] = self.call("GET", f"/{endpoint['id']}/deliveries{query}", key=key)["items"]
        return found

    def refer(self, opportunity_id: str = "hca-taunton", **candidate: Any) -> str:
        """A candidate agrees to be referred."""
        with self.database.session() as session:
            someone = a_candidate(session, **candidate)
            return a_referral(session, someone, opportunity_id, now=self.clock()).id

    def report(self, referral_id: str, event: str, **more: Any) -> Any:
        """The employer reports something; the referral as it stands then."""
        answer = self.client.post(
            f"/v1/referrals/{referral_id}/events",
            json={"type": event, **more},
            headers=bearer(self.region.somerset_care),
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, worker: tuple[Sender, ...] | None = None) -> int:
        """Send all that is due, as the worker does. Returns how many rows were tried."""
        total = 0
        while tried := sum(self._runner.run(one.send_due()) for one in worker or self.senders):
            total += tried
        return total

    def send_at_once(self, *workers: tuple[Sender, ...]) -> None:
        """Several workers send all that is due at the same time."""

        async def all_at_once() -> int:
            return sum(await asyncio.gather(*(one.send_due() for worker in workers for one in worker)))

        while self._runner.run(all_at_once()):
            pass

    def rows(self, topic: str = "webhook") -> list[OutboxRow]:
        """The outbox."""
        with self.database.session() as session:
            query = select(OutboxRow).where(OutboxRow.topic == topic).order_by(OutboxRow.id)
            return list(session.scalars(query))

    def next_try(self) -> datetime:
        """When the one row that waits is due again."""
        (row,) = (row for row in self.rows() if row.done_at is None and row.dead_at is None)
        return row.next_try_at


@pytest.fixture
def clock(now: datetime) -> RunningClock:
    return RunningClock(now)


@pytest.fixture
def world(database: Database, clock: RunningClock, now: datetime) -> Iterator[World]:
    with database.session() as session:
        region = a_region(session, now)
    world = World(database, clock, region)
    yield world
    world.close()


@pytest.fixture
def ats() -> Iterator[Receiver]:
    """A recruiter's system."""
    with receiver() as found:
        yield found
