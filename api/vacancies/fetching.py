"""Reading an address of somebody else's: http(s) only, public only, not for ever and not without end."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from typing import BinaryIO, cast
from urllib.parse import urljoin

import httpx

from api.core.public_addresses import HostUnknown, PrivateTarget, address_of
from api.vacancies.reading import Unreadable

MOST_BYTES = 64 * 1024 * 1024
MOST_REDIRECTS = 5
# From the first byte asked for to the last one read, in seconds.
MOST_SECONDS = 120.0
_IN_MEMORY_UP_TO = 2 * 1024 * 1024


class Fetcher:
    """Reads addresses into files that vanish when closed.

    Parameters
    ----------
    allow_private : bool
        Whether addresses of this machine and of private networks may be read (``PONTE_ALLOW_PRIVATE_SOURCES``).
    headers : mapping of str to str
        Sent to the host first named and to no other it redirects to: they may hold a key.
    most_bytes, most_seconds : int, float
        A longer or slower answer is not read to its end.
    stopped : callable
        Asked while reading; true ends it.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = MOST_BYTES,
        most_seconds: float = MOST_SECONDS,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._allow_private = allow_private
        self._headers = dict(headers or {})
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._stopped = stopped
        # No proxy of the environment: it would connect where we have just refused to.
        self._http = httpx.Client(timeout=20.0, trust_env=False, follow_redirects=False)

    def close(self) -> None:
        """Close what connections are left."""
        self._http.close()

    def open(self, url: str) -> BinaryIO:
        """The content of an address.

        Raises
        ------
        Unreadable
            Not http(s), a private target, no answer, an answer that is no 200, too large, too slow, stopped.
        """
        ends_at = time.monotonic() + self._most_seconds
        first = _parsed(url)
        at = first
        for _ in range(MOST_REDIRECTS + 1):
            own = (at.scheme, at.host, at.port) == (first.scheme, first.host, first.port)
            request = self._request(at, self._headers if own else {})
            try:
                response = self._http.send(request, stream=True)
                try:
                    if not response.has_redirect_location:
                        return self._kept(response, at, ends_at)
                    at = _parsed(urljoin(str(at), response.headers["location"]))
                finally:
                    response.close()
            except (httpx.HTTPError, httpx.InvalidURL):
                raise Unreadable("source.no_answer", where=_shown(at)) from None
        raise Unreadable("source.too_many_redirects", where=_shown(first))

    def _request(self, url: httpx.URL, headers: Mapping[str, str]) -> httpx.Request:
        try:
            address = address_of(url.host, url.port or _PORTS[url.scheme], allow_private=self._allow_private)
        except HostUnknown:
            raise Unreadable("source.host_unknown", where=_shown(url)) from None
        except PrivateTarget:
            raise Unreadable("source.private_target", where=_shown(url)) from None
        return self._http.build_request(
            "GET",
            url.copy_with(host=address, username=None, password=None),
            headers={
                "User-Agent": "Ponte (vacancy import)",
                "Accept-Encoding": "gzip",
                **headers,
                "Host": url.netloc.decode("ascii").rpartition("@")[2],
            },
            extensions={"sni_hostname": url.host},
        )

    def _kept(self, response: httpx.Response, url: httpx.URL, ends_at: float) -> BinaryIO:
        if response.status_code != 200:
            raise Unreadable("source.status", where=_shown(url), status=response.status_code)
        kept = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_UP_TO))  # noqa: SIM115
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if (code := self._trouble(size, ends_at)) is not None:
                kept.close()
                raise Unreadable(code, where=_shown(url))
            kept.write(part)
        kept.seek(0)
        return kept

    def _trouble(self, size: int, ends_at: float) -> str | None:
        if size > self._most_bytes:
            return "source.too_large"
        if self._stopped():
            return "source.stopped"
        return "source.too_slow" if time.monotonic() > ends_at else None


_PORTS = {"http": 80, "https": 443}


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError):
        raise Unreadable("source.not_an_address", where=url[:120]) from None
    if parsed.scheme not in _PORTS or not parsed.host:
        raise Unreadable("source.not_an_address", where=_shown(parsed))
    return parsed


def _shown(url: httpx.URL) -> str:
    """The address without what may be a key: no user, no query."""
    return f"{url.scheme}://{url.host}{f':{url.port}' if url.port else ''}{url.path}"[:200]
