"""What a command says while it works."""

from __future__ import annotations

import sys

import typer


def say(line: str) -> None:
    """One line for the person in front of the terminal, at once."""
    typer.echo(line)
    sys.stdout.flush()
