"""The bot is trained when its files changed, and a training that breaks leaves no model behind."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from api.cli.bot_model import TrainingFailed, TrainingStopped, ensure_model, fingerprint, model_path

# Stands in for `rasa train`: same arguments, same place for the model, and a tally of its runs.
TRAINS = """
import sys
from pathlib import Path
name = sys.argv[sys.argv.index("--fixed-model-name") + 1]
Path("models").mkdir(exist_ok=True)
Path("models", name + ".tar.gz").write_text("a model")
with Path("trained").open("a") as tally:
    tally.write("x")
"""


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    bot = tmp_path / "bot"
    for name in ("domain/home.yml", "data/nlu/en/home.yml", "components/a.py", "words/b.py"):
        (bot / name).parent.mkdir(parents=True, exist_ok=True)
        (bot / name).write_text(f"the first {name}")
    (bot / "config.yml").write_text("pipeline: []")
    (bot / "requirements.lock").write_text("rasa==3.6.21")
    return bot


def ensure(bot: Path, code: str, said: list[str], stop: threading.Event | None = None) -> Path:
    asked = (stop or threading.Event()).is_set
    command = [sys.executable, "-c", code]
    return ensure_model(bot, command, os.environ, bot.parent / "train.log", said.append, asked)


def trainings(bot: Path) -> int:
    return len((bot / "trained").read_text())


@pytest.mark.parametrize(
    "name", ["config.yml", "domain/home.yml", "data/nlu/en/home.yml", "components/a.py", "words/b.py"]
)
def test_a_change_to_any_input_changes_the_fingerprint(bot: Path, name: str) -> None:
    before = fingerprint(bot)
    (bot / name).write_text("another text")
    assert fingerprint(bot) != before


def test_a_new_lock_a_new_file_and_a_renamed_file_change_the_fingerprint(bot: Path) -> None:
    seen = {fingerprint(bot)}
    (bot / "requirements.lock").write_text("rasa==3.6.20")
    seen.add(fingerprint(bot))
    (bot / "data" / "nlu" / "pt").mkdir()
    (bot / "data" / "nlu" / "pt" / "home.yml").write_text("")
    seen.add(fingerprint(bot))
    (bot / "domain" / "home.yml").rename(bot / "domain" / "place.yml")
    seen.add(fingerprint(bot))
    assert len(seen) == 4


def test_what_is_not_an_input_leaves_the_fingerprint_alone(bot: Path) -> None:
    before = fingerprint(bot)
    (bot / "actions").mkdir()
    (bot / "actions" / "home.py").write_text("pass")
    (bot / "words" / "__pycache__").mkdir()
    (bot / "words" / "__pycache__" / "b.cpython-311.pyc").write_bytes(b"\0")
    (bot / "data" / ".home.yml.swp").write_bytes(b"\0")
    (bot / "words" / "b.py").touch()
    assert fingerprint(bot) == before


def test_the_bot_is_trained_once_and_again_only_after_a_change(bot: Path) -> None:
    said: list[str] = []
    first = ensure(bot, TRAINS, said)
    assert first == model_path(bot)
    assert first.read_text() == "a model"
    assert said[0].startswith("Training the bot")
    assert said[-1].startswith("The bot is trained (")
    said.clear()
    assert ensure(bot, TRAINS, said) == first
    assert said == []
    (bot / "config.yml").write_text("pipeline: [other]")
    assert ensure(bot, TRAINS, said) != first
    assert trainings(bot) == 2


def test_a_training_that_fails_is_one_sentence_with_the_errors_last_line(bot: Path) -> None:
    code = (
        TRAINS + "print('YamlException: data/nlu/en/home.yml, line 3', flush=True); print('bye'); sys.exit(1)"
    )
    with pytest.raises(TrainingFailed) as failed:
        ensure(bot, code, [])
    assert "YamlException: data/nlu/en/home.yml, line 3" in str(failed.value)
    assert str(bot.parent / "train.log") in str(failed.value)
    assert list((bot / "models").iterdir()) == []


def test_a_training_that_leaves_no_model_has_failed(bot: Path) -> None:
    with pytest.raises(TrainingFailed):
        ensure(bot, "print('nothing to do')", [])


def test_stopping_during_training_ends_it_and_leaves_no_model(bot: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(TrainingStopped):
        ensure(bot, TRAINS + "import time; time.sleep(60)", [], stop)
    assert not model_path(bot).exists()


def test_models_of_long_ago_are_let_go(bot: Path) -> None:
    models = []
    for number in range(5):
        (bot / "config.yml").write_text(f"pipeline: [{number}]")
        models.append(ensure(bot, TRAINS, []))
        os.utime(models[-1], (number, number))
    assert [path.exists() for path in models] == [False, False, True, True, True]


def test_a_model_with_a_name_of_its_own_is_left_alone(bot: Path) -> None:
    (bot / "models").mkdir()
    (bot / "models" / "mine.tar.gz").write_text("kept")
    for number in range(4):
        (bot / "config.yml").write_text(f"pipeline: [{number}]")
        ensure(bot, TRAINS, [])
    assert (bot / "models" / "mine.tar.gz").exists()
