"""Sees to the Debian packages that tests need: installs them as root, else names them.

What is missing in the end is left out of the tests; in continuous integration (``CI=true``)
that is a failure.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from steps import Trouble, main_of, run, say

ROOT = Path(__file__).resolve().parents[1]
LOG = ROOT / ".tools" / "log" / "apt.log"


@dataclass(frozen=True)
class Need:
    """A package, a pattern of files that shows it is there, and what is not tested without it."""

    package: str
    files: str
    left_out: str

    def there(self) -> bool:
        """Something of it is installed, by Debian's package or otherwise."""
        return any(Path("/").glob(self.files.lstrip("/"))) or bool(shutil.which(Path(self.files).name))


NEEDS = (
    Need("chromium", "/usr/bin/chromium", "the browser tests"),
    # The program that drives Chromium needs it, and a minimal Debian is without.
    Need("libatomic1", "/usr/lib/x86_64-linux-gnu/libatomic.so.1", "the browser tests"),
    Need("postgresql", "/usr/lib/postgresql/*/bin/initdb", "every test's run on PostgreSQL"),
    Need("fonts-noto-core", "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "right screenshots"),
    Need("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "right screenshots"),
)


def see_to_packages() -> None:
    """Install or name what is missing."""
    missing = [need for need in NEEDS if not need.there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([need.package for need in missing])
        missing = [need for need in NEEDS if not need.there()]
    if not missing:
        return
    packages = " ".join(need.package for need in missing)
    left_out = " and ".join(dict.fromkeys(need.left_out for need in missing))
    if os.environ.get("CI") == "true":
        raise Trouble(
            f"Debian's packages {packages} are missing, and continuous integration leaves nothing out."
        )
    say(f"LEFT OUT: {left_out}. For them, install Debian's packages: apt-get install {packages}")


def _install(packages: list[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("Reading Debian's package lists", ["apt-get", "-qq", "update"], ROOT, env, LOG)
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages]
    run(f"Installing Debian's {', '.join(packages)} for the tests", command, ROOT, env, LOG)


if __name__ == "__main__":
    main_of(see_to_packages)
