"""Installs Ponte into its own folder: two Python environments from their locks, and the messages.

Run by ``tools/install.sh``; needs Python 3.11 and nothing but its standard library. What is
there and whole is left as it is, so that the second time takes no time, and a run that was
interrupted goes on where it was.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from debian import FOR_DOCUMENTS, left_out, still_missing
from get_uv import find_uv
from steps import Trouble, main_of, run, say

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / ".tools" / "log"


@dataclass(frozen=True)
class Environment:
    """A Python environment and the lock it is installed from."""

    name: str
    home: Path
    size: str
    room_bytes: int
    editable: bool = False

    @property
    def venv(self) -> Path:
        """Where the environment is."""
        return self.home / ".venv"

    @property
    def stamp(self) -> Path:
        """Tells what the environment was installed from; written last."""
        return self.venv / ".installed-from"

    def wanted(self) -> str:
        """The stamp of an environment that is up to date."""
        inputs = [self.home / "requirements.lock", *([self.home / "pyproject.toml"] if self.editable else [])]
        total = hashlib.sha256(sys.version.encode())
        for path in inputs:
            total.update(path.read_bytes())
        return total.hexdigest()

    def up_to_date(self) -> bool:
        """All of the lock is installed."""
        return self.stamp.is_file() and self.stamp.read_text() == self.wanted() and _runs(self.venv)


GB = 1024**3
ENVIRONMENTS = (
    Environment("Ponte's environment", ROOT, "0.7 GB", 1 * GB, editable=True),
    Environment("the bot's environment", ROOT / "bot", "1.9 GB", 5 * GB),
)


def install() -> None:
    """Bring both environments and the messages up to date."""
    env = _environ()
    missing = [one for one in ENVIRONMENTS if not one.up_to_date()]
    if missing:
        _check_platform()
        _check_room(missing)
        uv = find_uv(ROOT, env)
        for one in missing:
            _install(one, uv, env)
    _compile_messages(env)
    _see_to_documents()


def _environ() -> dict[str, str]:
    """Our own environment variables, without those that would lead uv elsewhere."""
    leading = ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in leading}
    # The bot's multidict is older than Python 3.11's wheels; as plain Python it needs no compiler.
    plain = {"MULTIDICT_NO_EXTENSIONS": "1"}
    return kept | plain | {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "NO_COLOR": "1"}


def _check_platform() -> None:
    here = f"{platform.system()} on {platform.machine()}"
    if here != "Linux on x86_64":
        raise Trouble(f"Ponte runs on Linux on x86_64, and this is {here}.")


def _check_room(missing: list[Environment]) -> None:
    needed = max(GB if one.stamp.exists() else one.room_bytes for one in missing)
    free = shutil.disk_usage(ROOT).free
    if free < needed:
        raise Trouble(
            f"The disk is too full to install Ponte: {ROOT} has {free / GB:.1f} GB free, "
            f"{needed / GB:.0f} GB are needed."
        )


def _runs(venv: Path) -> bool:
    """The environment's Python is there and not a link to one that was removed."""
    return (venv / "bin" / "python").exists() and (venv / "pyvenv.cfg").exists()


def _install(one: Environment, uv: Path, env: Mapping[str, str]) -> None:
    one.stamp.unlink(missing_ok=True)
    log = LOGS / ("bot.log" if one.home != ROOT else "ponte.log")
    if not _runs(one.venv):
        shutil.rmtree(one.venv, ignore_errors=True)
        command: list[str | Path] = [uv, "venv", "--python", sys.executable, one.venv]
        run(f"Making a folder for {one.name}", command, one.home, env, log)
    python = one.venv / "bin" / "python"
    sync: list[str | Path] = [uv, "pip", "sync", "--require-hashes", "--python", python, "requirements.lock"]
    run(f"Installing {one.name} (about {one.size}; once)", sync, one.home, env, log)
    if one.editable:
        itself: list[str | Path] = [uv, "pip", "install", "--no-deps", "--python", python, "--editable", "."]
        run("Installing Ponte itself", itself, one.home, env, log)
    one.stamp.write_text(one.wanted())


def _see_to_documents() -> None:
    try:
        missing = still_missing(FOR_DOCUMENTS, "documents")
    except Trouble:  # everything else works without them
        missing = [need for need in FOR_DOCUMENTS if not need.there()]
    if missing:
        say(left_out(missing))


def _stale_catalogues() -> Iterator[Path]:
    for source in (ROOT / "locales").glob("*/LC_MESSAGES/*.po"):
        built = source.with_suffix(".mo")
        if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
            yield source


def _compile_messages(env: Mapping[str, str]) -> None:
    if not any(_stale_catalogues()):
        return
    command: list[str | Path] = [ROOT / ".venv" / "bin" / "ponte", "messages", "compile"]
    run("Compiling the messages", command, ROOT, env, LOGS / "messages.log")


if __name__ == "__main__":
    main_of(install)
