"""What an installer's output means for the person who reads it."""

from __future__ import annotations

import re

AGAIN = "then run the same command again"

# First match wins: a full disk can also break a connection or a compiler.
_TROUBLES = (
    (r"No space left on device|os error 28\b|Errno 28", f"The disk is full: free some space, {AGAIN}."),
    (
        r"command '[^']*\b(?:gcc|cc|g\+\+|c\+\+|clang)' failed: No such file"
        r"|No such file or directory: '[^']*\b(?:gcc|cc|g\+\+)'"
        r"|unable to execute '[^']*(?:gcc|cc|g\+\+)'"
        r"|Unknown compiler\(s\)|No CMAKE_C(?:XX)?_COMPILER|(?:gcc|cc): command not found",
        f"A C compiler is missing and one package has to be compiled: install gcc "
        f"(Debian: build-essential and python3-dev), {AGAIN}.",
    ),
    (
        r"Python\.h: No such file",
        f"Python's headers are missing and one package has to be compiled: install them "
        f"(Debian: python3-dev), {AGAIN}.",
    ),
    (
        r"[Hh]ash mismatch|DO NOT MATCH THE HASHES",
        "A downloaded package is not the one named in the lock: nothing was installed from it. "
        "Ask whoever runs your package registry.",
    ),
    (
        r"dns error|tcp connect error|error sending request|[Ff]ailed to fetch"
        r"|[Cc]onnection (?:refused|reset)|[Ff]ailed to establish a new connection|name resolution"
        r"|Network is unreachable|timed out"
        r"|Could not (?:connect|resolve)|Temporary failure resolving"
        r"|\(from versions: none\)",  # pip's word for a registry that did not answer
        f"The package registry cannot be reached: check the network and the proxy settings, {AGAIN}.",
    ),
    (
        r"no usable wheels|no wheels? with a matching|not supported (?:wheel )?on this platform"
        r"|doesn't have a .*wheel for the current",
        "Ponte's packages are not made for this machine: it needs Linux with glibc on x86-64.",
    ),
    (r"Permission denied|os error 13\b", f"The folder cannot be written to: see to its owner, {AGAIN}."),
)


def explain(output: str) -> str | None:
    """The one sentence that tells what to do; null when the output is not known."""
    for pattern, sentence in _TROUBLES:
        if re.search(pattern, output):
            return sentence
    return None


def last_error(output: str) -> str:
    """The line of an unknown output that tells most."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(?i)(?:error|fatal|e:|cause:|×)", line)]
    return (errors or lines or ["it said nothing"])[-1][:300]
