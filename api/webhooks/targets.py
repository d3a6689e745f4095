"""Where a webhook may go: not into this machine, its network, or a cloud's own services.

A name is looked up each time something is sent, and the connection goes to an address that was checked: a name
that answers otherwise at a second look-up leads nowhere else (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address, ip_network

import httpx

from api.core import public_addresses
from api.core.public_addresses import Address, plain
from api.webhooks.errors import HttpsNeeded, TargetInvalid, TargetRefused

LookUp = Callable[[str, int], list[str]]

LONGEST_URL = 1000
MOST_NAMES_ARE_FOUND_WITHIN_SECONDS = 2.0

# Refused also where private targets are allowed: they give away a machine's own credentials.
# 169.254.0.0/16 and fe80::/10 (RFC 3927, RFC 4291) hold AWS's, Azure's and Google's metadata services; the
# others are AWS's over IPv6, Alibaba's, Oracle's and Azure's platform address, from the clouds' documentation.
_METADATA = tuple(
    ip_network(one)
    for one in (
        "169.254.0.0/16",
        "fe80::/10",
        "fd00:ec2::/32",
        "100.100.100.200/32",
        "192.0.0.192/32",
        "168.63.129.16/32",
    )
)
# Names that never belong to the public internet (RFC 6761, RFC 6762, ICANN's resolution on .internal of 2024).
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa", "lan")
# Of a name, letters and digits in parts of at most 63 (RFC 1035); or an IPv6 address.
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*|[0-9a-f:.]+")
_PORTS = range(1, 65_536)
_PORT_OF = {"http": 80, "https": 443}


def is_metadata(address: Address) -> bool:
    """Whether it is a cloud's service for its own machines, or link-local."""
    return any(plain(address) in network for network in _METADATA)


def is_public(address: Address) -> bool:
    """Whether it is an ordinary address of the public internet."""
    one = plain(address)
    if isinstance(one, IPv6Address) and (one.is_site_local or one.sixtofour or one.teredo):
        return False  # obsolete ways into networks of which nobody here knows what they are
    return public_addresses.is_public(one) and not is_metadata(one)


def system_look_up(name: str, port: int) -> list[str]:
    """The addresses of a name, as this machine's resolver tells them."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Targets:
    """Decides where webhooks may go.

    Parameters
    ----------
    allow_private
        Whether addresses in private networks and on this machine are allowed, and http:// to them.
    """

    def __init__(self, *, allow_private: bool, look_up: LookUp = system_look_up) -> None:
        self._allow_private = allow_private
        self._look_up = look_up
        # Threads of its own: a slow name server must not use up those that talk to the database.
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="webhook-names")

    def close(self) -> None:
        """Start no more look-ups."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def check(self, text: str) -> str:
        """The address to register, in its normal form.

        A name that cannot be looked up at this moment is let through: it is looked up again before anything is sent.

        Raises
        ------
        TargetInvalid, HttpsNeeded, TargetRefused
            Nothing can or may be sent there.
        """
        url = self._parsed(text)
        name = _name(url)
        if not self._allow_private and _is_local(name):
            raise TargetRefused
        looking = self._threads.submit(self._look_up, name, _port(url))
        try:
            found = looking.result(MOST_NAMES_ARE_FOUND_WITHIN_SECONDS)
        except UnicodeError:
            raise TargetInvalid from None
        except OSError:
            return str(url)
        self._checked(url, found)
        return str(url)

    async def resolve(self, text: str) -> tuple[httpx.URL, list[Address]]:
        """A registered address and where to connect for it.

        Raises
        ------
        TargetInvalid, HttpsNeeded, TargetRefused
            Nothing may be sent there, or not any more.
        OSError
            The name is unknown.
        """
        url = self._parsed(text)
        try:
            looking = self._threads.submit(self._look_up, _name(url), _port(url))
            found = await asyncio.wrap_future(looking)
        except UnicodeError:
            raise TargetInvalid from None
        return url, self._checked(url, found)

    def _parsed(self, text: str) -> httpx.URL:
        try:
            url = httpx.URL(text.strip())
        except (httpx.InvalidURL, UnicodeError):
            raise TargetInvalid from None
        whole = url.scheme in _PORT_OF and _NAME.fullmatch(_name(url)) and _port(url) in _PORTS
        if not whole or url.userinfo or url.fragment or len(str(url)) > LONGEST_URL:
            raise TargetInvalid
        if url.scheme == "http" and not self._allow_private:
            raise HttpsNeeded
        return url

    def _checked(self, url: httpx.URL, found: list[str]) -> list[Address]:
        addresses = [ip_address(one.partition("%")[0]) for one in found]
        if not addresses:
            raise OSError("a name without an address")
        public = [is_public(one) for one in addresses]
        # All of them, not only the first: the next look-up may put another in front.
        if any(map(is_metadata, addresses)) or not (self._allow_private or all(public)):
            raise TargetRefused
        if url.scheme == "http" and any(public):
            raise HttpsNeeded
        return addresses


def _name(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").rstrip(".").lower()


def _is_local(name: str) -> bool:
    """Whether a name is one of a private network; a name without a dot always is."""
    return not re.search("[.:]", name) or any(f".{name}".endswith(f".{one}") for one in _LOCAL_NAMES)


def _port(url: httpx.URL) -> int:
    return _PORT_OF[url.scheme] if url.port is None else url.port
