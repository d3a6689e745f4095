"""Trains the bot when, and only when, something it is trained from has changed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from api.cli.supervisor.process import Program, Running, end_all, last_line

# Everything the model depends on: `components` and `words` run inside the pipeline, and the lock
# decides which Rasa wrote the file.
INPUTS = ("config.yml", "domain", "data", "components", "words", "requirements.lock")
KEPT_MODELS = 3
SAY_EVERY_SECONDS = 15.0
LOOK_EVERY_SECONDS = 0.2


class TrainingFailed(Exception):
    """The bot could not be trained; the text is one clear sentence."""


class TrainingStopped(Exception):
    """Somebody asked to stop while the bot was training."""


def fingerprint(bot: Path) -> str:
    """64 hex digits that change with the name or content of any input of the bot's model."""
    total = hashlib.sha256()
    for path in sorted(_files(bot)):
        name = path.relative_to(bot).as_posix()
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _files(bot: Path) -> Iterator[Path]:
    for name in INPUTS:
        inside = [bot / name] if (bot / name).is_file() else (bot / name).rglob("*")
        for path in inside:
            if path.is_file() and path.suffix != ".pyc" and not path.name.startswith("."):
                yield path


def model_path(bot: Path) -> Path:
    """Where the model of the bot's present inputs is, or will be."""
    return bot / "models" / f"{fingerprint(bot)}.tar.gz"


def ensure_model(
    bot: Path,
    train_command: Sequence[str],
    env: Mapping[str, str],
    log: Path,
    say: Callable[[str], None],
    stop_asked: Callable[[], bool] = lambda: False,
) -> Path:
    """The model of the bot's present inputs, trained now if there is none.

    Parameters
    ----------
    train_command
        Trains; ``--fixed-model-name NAME`` is added, and ``models/NAME.tar.gz`` expected.
    stop_asked
        Asked several times a second; training ends when it answers yes.

    Raises
    ------
    TrainingFailed
        The command failed or left no model. No half-written model is ever taken for a whole one.
    TrainingStopped
        `stop_asked` said so.
    """
    wanted = model_path(bot)
    if wanted.exists():
        return wanted
    unfinished = wanted.with_name(f"unfinished-{os.getpid()}.tar.gz")
    command = [*train_command, "--fixed-model-name", unfinished.name.removesuffix(".tar.gz")]
    log.unlink(missing_ok=True)
    began = time.monotonic()
    say("Training the bot: its files changed, or it was never trained …")
    training = Running(Program("training", command, bot, env, log))
    try:
        status = _wait(training, began, say, stop_asked)
        if status != 0 or not unfinished.exists():
            raise TrainingFailed(f"The bot could not be trained: {last_line(log)} (all of it: {log})")
        unfinished.replace(wanted)
    finally:
        end_all([training])
        unfinished.unlink(missing_ok=True)
    say(f"The bot is trained ({time.monotonic() - began:.0f} s).")
    _forget_old(wanted.parent)
    return wanted


def _wait(training: Running, began: float, say: Callable[[str], None], stop_asked: Callable[[], bool]) -> int:
    said_at = began
    while (status := training.ended()) is None:
        if stop_asked():
            raise TrainingStopped
        if time.monotonic() - said_at >= SAY_EVERY_SECONDS:
            said_at = time.monotonic()
            say(f"  still training, {said_at - began:.0f} s")
        time.sleep(LOOK_EVERY_SECONDS)
    return status


def _forget_old(folder: Path) -> None:
    by_age = sorted(folder.glob("[0-9a-f]" * 64 + ".tar.gz"), key=lambda path: path.stat().st_mtime)
    for path in by_age[:-KEPT_MODELS]:
        path.unlink(missing_ok=True)
