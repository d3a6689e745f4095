"""What prevents a start is told before anything is started, in one sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import preflight
from api.cli.supervisor.parts import free_port

PONTE = Path(sys.executable).with_name("ponte")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def serve(data_dir: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`ponte serve`, expected to end at once."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PONTE_")}
    environment = {**ours, "PONTE_DEMO": "1", "PONTE_DATA_DIR": str(data_dir), **settings}
    return subprocess.run(
        [PONTE, "serve"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )


def test_serving_on_a_port_in_use_is_one_sentence_and_starts_nothing(taken_port: int, tmp_path: Path) -> None:
    done = serve(tmp_path, PONTE_PORT=str(taken_port))
    assert done.returncode == 1
    assert done.stderr == f"Port {taken_port} is in use by another program: stop it or set PONTE_PORT.\n"
    assert done.stdout == ""
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PONTE_PORT": "eight"}, "PONTE_PORT: "),
        ({"PONTE_BOT_PORT": "0"}, "PONTE_BOT_PORT: a port is a number from 1 to 65535."),
        ({"PONTE_DEMO": "0"}, "PONTE_SECRET_KEYS is needed outside demo mode"),
        (
            {"PONTE_HOST": "no.such.host.invalid"},
            "The host no.such.host.invalid is not known. Set PONTE_HOST.",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    settings: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    done = serve(tmp_path, **settings)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_a_free_port_is_no_trouble() -> None:
    preflight.check_port("127.0.0.1", free_port())


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(preflight.NotReady, match=r"cannot listen on 192\.0\.2\.1 port"):
        preflight.check_port("192.0.2.1", free_port())


def test_the_data_folder_is_made_when_it_is_not_there(tmp_path: Path) -> None:
    preflight.check_data_dir(tmp_path / "new" / "var", room_bytes=1)
    assert list((tmp_path / "new" / "var").iterdir()) == []


def test_a_data_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(preflight.NotReady, match=r"cannot be written to \(.*\)\. Set PONTE_DATA_DIR\."):
        preflight.check_data_dir(tmp_path / "file" / "var")


def test_a_disk_that_is_almost_full_is_told(tmp_path: Path) -> None:
    with pytest.raises(preflight.NotReady, match=r"The disk is almost full: .* MB are needed"):
        preflight.check_data_dir(tmp_path, room_bytes=10**18)


def test_a_bot_that_is_not_installed_is_told(tmp_path: Path) -> None:
    with pytest.raises(preflight.NotReady, match="make install"):
        preflight.check_installed(tmp_path / "python")
