"""Keeping within a provider's limits, by waiting before asking."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


class Pace:
    """Gives out moments to send at: so many a second in all, and so many seconds apart for one receiver.

    The moments are those of one process. Several workers are together faster than the limit; the provider
    then answers 429, and the letter waits as long as it says.
    """

    def __init__(
        self,
        per_second: float,
        *,
        apart_seconds: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval = 1 / per_second
        self._apart = apart_seconds
        self._clock = clock
        self._sleep = sleep
        self._free_at = 0.0
        self._free_for: dict[str, float] = {}

    async def wait(self, receiver: str) -> None:
        """Return when something may be sent to `receiver`."""
        now = self._clock()
        in_all = max(now, self._free_at)
        self._free_at = in_all + self._interval
        at = max(in_all, self._free_for.get(receiver, 0.0))
        if self._apart:
            self._free_for = {one: free for one, free in self._free_for.items() if free > now}
            self._free_for[receiver] = at + self._apart
        if at > now:
            await self._sleep(at - now)


def seconds(value: object) -> float | None:
    """A number of seconds as providers write it; null for anything else, such as a date."""
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if 0 <= found <= 86_400 else None
