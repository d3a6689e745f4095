"""Sees to the Debian packages that tests need: installs them as root, else names them.

What is missing in the end is left out of the tests; in continuous integration (``CI=true``)
that is a failure.
"""

from __future__ import annotations

import os

from debian import FOR_DOCUMENTS, Need, left_out, still_missing
from steps import Trouble, main_of, say

NEEDS = (
    Need("chromium", "/usr/bin/chromium", "the browser tests"),
    # The program that drives Chromium needs it, and a minimal Debian is without.
    Need("libatomic1", "/usr/lib/x86_64-linux-gnu/libatomic.so.1", "the browser tests"),
    Need("postgresql", "/usr/lib/postgresql/*/bin/initdb", "every test's run on PostgreSQL"),
    Need("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "right screenshots"),
    *FOR_DOCUMENTS,
)


def see_to_packages() -> None:
    """Install or name what is missing."""
    missing = still_missing(NEEDS, "the tests")
    if not missing:
        return
    if os.environ.get("CI") == "true":
        packages = " ".join(need.package for need in missing)
        raise Trouble(
            f"Debian's packages {packages} are missing, and continuous integration leaves nothing out."
        )
    say(left_out(missing))


if __name__ == "__main__":
    main_of(see_to_packages)
