"""A machine that Ponte cannot start on is told so in one sentence, before anything runs."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from api.cli import preflight
from api.cli.preflight import NotReady


def test_a_port_somebody_listens_on_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(NotReady) as refused:
            preflight.check_port("127.0.0.1", port)
    assert str(refused.value) == f"Port {port} is in use by another program: stop it or set PONTE_PORT."


def test_a_port_just_left_by_a_program_that_served_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), server.accept()[0] as served:
            served.close()  # the side that closes first keeps the port in TIME_WAIT
    preflight.check_port("127.0.0.1", port)


def test_a_host_that_is_not_this_machine_is_refused() -> None:
    with pytest.raises(NotReady, match=r"cannot listen on 192\.0\.2\.1 port 8000"):
        preflight.check_port("192.0.2.1", 8000)


def test_the_data_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    preflight.check_data_dir(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_file_where_the_data_folder_should_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(NotReady) as refused:
        preflight.check_data_dir(tmp_path / "var")
    assert str(refused.value).startswith(f"The data folder {tmp_path}/var cannot be written to (")
    assert str(refused.value).endswith("Set PONTE_DATA_DIR.")


def test_a_disk_with_too_little_room_is_told_with_both_figures(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=r"The disk is almost full: .* has \d+ MB free, \d+ MB are needed\."):
        preflight.check_data_dir(tmp_path, room_bytes=2**62)


def test_a_bot_that_is_not_installed_is_told_how_to_be(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="make install"):
        preflight.check_installed(tmp_path / "bot" / ".venv" / "bin" / "python")
