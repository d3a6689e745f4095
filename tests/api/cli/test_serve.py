"""`ponte serve`: what it says when it cannot start, and that nothing is left when it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from tests.support.running import free_port

PROJECT = Path(__file__).resolve().parents[3]
PONTE = Path(sys.executable).with_name("ponte")
SECONDS_TO_TRAIN_AND_START = 420
PARTS = 4


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("PONTE_")}
    return others | {"PONTE_DEMO": "1", "PONTE_DATA_DIR": str(data_dir)} | settings


def refused(data_dir: Path, *arguments: str, **settings: str) -> Result:
    unset: dict[str, str | None] = dict.fromkeys(name for name in os.environ if name.startswith("PONTE_"))
    result = CliRunner().invoke(app, ["serve", *arguments], env=unset | environment(data_dir, **settings))
    assert result.exit_code == 1
    assert result.stdout == ""
    return result


def test_a_port_in_use_is_one_sentence_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = refused(tmp_path / "var", PONTE_PORT=port)
    assert result.stderr == f"Port {port} is in use by another program: stop it or set PONTE_PORT.\n"
    assert not (tmp_path / "var").exists()


def test_a_setting_that_is_no_port_is_named(tmp_path: Path) -> None:
    result = refused(tmp_path, PONTE_PORT=str(free_port()), PONTE_BOT_PORT="fifty")
    assert result.stderr == "PONTE_BOT_PORT: a port is a number from 1 to 65535.\n"


def test_outside_demo_mode_a_secret_is_asked_for(tmp_path: Path) -> None:
    result = refused(tmp_path, PONTE_DEMO="0")
    assert "PONTE_SECRET_KEYS is needed outside demo mode" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    result = refused(tmp_path, "--only", "bot", PONTE_INTERNAL_TOKEN="one")
    assert result.stderr == "--only takes one of rasa, actions, api, worker.\n"


def test_a_part_alone_needs_the_token_it_shares_with_the_others(tmp_path: Path) -> None:
    result = refused(tmp_path, "--only", "worker")
    assert result.stderr == "Parts started alone need a common PONTE_INTERNAL_TOKEN.\n"


def test_a_worker_alone_works_until_it_is_told_to_stop(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ponte.sqlite3"
    settings = environment(tmp_path, PONTE_DATABASE_URL=url, PONTE_INTERNAL_TOKEN="one")
    subprocess.run([str(PONTE), "migrate"], cwd=PROJECT, env=settings, check=True, stdout=subprocess.DEVNULL)
    command = [str(PONTE), "serve", "--only", "worker"]
    with subprocess.Popen(command, cwd=PROJECT, env=settings, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr
        first = worker.stderr.readline()
        worker.terminate()
        assert worker.wait(20) == 0
    assert '"event": "retention"' in first


def of_this_start(data_dir: Path) -> set[int]:
    """Every process that was started with this data folder, whoever its parent is by now."""
    mark = f"PONTE_DATA_DIR={data_dir}\0".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue  # gone meanwhile, or somebody else's
    return found


@pytest.mark.e2e
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_nothing_is_left_running_however_it_ends(tmp_path: Path, how: signal.Signals) -> None:
    log = tmp_path / "serve.log"
    settings = environment(tmp_path, PONTE_PORT=str(free_port()))
    with log.open("w") as output:
        serving = subprocess.Popen(
            [str(PONTE), "serve"], cwd=PROJECT, env=settings, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + SECONDS_TO_TRAIN_AND_START
        while len(of_this_start(tmp_path) - {serving.pid}) < PARTS:
            assert serving.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
    finally:
        serving.send_signal(how)
        status = serving.wait(20)
    assert status == (-signal.SIGKILL if how is signal.SIGKILL else 0)
    deadline = time.monotonic() + 5
    while (left := of_this_start(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == set()
    if how is not signal.SIGKILL:
        assert log.read_text().endswith("Stopped: nothing of Ponte is running any more.\n")
