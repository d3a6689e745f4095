"""A throw-away PostgreSQL server: its own folder, a free port, loopback only, never the system's."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import pytest

MISSING = "PostgreSQL is not installed (Debian package: postgresql): its tests are left out."


@dataclass(frozen=True)
class Server:
    """A started server."""

    port: int
    user: str

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{database}"


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version; None when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _account() -> pwd.struct_passwd:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no account to run PostgreSQL as")


@cache
def server() -> Server | None:
    """The server of this test run, started on first use and ended with the run; None when not installed."""
    programs = binaries()
    if programs is None:
        return None
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="ponte-postgres-"))
    os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    as_account = {"user": account.pw_uid, "group": account.pw_gid} if os.geteuid() == 0 else {}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        subprocess.run(
            [str(programs / command[0]), *command[1:]],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            **as_account,  # type: ignore[call-overload]
        )

    run("initdb", "-D", str(data), "-U", "ponte", "--auth=trust", "--encoding=UTF8", "--no-sync")
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
    )
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")

    def stop() -> None:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    _wait(port)
    return Server(port, "ponte")


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="ponte", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start")


@contextmanager
def postgres_url_or_skip() -> Iterator[str]:
    """The URL of a new, empty database. Skips without PostgreSQL; in CI that is a failure."""
    running = server()
    if running is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = {"host": "127.0.0.1", "port": running.port, "user": running.user, "dbname": "postgres"}
    with psycopg.connect(**admin, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    try:
        yield running.url(name)
    finally:
        with psycopg.connect(**admin, autocommit=True) as connection:  # type: ignore[arg-type]
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
