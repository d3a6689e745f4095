"""``ponte bot``: train the bot, or check its files, in the bot's own environment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import typer

from api.cli import preflight
from api.cli.bot_model import TrainingFailed, ensure_model
from api.cli.saying import say
from api.cli.supervisor import parts
from api.cli.supervisor.process import last_line
from api.core.settings import PROJECT_ROOT

app = typer.Typer(no_args_is_help=True, help="The bot: train it, check its files.")


def trained_model(
    data_dir: Path, say: Callable[[str], None], stop_asked: Callable[[], bool] = lambda: False
) -> Path:
    """The model of the bot's present files, trained now if there is none; see `ensure_model`."""
    command = [*parts.RASA, "train", "--domain", "domain"]
    log = data_dir.resolve() / "log" / "train.log"
    return ensure_model(parts.BOT, command, parts.bot_environment(os.environ), log, say, stop_asked)


def data_dir() -> Path:
    """The data folder, for commands that need no other setting."""
    return Path(os.environ.get("PONTE_DATA_DIR") or PROJECT_ROOT / "var")


@app.command()
def train() -> None:
    """Train the bot if its files changed; print where its model is."""
    try:
        preflight.check_installed(parts.BOT_PYTHON)
        preflight.check_data_dir(data_dir())
        typer.echo(trained_model(data_dir(), say))
    except (preflight.NotReady, TrainingFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command()
def validate() -> None:
    """Check the bot's domain, sentences and rules; fail on the first thing that is wrong."""
    log = data_dir().resolve() / "log" / "validate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [*parts.RASA, "data", "validate", "--domain", "domain", "--fail-on-warnings"]
    with log.open("wb") as output:
        status = subprocess.run(
            command,
            cwd=parts.BOT,
            env=parts.bot_environment(os.environ),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    if status != 0:
        typer.echo(f"The bot's files are not in order: {last_line(log)} (all of it: {log})", err=True)
        raise typer.Exit(1)
    typer.echo("The bot's files are in order.")
