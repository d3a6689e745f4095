"""All of Ponte really running: Rasa, actions, API and worker under their supervisor."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PROJECT = Path(__file__).resolve().parents[2]
PONTE = Path(sys.executable).with_name("ponte")
START_SECONDS = 900


@dataclass(frozen=True)
class Running:
    """A started Ponte: where it answers, its demo sign-ins, its supervisor and its folder."""

    base_url: str
    credentials: dict[str, Any]
    process: subprocess.Popen[str]
    data_dir: Path
    environment: dict[str, str]

    def pid_of(self, part: str) -> int:
        """The process id of one part of this Ponte, by its command line and its data folder."""
        wanted = {"rasa": "run_rasa.py", "actions": "serve_actions.py", "worker": "api.worker"}[part]
        mine = f"PONTE_DATA_DIR={self.data_dir.resolve()}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes()
                if wanted.encode() in words and mine in (folder / "environ").read_bytes().split(b"\0"):
                    return int(folder.name)
            except OSError:
                continue  # it ended meanwhile, or is not ours to look at
        raise AssertionError(f"{part} is not running")

    def ready(self) -> bool:
        """Whether a message would be answered now."""
        try:
            return httpx.get(f"{self.base_url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_until(self, ready: bool, seconds: float = 120) -> None:
        """Wait for readiness to become `ready`."""
        deadline = time.monotonic() + seconds
        while self.ready() is not ready:
            if time.monotonic() > deadline:
                raise AssertionError(f"readiness did not become {ready} within {seconds} s")
            time.sleep(0.2)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_ponte(data_dir: Path, **settings: str) -> Iterator[Running]:
    """Start Ponte in demo mode in a folder of its own; end it, and all its parts, at the end."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PONTE_")},
        "PONTE_DEMO": "1",
        "PONTE_PORT": str(port),
        "PONTE_DATA_DIR": str(data_dir),
        **settings,
    }
    log = data_dir / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(PONTE), "serve"], env=environment, cwd=PROJECT, stdout=output, stderr=output, text=True
        )
    try:
        _wait_for_start(process, log)
        listing = subprocess.run(
            [str(PONTE), "demo", "credentials", "--json"], env=environment, cwd=PROJECT, capture_output=True
        )
        credentials = json.loads(listing.stdout)
        yield Running(f"http://127.0.0.1:{port}", credentials, process, data_dir, environment)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for_start(process: subprocess.Popen[str], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not re.search(r"/coordinator\b", log.read_text()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError("Ponte did not start:\n" + log.read_text()[-3000:])
        time.sleep(0.3)
