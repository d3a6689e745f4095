"""The API alone in processes of its own, on loopback: without Rasa, and as many as a test wants."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.running import PROJECT, free_port

START_SECONDS = 120


@contextmanager
def serving(database_url: str, data_dir: Path, secret_key: str, processes: int) -> Iterator[list[str]]:
    """Start the API on a migrated database, that many times, and give the addresses; end it at the end."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PONTE_")},
        "PYTHONPATH": str(PROJECT),
        "PONTE_DATABASE_URL": database_url,
        "PONTE_DATA_DIR": str(data_dir),
        "PONTE_SECRET_KEYS": secret_key,
        "PONTE_PUBLIC_URL": "http://ponte.example",
    }
    started: dict[str, tuple[subprocess.Popen[bytes], Path]] = {}
    try:
        for _ in range(processes):
            port = free_port()
            log = data_dir / f"api-{port}.log"
            command = [sys.executable, "-m", "uvicorn", "--factory", "api.main:create_app"]
            with log.open("w") as output:
                process = subprocess.Popen(
                    [*command, "--port", str(port)],
                    env=environment,
                    cwd=PROJECT,
                    stdout=output,
                    stderr=output,
                )
            started[f"http://127.0.0.1:{port}"] = process, log
        for url, (process, log) in started.items():
            _wait_until_alive(url, process, log)
        yield list(started)
    finally:
        for process, _ in started.values():
            process.terminate()
        for process, _ in started.values():
            process.wait(30)


def _wait_until_alive(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if httpx.get(f"{url}/healthz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError("the API did not start:\n" + log.read_text()[-3000:])
        time.sleep(0.2)
