"""Debian's packages: which are missing, and installing them where we may."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from steps import run

ROOT = Path(__file__).resolve().parents[1]
LOG = ROOT / ".tools" / "log" / "apt.log"


@dataclass(frozen=True)
class Need:
    """A package, a pattern of files that shows it is there, and what does not work without it."""

    package: str
    files: str
    left_out: str

    def there(self) -> bool:
        """Something of it is installed, by Debian's package or otherwise."""
        return any(Path("/").glob(self.files.lstrip("/"))) or bool(shutil.which(Path(self.files).name))


# What documents (PDF) are laid out with: the shaper of every script, and letters for it.
FOR_DOCUMENTS = (
    Need("libpangoft2-1.0-0", "/usr/lib/x86_64-linux-gnu/libpangoft2-1.0.so.0", "CVs and copies as PDF"),
    Need(
        "fonts-noto-core", "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "letters of every language"
    ),
)


def still_missing(needs: Sequence[Need], purpose: str) -> list[Need]:
    """What of `needs` is not there, after root on Debian has installed what can be."""
    missing = [need for need in needs if not need.there()]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return missing
    packages = [need.package for need in missing]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("Reading Debian's package lists", ["apt-get", "-qq", "update"], ROOT, env, LOG)
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages]
    run(f"Installing Debian's {', '.join(packages)} for {purpose}", command, ROOT, env, LOG)
    return [need for need in needs if not need.there()]


def left_out(missing: Sequence[Need]) -> str:
    """One sentence: what does not work, and what to install for it."""
    packages = " ".join(need.package for need in missing)
    what = " and ".join(dict.fromkeys(need.left_out for need in missing))
    return f"LEFT OUT: {what}. For them, install Debian's packages: apt-get install {packages}"
