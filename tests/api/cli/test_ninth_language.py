"""A ninth language, from `ponte locales add` to a page and a bot that speak it (docs/guides/add-a-language.md)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[3]
PAGE = """
from api.pages.candidate.texts import MENU_ITEMS, chat_data, texts
from api.pages.rendering import html
print(html("candidate/chat.jinja", language="es", demo=True, nonce="n", texts=texts("es"), menu_items=MENU_ITEMS,
           chat_data=chat_data("es")))
"""
BOT = """
import json, sys
sys.path.insert(0, "bot")
from components.catalogue import languages, translate
from components.typed_language import typed_language
from words import lexicon
from words.everything import parse_all
with lexicon.reading("es", "en"):
    found = [one.value for one in parse_all("30 horas, por la noche")]
print(json.dumps([dict(languages())["es"], translate("Help", "es"), found,
                  typed_language("he trabajado muchos años en una fábrica de comida")]))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a language is made of."""
    folder = tmp_path_factory.mktemp("ninth")
    unneeded = shutil.ignore_patterns(".venv", "models", "__pycache__", "node_modules", ".rasa")
    for name in ("api", "matcher", "bot", "locales"):
        shutil.copytree(PROJECT / name, folder / name, ignore=unneeded)
    shutil.copy(PROJECT / "pyproject.toml", folder)
    return folder


def ponte(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(copy, [sys.executable, "-c", "from api.cli.main import app; app()", *arguments])


def run(copy: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy), "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def translate_everything(copy: Path) -> None:
    path = copy / "locales" / "es" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        catalogue = read_po(source, locale="es")
    for message in catalogue:
        if message.id:
            message.string = f"¡{message.id}"
    with path.open("wb") as target:
        write_po(target, catalogue, width=0)


def write_examples(copy: Path) -> None:
    for path in (copy / "bot" / "data" / "nlu" / "es").glob("*.yml"):
        content = yaml.safe_load(path.read_text("utf-8"))
        for entry in content["nlu"]:
            entry["examples"] = f"- una frase de {entry['intent']}\n- otra de {entry['intent']}\n"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def teach_words(copy: Path) -> None:
    path = copy / "bot" / "data" / "lexicon" / "es.yml"
    text = path.read_text("utf-8")
    text = text.replace("    hours: [", "    hours: [horas, ", 1).replace(
        "  night: [", "  night: [por la noche, ", 1
    )
    path.write_text(text, "utf-8")
    shutil.copytree(copy / "matcher/lexicon/data/en", copy / "matcher/lexicon/data/es")


def ship(copy: Path) -> None:
    path = copy / "locales" / "languages.toml"
    before, _, mine = path.read_text("utf-8").rpartition('code = "es"')
    path.write_text(before + 'code = "es"' + mine.replace("shipped = false", "shipped = true"), "utf-8")


def test_a_ninth_language_is_added_filled_and_spoken(copy: Path) -> None:
    made = ponte(copy, "locales", "add", "es", "--name", "Español")
    assert made.returncode == 0, made.stderr
    entries = {one["code"]: one for one in json.loads(ponte(copy, "locales", "status", "--json").stdout)}
    assert entries["es"]["messages"] == entries["es"]["examples"] == 0
    assert entries["es"]["complete"] is False

    ship(copy)
    early = ponte(copy, "locales", "status")
    assert early.returncode == 1
    assert "not complete: es" in early.stderr, "a language ships only when complete"

    translate_everything(copy)
    write_examples(copy)
    teach_words(copy)
    assert ponte(copy, "messages", "compile").returncode == 0
    status = ponte(copy, "locales", "status")
    assert status.returncode == 0, status.stderr
    checked = ponte(copy, "messages", "check")
    assert checked.returncode == 0, checked.stderr
    assert "es" in checked.stdout

    page = run(copy, [sys.executable, "-c", PAGE])
    assert page.returncode == 0, page.stderr
    assert '<html lang="es" dir="ltr">' in page.stdout
    assert "¡Find work and training in health and care" in page.stdout
    assert ">Español</a>" in page.stdout

    spoken = run(copy, [str(PROJECT / "bot/.venv/bin/python"), "-W", "ignore", "-c", BOT])
    assert spoken.returncode == 0, spoken.stderr
    name, help_, found, typed = json.loads(spoken.stdout)
    assert (name, help_) == ("Español", "¡Help")
    assert {"min": 30.0, "max": 30.0} in found
    assert "night" in found
    assert typed[0] == "es"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("ES", "two or three small letters"),
        ("pt", "is in locales/languages.toml already"),
        ("zq", "knows no language"),
    ],
)
def test_what_is_no_new_language_is_refused_with_a_sentence(copy: Path, code: str, sentence: str) -> None:
    refused = ponte(copy, "locales", "add", code, "--name", "X")
    assert refused.returncode == 2
    assert sentence in " ".join(refused.stderr.replace("│", " ").split())
