"""Start a program that cannot outlive the process that started it.

Run as ``python -I -S tied.py PARENT_PID PROGRAM ARGUMENT…``. It asks the kernel for SIGKILL on the
parent's death and becomes the program: the request survives ``execve``. A script and not a
``preexec_fn``, because running Python between fork and exec in a process with threads can hang.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    """Tie this process to its parent, then become the program named on the command line."""
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the request was made
    os.execvp(program[0], program)


if __name__ == "__main__":
    main()
