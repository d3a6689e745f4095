"""Installing: each trouble is one sentence on standard error, and an interrupted run goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

# What uv 0.13 really printed, shortened; the registry's name is changed.
NO_COMPILER = """\
   Building cext @ file:///home/ana/cext
error: Failed to build `cext @ file:///home/ana/cext`
  cause: The build backend returned an error
  cause: Call to `setuptools.build_meta:__legacy__.build_wheel` failed (exit status: 1)

         [stdout]
         building 'cext' extension
         gcc -Wsign-compare -DNDEBUG -g -fwrapv -O3 -Wall -fPIC -c c.c -o build/c.o

         [stderr]
         error: [Errno 2] No such file or directory: 'gcc'

hint: Build failures usually indicate a problem with the package or the build environment
"""
NO_COMPILER_MESON = """\
error: Failed to build `mb @ file:///home/ana/mb`
  cause: Call to `mesonpy.build_wheel` failed (exit status: 1)

         [stdout]
         ../meson.build:1:0: ERROR: Unknown compiler(s): [['cc'], ['gcc'], ['clang'], ['nvc']]
         The following exception(s) were encountered:
         Running `cc --version` gave "[Errno 2] No such file or directory: 'cc'"
"""
DISK_FULL = """\
Downloading playwright (51.0MiB)
error: Failed to download `playwright==1.65.2`
  cause: Failed to extract archive: playwright-1.65.2-py3-none-manylinux1_x86_64.whl
  cause: I/O operation failed during extraction
  cause: failed to write to file `/home/ana/.cache/uv/_impl/browser_type.py`: No space left on device (os error 28)
"""
NO_NETWORK = """\
error: Failed to fetch: https://registry.example/simple/annotated-doc/
  cause: error sending request for url (https://registry.example/simple/annotated-doc/)
  cause: client error (Connect)
  cause: dns error
  cause: error resolving DNS
  cause: failed to lookup address information: Temporary failure in name resolution
"""
OTHER_HASH = """\
error: Failed to download `six==1.17.0`
  cause: Hash mismatch for `six==1.17.0`
"""
OTHER_MACHINE = """\
error: No solution found when resolving dependencies
  cause: Because uvloop==0.19.0 has no usable wheels and you require uvloop==0.19.0, we can conclude that ...
"""


@dataclass(frozen=True)
class Checkout:
    """A folder with Ponte's installer and locks, and a PATH with a pretended uv on it."""

    root: Path
    programs: Path

    def uv(self, script: str) -> None:
        """Put a pretended uv on the PATH: it makes environments, and `script` is its `pip sync`."""
        self.program(
            "uv",
            'echo "uv $*" >> "$CALLS"\n'
            'case "$1 $2" in\n'
            "--version*) exit 0 ;;\n"
            'venv*) for last; do :; done; mkdir -p "$last/bin"; : > "$last/pyvenv.cfg"; : > "$last/bin/python" ;;\n'
            f'"pip sync") {script} ;;\n'
            "esac",
        )

    def program(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def install(self, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the installer."""
        environment = {"PATH": f"{self.programs}:/usr/bin:/bin", "CALLS": str(self.root / "calls"), **env}
        return subprocess.run(
            ["/bin/sh", str(self.root / "tools" / "install.sh")],
            env={"PYTHON": sys.executable, **environment},
            capture_output=True,
            text=True,
        )

    def calls(self) -> list[str]:
        """The command lines the pretended uv was given."""
        path = self.root / "calls"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root, programs = tmp_path / "ponte", tmp_path / "programs"
    shutil.copytree(PROJECT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "bot").mkdir()
    programs.mkdir()
    for path in ("requirements.lock", "pyproject.toml", "bot/requirements.lock"):
        (root / path).write_text(f"{path}\n")
    return Checkout(root, programs)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (NO_COMPILER, "A C compiler is missing"),
        (NO_COMPILER_MESON, "A C compiler is missing"),
        (DISK_FULL, "The disk is full"),
        (NO_NETWORK, "The package registry cannot be reached"),
        (OTHER_HASH, "not the one named in the lock"),
        (OTHER_MACHINE, "not made for this machine"),
    ],
)
def test_a_known_trouble_of_the_installer_is_one_sentence_that_says_what_to_do(
    checkout: Checkout, output: str, sentence: str
) -> None:
    checkout.uv("cat <<'END' >&2\n" + output + "END\nexit 1")
    done = checkout.install()
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.strip().count("\n") == 0


def test_an_unknown_trouble_shows_its_error_line_and_where_the_rest_is(checkout: Checkout) -> None:
    checkout.uv("echo 'error: the moon is in the wrong place' >&2; exit 2")
    done = checkout.install()
    assert done.returncode == 1
    assert "error: the moon is in the wrong place" in done.stderr
    assert str(checkout.root / ".tools" / "log" / "ponte.log") in done.stderr


@pytest.mark.skipif(find_spec("ensurepip") is None, reason="this Python has no installer of its own")
def test_without_uv_its_own_is_fetched_and_no_network_is_told(checkout: Checkout) -> None:
    for name in ("dirname", "sh"):
        (checkout.programs / name).symlink_to(shutil.which(name) or f"/usr/bin/{name}")
    nobody_there = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": "/dev/null",
    }
    done = checkout.install(PATH=str(checkout.programs), **nobody_there)
    assert done.returncode == 1
    assert "Installing uv into .tools …" in done.stdout
    assert "The package registry cannot be reached" in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_is_installed_is_not_installed_again_until_its_lock_changes(checkout: Checkout) -> None:
    checkout.uv("exit 0")
    assert checkout.install().returncode == 0
    first = checkout.calls()
    assert checkout.install().stdout == ""
    assert checkout.calls() == first
    (checkout.root / "bot" / "requirements.lock").write_text("changed\n")
    assert "the bot's environment" in checkout.install().stdout
    again = [call for call in checkout.calls()[len(first) :] if "pip sync" in call]
    assert len(again) == 1
    assert str(checkout.root / "bot" / ".venv") in again[0]


def test_an_installation_that_was_cut_off_goes_on_where_it_was(checkout: Checkout) -> None:
    checkout.uv(f'case "$PWD" in */bot) echo "{"Network is unreachable"}"; exit 1;; esac')
    assert checkout.install().returncode == 1
    checkout.uv("exit 0")
    done = checkout.install()
    assert done.returncode == 0
    assert "the bot's environment" in done.stdout
    assert "Ponte's environment" not in done.stdout


def test_both_environments_take_only_what_the_locks_name_and_no_python_from_elsewhere(
    checkout: Checkout,
) -> None:
    checkout.uv('echo "downloads: $UV_PYTHON_DOWNLOADS" >> "$CALLS"')
    checkout.install(VIRTUAL_ENV="/somewhere/else")
    syncs = [call for call in checkout.calls() if "pip sync" in call]
    assert len(syncs) == 2
    assert all("--require-hashes" in call for call in syncs)
    assert "downloads: never" in checkout.calls()


def test_each_long_step_says_what_it_does_and_how_long_it_took(checkout: Checkout) -> None:
    checkout.uv("exit 0")
    lines = checkout.install().stdout.splitlines()
    assert "Installing the bot's environment (about 1.9 GB; once) …" in lines
    assert lines[-1].startswith("  done in ")


def test_another_python_than_3_11_is_refused_by_name(checkout: Checkout) -> None:
    for name in ("python3.11", "python3", "python"):
        checkout.program(name, 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    sh = shutil.which("sh") or "/bin/sh"
    (checkout.programs / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")
    script = (checkout.root / "tools" / "install.sh").read_text().replace("/usr/bin/python3.11", "")
    done = subprocess.run(
        [sh, "-s"], input=script, env={"PATH": str(checkout.programs)}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "needs Python 3.11 and this machine has Python 3.9.2" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_without_room_is_told_before_anything_is_fetched(checkout: Checkout, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", small], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this machine does not let even root mount a small disk")
    try:
        shutil.copytree(checkout.root, small / "ponte")
        cramped = Checkout(small / "ponte", checkout.programs)
        cramped.uv("exit 0")
        done = cramped.install()
        assert done.returncode == 1
        assert "GB free, 5 GB are needed" in done.stderr
        assert cramped.calls() == []
    finally:
        subprocess.run(["umount", small], check=True)
