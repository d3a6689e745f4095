"""The bot is trained when something it is made of changed, and only then."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from api.cli.bot_model import TrainingFailed, TrainingStopped, ensure_model, fingerprint, model_path

# Stands for Rasa's command line: leaves a model under the name it was given.
TRAINER = [
    sys.executable,
    "-c",
    "import sys, pathlib; open('trainings', 'a').write('x');"
    "pathlib.Path('models', sys.argv[sys.argv.index('--fixed-model-name') + 1] + '.tar.gz').write_text('model')",
]


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    files = {
        "config.yml": "pipeline: []",
        "requirements.lock": "rasa==3.6.21",
        "domain/home.yml": "slots: {}",
        "data/nlu/pt/home.yml": "nlu: []",
        "components/lexicon_entities.py": "x = 1",
        "words/hours.py": "y = 1",
    }
    for name, text in files.items():
        (tmp_path / "bot" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bot" / name).write_text(text)
    (tmp_path / "bot" / "models").mkdir()
    return tmp_path / "bot"


def train(bot: Path, command: list[str] = TRAINER, said: list[str] | None = None) -> Path:
    """Ask for the model, with a trainer that takes no time."""
    heard = [] if said is None else said
    return ensure_model(bot, command, dict(os.environ), bot.parent / "log" / "train.log", heard.append)


def trainings(bot: Path) -> int:
    path = bot / "trainings"
    return len(path.read_text()) if path.exists() else 0


@pytest.mark.parametrize(
    "changed",
    [
        "config.yml",
        "requirements.lock",
        "domain/home.yml",
        "data/nlu/pt/home.yml",
        "components/lexicon_entities.py",
        "words/hours.py",
        "data/nlu/pt/new.yml",
    ],
)
def test_a_changed_or_new_file_asks_for_a_new_model(bot: Path, changed: str) -> None:
    before = fingerprint(bot)
    (bot / changed).write_text("something else")
    assert fingerprint(bot) != before


def test_a_file_that_moved_asks_for_a_new_model(bot: Path) -> None:
    before = fingerprint(bot)
    (bot / "domain" / "home.yml").rename(bot / "domain" / "travel.yml")
    assert fingerprint(bot) != before


@pytest.mark.parametrize(
    "unrelated", ["words/__pycache__/hours.cpython-311.pyc", "actions/form.py", "domain/.home.yml.swp"]
)
def test_what_the_model_is_not_made_of_does_not_matter(bot: Path, unrelated: str) -> None:
    before = fingerprint(bot)
    (bot / unrelated).parent.mkdir(exist_ok=True)
    (bot / unrelated).write_text("anything")
    assert fingerprint(bot) == before


def test_the_bot_is_trained_once_and_again_only_after_a_change(bot: Path) -> None:
    first = train(bot)
    assert first == model_path(bot)
    assert train(bot) == first
    assert trainings(bot) == 1
    (bot / "config.yml").write_text("pipeline: [more]")
    assert train(bot) != first
    assert trainings(bot) == 2


def test_going_back_to_files_that_were_trained_before_takes_no_training(bot: Path) -> None:
    train(bot)
    (bot / "config.yml").write_text("pipeline: [more]")
    train(bot)
    (bot / "config.yml").write_text("pipeline: []")
    train(bot)
    assert trainings(bot) == 2


def test_only_the_newest_models_are_kept(bot: Path) -> None:
    for number in range(6):
        (bot / "config.yml").write_text(f"pipeline: [{number}]")
        os.utime(train(bot), (number, number))
    assert len(list((bot / "models").iterdir())) == 3
    assert model_path(bot).exists()


def test_a_failed_training_shows_its_error_and_leaves_no_model(bot: Path) -> None:
    broken = [sys.executable, "-c", "raise ValueError('no intents in data/nlu')"]
    with pytest.raises(TrainingFailed, match=r"could not be trained: ValueError: no intents in data/nlu"):
        train(bot, broken)
    assert list((bot / "models").iterdir()) == []


def test_a_training_that_leaves_no_model_is_a_failed_one(bot: Path) -> None:
    with pytest.raises(TrainingFailed):
        train(bot, [sys.executable, "-c", "print('nothing to do')"])


def test_a_training_can_be_stopped_and_leaves_nothing_half_done(bot: Path) -> None:
    stop = threading.Event()
    slow = [
        sys.executable,
        "-c",
        "import sys, pathlib, time;"
        "pathlib.Path('models', sys.argv[2] + '.tar.gz').write_text('half'); time.sleep(600)",
    ]

    def asked() -> bool:
        if list((bot / "models").iterdir()):
            stop.set()
        return stop.is_set()

    with pytest.raises(TrainingStopped):
        ensure_model(bot, slow, dict(os.environ), bot.parent / "train.log", lambda line: None, asked)
    assert list((bot / "models").iterdir()) == []


def test_a_training_tells_that_it_runs_and_how_long_it_took(bot: Path) -> None:
    said: list[str] = []
    train(bot, said=said)
    assert said[0].startswith("Training the bot")
    assert said[-1].startswith("The bot is trained (")
