"""Which addresses a request may leave to: a link from outside must not reach into the own network."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# IPv4 inside IPv6 by a translator (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


class PrivateTarget(Exception):
    """The host is on this machine or in a private network."""


class HostUnknown(Exception):
    """The host has no address."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet; what carries an IPv4 address counts as that one."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def address_of(host: str, port: int, *, allow_private: bool) -> str:
    """The address to connect to. Connecting to it, not to the name, keeps a second look-up from saying another.

    Raises
    ------
    HostUnknown
        The name leads nowhere.
    PrivateTarget
        One of its addresses is private, loopback or reserved, and that is not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise HostUnknown from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not allow_private and not all(is_public(ip_address(address)) for address in addresses):
        raise PrivateTarget
    return addresses[0]
