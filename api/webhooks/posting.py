"""One request to a receiver: to the address that was checked, within the time, and no further."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from api import __version__
from api.core.errors import DomainError
from api.core.public_addresses import Address
from api.webhooks.targets import Targets

# The whole request: looking up the name, connecting, sending and hearing the status.
TIMEOUT_SECONDS = 5.0
_MOST_ADDRESSES = 3
_AGENT = f"Ponte-Webhooks/{__version__}"


@dataclass(frozen=True)
class Answered:
    """What came of one request.

    Attributes
    ----------
    status_code : int or None
        Null when there was no answer.
    error_code : str or None
        Null when the receiver took the message: any 2xx.
    retry_after : str or None
        How long the receiver asks to be left alone.
    """

    status_code: int | None
    error_code: str | None
    milliseconds: int
    retry_after: str | None = None


class Poster:
    """Posts to receivers. Follows no redirect, uses no proxy, and reads no answer beyond its headers."""

    def __init__(self, targets: Targets, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._targets = targets
        self._timeout = timeout_seconds
        trusted = httpx.create_ssl_context(trust_env=False)
        trusted.load_default_certs()
        self._http = httpx.AsyncClient(
            verify=trusted,
            follow_redirects=False,
            trust_env=False,
            # A kept connection was made for one name; the next name may share its address.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()
        self._targets.close()

    async def post(self, url: str, body: str, headers: Mapping[str, str]) -> Answered:
        """Post JSON to a registered address."""
        began = time.monotonic()
        status_code, retry_after = None, None
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._post(url, body.encode(), headers)
            status_code, retry_after = answer.status_code, answer.headers.get("retry-after")
            error_code = None if answer.is_success else f"http_{status_code}"
        except (TimeoutError, httpx.TimeoutException):
            error_code = "timeout"
        except DomainError as refusal:
            error_code = refusal.code.rpartition(".")[2]
        except httpx.ConnectError as error:
            error_code = "tls_failed" if "SSL" in str(error) else "connection_refused"
        except httpx.TransportError:
            error_code = "connection_lost"
        except OSError:
            error_code = "name_unknown"
        milliseconds = round((time.monotonic() - began) * 1000)
        return Answered(status_code, error_code, milliseconds, retry_after)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        named, addresses = await self._targets.resolve(url)
        addresses = addresses[:_MOST_ADDRESSES]
        within = httpx.Timeout(self._timeout, connect=self._timeout / len(addresses))
        for address in addresses[:-1]:
            try:
                return await self._connect(named, address, body, headers, within)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._connect(named, addresses[-1], body, headers, within)

    async def _connect(
        self,
        named: httpx.URL,
        address: Address,
        body: bytes,
        headers: Mapping[str, str],
        within: httpx.Timeout,
    ) -> httpx.Response:
        # The certificate is checked against the name; the connection goes to the address.
        request = self._http.build_request(
            "POST",
            named.copy_with(host=str(address)),
            content=body,
            headers={
                **headers,
                "Host": named.netloc.decode("ascii"),
                "Content-Type": "application/json",
                "User-Agent": _AGENT,
            },
            timeout=within,
            extensions={"sni_hostname": named.raw_host.decode("ascii")},
        )
        answer = await self._http.send(request, stream=True)
        await answer.aclose()
        return answer
