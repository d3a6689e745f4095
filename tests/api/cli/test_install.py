"""`make install` on machines where something is wrong: one clear sentence, and it can go on later.

A stand-in for uv prints what the real one printed when the same thing happened to it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]

REFUSED = """\
error: Request failed after 3 retries in 8.7s
  cause: Failed to fetch: http://127.0.0.1:9/simple/idna/
  cause: error sending request for url (http://127.0.0.1:9/simple/idna/)
  cause: client error (Connect)
  cause: tcp connect error
  cause: Connection refused (os error 111)
"""
UNKNOWN_HOST = """\
error: Request failed after 3 retries in 8.6s
  cause: Failed to fetch: https://registry.invalid/simple/idna/
  cause: error sending request for url (https://registry.invalid/simple/idna/)
  cause: client error (Connect)
  cause: dns error
  cause: error resolving DNS
  cause: failed to lookup address information: Name or service not known
"""
NO_COMPILER = """\
Resolved 1 package in 342ms
   Building ujson==5.10.0
error: Failed to build `ujson==5.10.0`
  cause: The build backend returned an error
  cause: Call to `setuptools.build_meta:__legacy__.build_wheel` failed (exit status: 1)

         [stdout]
         building 'ujson' extension
         g++ -Wsign-compare -DNDEBUG -O3 -Wall -fPIC -I./python -c ./bignum-dtoa.cc -o build/bignum-dtoa.o

         [stderr]
         error: [Errno 2] No such file or directory: 'g++'

hint: Build failures usually indicate a problem with the package or the build environment
"""
DISK_FULL = """\
Resolved 1 package in 166ms
Prepared 1 package in 268ms
error: Failed to install: babel-2.17.0-py3-none-any.whl (babel==2.17.0)
  cause: Failed to copy to `/srv/ponte/.venv/lib/python3.11/site-packages/babel/locale-data/ru.dat`
  cause: failed to copy file from /srv/ru.dat to /srv/ponte/.venv/.tmpWQTG2y: No space left on device (os error 28)
"""
NO_COMPILER_MESON = """\
error: Failed to build `mb @ file:///home/ana/mb`
  cause: Call to `mesonpy.build_wheel` failed (exit status: 1)

         [stdout]
         ../meson.build:1:0: ERROR: Unknown compiler(s): [['cc'], ['gcc'], ['clang'], ['nvc']]
         The following exception(s) were encountered:
         Running `cc --version` gave "[Errno 2] No such file or directory: 'cc'"
"""
OTHER_HASH = """\
error: Failed to download `six==1.17.0`
  cause: Hash mismatch for `six==1.17.0`
"""
OTHER_MACHINE = """\
error: No solution found when resolving dependencies
  cause: Because uvloop==0.19.0 has no usable wheels and you require uvloop==0.19.0, we can conclude that ...
"""

UV = """\
#!/bin/sh
here=$(dirname "$0")
if [ "$1" = --version ]; then echo "uv 0.0.0"; exit; fi
echo "$@" >> "$here/calls"
echo "${MULTIDICT_NO_EXTENSIONS:-compiled}" > "$here/multidict"
echo "${UV_PYTHON_DOWNLOADS:-automatic} ${VIRTUAL_ENV:-none}" > "$here/python"
if [ "$1" = venv ]; then
    for folder; do :; done
    mkdir -p "$folder/bin" && touch "$folder/bin/python" "$folder/pyvenv.cfg"
fi
if [ "$2" = sync ] && [ -e "$here/fails-in-$(basename "$PWD")" ]; then
    cat "$here/fails-in-$(basename "$PWD")" >&2
    exit 2
fi
"""


@dataclass(frozen=True)
class Machine:
    """A checkout with nothing installed, and the folder of the programs on its PATH."""

    checkout: Path
    programs: Path

    def install(
        self, *before: str, python: str = sys.executable, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        path = {"PATH": f"{self.programs}:/usr/bin:/bin", "HOME": str(self.checkout)}
        return subprocess.run(
            [*before, "/bin/sh", "tools/install.sh"],
            cwd=self.checkout,
            env=path | {"PYTHON": python} | settings,
            capture_output=True,
            text=True,
        )

    def uv_fails(self, output: str, where: str) -> None:
        (self.programs / f"fails-in-{where}").write_text(output)

    def uv_works(self) -> None:
        for path in self.programs.glob("fails-in-*"):
            path.unlink()

    def synced(self) -> list[str]:
        """Which environments uv was told to fill since last asked, in order."""
        calls = self.programs / "calls"
        lines = calls.read_text().splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return ["bot" if "/bot/.venv" in line else "ponte" for line in lines if line.startswith("pip sync")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout, programs = tmp_path / "ponte", tmp_path / "programs"
    shutil.copytree(PROJECT / "tools", checkout / "tools", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    for folder in (checkout, checkout / "bot"):
        folder.mkdir(exist_ok=True)
        (folder / "requirements.lock").write_text("babel==2.17.0\n")
        (folder / "pyproject.toml").write_text("[project]\n")
    programs.mkdir()
    (programs / "uv").write_text(UV)
    (programs / "uv").chmod(0o755)
    return Machine(checkout, programs)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (REFUSED, "The package registry cannot be reached"),
        (UNKNOWN_HOST, "The package registry cannot be reached"),
        (NO_COMPILER, "A C compiler is missing"),
        (NO_COMPILER_MESON, "A C compiler is missing"),
        (DISK_FULL, "The disk is full"),
        (OTHER_HASH, "A downloaded package is not the one named in the lock"),
        (OTHER_MACHINE, "Ponte's packages are not made for this machine"),
    ],
    ids=["registry refuses", "registry unknown", "no compiler", "no cc", "disk full", "hash", "platform"],
)
@pytest.mark.parametrize("where", ["ponte", "bot"])
def test_what_stops_the_installer_is_told_in_one_sentence(
    machine: Machine, output: str, sentence: str, where: str
) -> None:
    machine.uv_fails(output, where)
    done = machine.install()
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stdout


def test_trouble_nobody_foresaw_shows_the_installers_own_words_and_where_the_rest_is(
    machine: Machine,
) -> None:
    machine.uv_fails("Resolved 3 packages\nerror: the moon is in the way\n", "ponte")
    done = machine.install()
    assert done.returncode == 1
    assert "error: the moon is in the way (all of it: " in done.stderr
    log = Path(done.stderr.rstrip().rstrip(")").rpartition("all of it: ")[2])
    assert "the moon" in log.read_text()


def test_the_one_package_that_is_built_here_is_built_without_a_compiler(machine: Machine) -> None:
    machine.install()
    assert (machine.programs / "multidict").read_text() == "1\n"


def test_only_what_the_locks_name_is_installed_and_no_python_from_elsewhere(machine: Machine) -> None:
    machine.install(VIRTUAL_ENV="/somewhere/else")
    calls = (machine.programs / "calls").read_text().splitlines()
    assert ["--require-hashes" in call for call in calls if call.startswith("pip sync")] == [True, True]
    assert (machine.programs / "python").read_text() == "never none\n"


def test_each_long_step_says_what_it_does_and_how_long_it_took(machine: Machine) -> None:
    lines = machine.install().stdout.splitlines()
    assert "Installing the bot's environment (about 1.9 GB; once) …" in lines
    assert lines[-1].startswith("  done in ")


@pytest.mark.skipif(find_spec("ensurepip") is None, reason="this Python has no installer of its own")
def test_without_uv_its_own_is_fetched_and_a_registry_out_of_reach_is_told(machine: Machine) -> None:
    (machine.programs / "uv").unlink()
    for name in ("dirname", "sh"):
        (machine.programs / name).symlink_to(shutil.which(name) or f"/usr/bin/{name}")
    nobody_there = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": "/dev/null",
    }
    done = machine.install(PATH=str(machine.programs), **nobody_there)
    assert done.returncode == 1
    assert "Installing uv into .tools …" in done.stdout
    assert done.stderr.startswith("The package registry cannot be reached")
    assert done.stderr.count("\n") == 1


def test_the_second_time_nothing_is_installed(machine: Machine) -> None:
    assert machine.install().returncode == 0
    assert machine.synced() == ["ponte", "bot"]
    again = machine.install()
    assert (again.returncode, again.stdout, machine.synced()) == (0, "", [])


def test_a_changed_lock_is_installed_and_the_other_left_alone(machine: Machine) -> None:
    machine.install()
    machine.synced()
    (machine.checkout / "bot" / "requirements.lock").write_text("babel==2.18.0\n")
    assert machine.install().returncode == 0
    assert machine.synced() == ["bot"]


def test_an_installation_that_broke_off_goes_on_where_it_was(machine: Machine) -> None:
    machine.uv_fails(REFUSED, "bot")
    assert machine.install().returncode == 1
    assert machine.synced() == ["ponte", "bot"]
    machine.uv_works()
    assert machine.install().returncode == 0
    assert machine.synced() == ["bot"]


def test_a_lock_that_could_not_be_installed_is_tried_again(machine: Machine) -> None:
    machine.install()
    (machine.checkout / "requirements.lock").write_text("babel==2.18.0\n")
    machine.uv_fails(DISK_FULL, "ponte")
    assert machine.install().returncode == 1
    machine.uv_works()
    machine.synced()
    assert machine.install().returncode == 0
    assert machine.synced() == ["ponte"]


def test_another_processor_is_told_apart_before_anything_is_installed(machine: Machine) -> None:
    done = machine.install("setarch", "i686")
    assert done.returncode == 1
    assert done.stderr == "Ponte runs on Linux on x86_64, and this is Linux on i686.\n"
    assert machine.synced() == []


def test_a_machine_without_python_3_11_is_told_which_it_has(machine: Machine) -> None:
    script = machine.checkout / "tools" / "install.sh"
    script.write_text(script.read_text().replace("/usr/bin/python3.11", ""))
    for name in ("python", "python3", "python3.11"):
        program = machine.programs / name
        program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.13.5" && exit\nexit 1\n')
        program.chmod(0o755)
    done = machine.install(python="")
    assert done.returncode == 1
    assert done.stderr == (
        "Ponte needs Python 3.11 and this machine has Python 3.13.5: "
        "install Python 3.11, or set PYTHON to where it is.\n"
    )


def test_too_little_room_is_told_with_both_figures_before_anything_is_installed(machine: Machine) -> None:
    settings = machine.checkout / "tools" / "install.py"
    wanting = settings.read_text().replace("5 * GB", "5_000_000 * GB")
    assert wanting != settings.read_text()
    settings.write_text(wanting)
    done = machine.install()
    assert done.returncode == 1
    assert done.stderr.startswith("The disk is too full to install Ponte: ")
    assert "5000000 GB are needed" in done.stderr
    assert machine.synced() == []
