"""A process that sends what is due by SMS, as the worker does; started by tests that kill it.

Run as ``python -m tests.support.sending_process``, with Ponte's settings in the environment.
"""

from __future__ import annotations

import asyncio

from api.channels.running import apps_of
from api.core.clock import system_clock
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.settings import load_settings


async def _send() -> None:
    settings = load_settings()
    use_keys(settings.resolved_secret_keys)
    database = Database(settings.resolved_database_url)
    apps = apps_of(settings, database, system_clock)
    await apps.senders[0].send_due()
    await apps.close()
    database.close()


if __name__ == "__main__":
    asyncio.run(_send())
