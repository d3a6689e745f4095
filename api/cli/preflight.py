"""What must be true before anything is started; each failure is one clear sentence."""

from __future__ import annotations

import errno
import shutil
import socket
import tempfile
from pathlib import Path

ROOM_NEEDED_BYTES = 500 * 1024 * 1024


class NotReady(Exception):
    """Something on this machine prevents a start; the text is one clear sentence."""


def check_port(host: str, port: int, setting: str = "PONTE_PORT") -> None:
    """The port can be listened on.

    Raises
    ------
    NotReady
        Another program has it, the user may not have it, or the host is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise NotReady(f"The host {host} is not known. Set PONTE_HOST.") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise NotReady(_port_sentence(error, host, port, setting)) from None


def _port_sentence(error: OSError, host: str, port: int, setting: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program: stop it or set {setting}."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have. Set {setting} to one above 1023."
    return f"This machine cannot listen on {host} port {port}: {error.strerror}."


def check_data_dir(folder: Path, room_bytes: int = ROOM_NEEDED_BYTES) -> None:
    """The data folder can be written to and has room; it is made when it is not there.

    Raises
    ------
    NotReady
        It cannot be made or written to, or less than `room_bytes` are free.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = (error.strerror or "no access").lower()
        raise NotReady(
            f"The data folder {folder} cannot be written to ({reason}). Set PONTE_DATA_DIR."
        ) from None
    free = shutil.disk_usage(folder).free
    if free < room_bytes:
        raise NotReady(
            f"The disk is almost full: {folder} has {free // 1024**2} MB free, "
            f"{room_bytes // 1024**2} MB are needed."
        )


def check_installed(python: Path) -> None:
    """The bot's environment is there.

    Raises
    ------
    NotReady
        It is not.
    """
    if not python.exists():
        raise NotReady("The bot is not installed. Run `make install` first.")
