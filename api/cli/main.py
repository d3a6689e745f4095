"""The `ponte` command: each sub-command stands in its own module."""

from __future__ import annotations

import typer
from cryptography.fernet import Fernet

from api.cli import chat, messages

app = typer.Typer(
    name="ponte",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ponte: a bridge into entry-level jobs in health and social care.",
)
app.add_typer(messages.app, name="messages")
app.command(name="chat")(chat.chat)

keys = typer.Typer(no_args_is_help=True, help="Keys for personal data at rest.")
app.add_typer(keys, name="keys")


@keys.command("new")
def new_key() -> None:
    """Print a fresh key for PONTE_SECRET_KEYS."""
    typer.echo(Fernet.generate_key().decode())
