"""How often a program may call: counted for each key, told in every answer, refused with 429.

The fields are those of draft-ietf-httpapi-ratelimit-headers-10: ``RateLimit-Policy`` says what is
allowed, ``RateLimit`` what is left. The counts live in memory: several processes count apart, so the
limit is then that many times higher, which still stops a program that has run wild. A window begins with
the first request after the last one ended, so that Retry-After is the moment at which all is free again.
"""

from __future__ import annotations

import math
import time

from fastapi import FastAPI, Request
from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import DomainError
from api.core.i18n import N_

_STATE = "rate_limit_headers"


class TooManyRequests(DomainError):
    """The key was used more often than it may be; Retry-After says how long to wait, in seconds."""

    code = "rate_limit.exceeded"
    status = 429
    sentence = N_("Too many requests. Please wait a moment and try again.")


class RateLimits:
    """The counts of one process. `limits` are such as ``300/second;10000/hour``."""

    def __init__(self, limits: str) -> None:
        self._limits = parse_many(limits)
        self._counts = FixedWindowRateLimiter(MemoryStorage())

    def count(self, request: Request, who: str) -> None:
        """Count a request by `who`, and let its answer tell what is left.

        Raises
        ------
        TooManyRequests
            One of the limits is used up.
        """
        refused = [one for one in self._limits if not self._counts.hit(one, who)]
        stats = [(one, self._counts.get_window_stats(one, who)) for one in self._limits]
        now = time.time()
        seconds = {one: max(1, math.ceil(left.reset_time - now)) for one, left in stats}
        policies = [f'"{one.get_expiry()}s";q={one.amount};w={one.get_expiry()}' for one in self._limits]
        remaining = [
            f'"{one.get_expiry()}s";r={0 if one in refused else left.remaining};t={seconds[one]}'
            for one, left in stats
        ]
        headers = {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(remaining)}
        setattr(request.state, _STATE, headers)
        if refused:
            wait = max(seconds[one] for one in refused)
            raise TooManyRequests(headers={"Retry-After": str(wait)})


class _TellsLimits:
    """ASGI middleware: adds the fields to whatever the answer turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(state.get(_STATE, {}))
            await send(message)

        await self.app(scope, receive, telling)


def install(app: FastAPI, limits: str) -> None:
    """Limit the programs that call `app`."""
    app.state.rate_limits = RateLimits(limits)
    app.add_middleware(_TellsLimits)
