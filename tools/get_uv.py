"""Finds uv, the installer of packages, or installs it into ``.tools/``."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from steps import Trouble, run

PACKAGES = ("python3-venv", "python3-pip")


def find_uv(root: Path, env: Mapping[str, str]) -> Path:
    """The path of a uv that runs: the one on the PATH, or Ponte's own, installed now if need be.

    Raises
    ------
    Trouble
        There is none and it cannot be installed.
    """
    own = root / ".tools" / "uv" / "bin" / "uv"
    for candidate in (shutil.which("uv", path=env.get("PATH")), own):
        if candidate and _runs(Path(candidate)):
            return Path(candidate)
    _install(root, env)
    if not _runs(own):
        raise Trouble("uv was installed but does not run here: Ponte needs Linux with glibc on x86-64.")
    return own


def _runs(uv: Path) -> bool:
    try:
        return subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(root: Path, env: Mapping[str, str]) -> None:
    if not _has_pip(sys.executable):
        _bring_pip(root, env)
    pip = [sys.executable, "-m", "pip"] if _has_pip(sys.executable) else _pip_of_venv(root, env)
    command: list[str | Path] = [
        *(*pip, "install", "--quiet", "--upgrade", "--disable-pip-version-check", "--no-deps"),
        *("--require-hashes", "--only-binary", ":all:"),
        *("--target", root / ".tools" / "uv", "-r", root / "tools" / "uv.lock"),
    ]
    run("Installing uv into .tools", command, root, env, root / ".tools" / "log" / "uv.log")


def _has_pip(python: str | Path) -> bool:
    done = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return done.returncode == 0


def _bring_pip(root: Path, env: Mapping[str, str]) -> None:
    """Make pip or ensurepip importable, from Debian's packages when we may install them."""
    if importlib.util.find_spec("ensurepip"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get", path=env.get("PATH")):
        raise Trouble(
            f"Python's installer is missing: install Debian's packages {' and '.join(PACKAGES)}, "
            "or uv, then run the same command again."
        )
    quiet = {**env, "DEBIAN_FRONTEND": "noninteractive"}
    log = root / ".tools" / "log" / "apt.log"
    run("Reading Debian's package lists", ["apt-get", "-qq", "update"], root, quiet, log)
    install = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *PACKAGES]
    run(f"Installing Debian's {' and '.join(PACKAGES)}", install, root, quiet, log)


def _pip_of_venv(root: Path, env: Mapping[str, str]) -> list[str | Path]:
    folder = root / ".tools" / "pip"
    command: list[str | Path] = [sys.executable, "-m", "venv", "--clear", folder]
    run("Making room for Python's installer", command, root, env, root / ".tools" / "log" / "venv.log")
    return [folder / "bin" / "python", "-m", "pip"]
