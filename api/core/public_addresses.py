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


Address = IPv4Address | IPv6Address


def plain(address: Address) -> Address:
    """The IPv4 address where one is only written as IPv6."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet; what carries an IPv4 address counts as that one."""
    address = plain(address)
    if isinstance(address, IPv6Address):
        inner = address.sixtofour or (address.teredo[1] if address.teredo else None)
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
