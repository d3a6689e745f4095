"""What prevents a start is told before anything is started, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import preflight
from api.cli.supervisor.parts import free_port


def test_a_host_nobody_knows_is_told() -> None:
    with pytest.raises(preflight.NotReady, match=r"The host no\.such\.host\.invalid is not known"):
        preflight.check_port("no.such.host.invalid", free_port())


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
