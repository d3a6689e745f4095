"""``ponte messages``: extract, update, compile and check the catalogues in `locales/`."""

from __future__ import annotations

import contextlib
import io
import os
import re
import string
import tempfile
from pathlib import Path

import typer
from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from api.core.i18n import LOCALES, SOURCE_LANGUAGE, every_language, languages
from api.core.settings import PROJECT_ROOT

app = typer.Typer(no_args_is_help=True, help="Messages: extract, update, compile, check.")

TEMPLATE = LOCALES / "messages.pot"


def catalogue_path(language: str) -> Path:
    """The PO file of a language."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def translated_languages() -> list[str]:
    """Languages that ship and are translated into; English is the source."""
    return [language.code for language in languages() if language.code != SOURCE_LANGUAGE]


def started_languages() -> list[str]:
    """Languages with a catalogue, those that do not ship yet as well."""
    codes = [language.code for language in every_language() if language.code != SOURCE_LANGUAGE]
    return [code for code in codes if catalogue_path(code).exists()]


def _babel(*arguments: str) -> None:
    here = Path.cwd()
    os.chdir(PROJECT_ROOT)  # references in the template are relative to the project
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            CommandLineInterface().run(["pybabel", "-q", *arguments])  # type: ignore[no-untyped-call]
    finally:
        os.chdir(here)


def extract_to(path: Path) -> None:
    """Write the template of every message the project shows, without a header."""
    _babel(
        "extract",
        *("-F", "pyproject.toml", "-k", "N_", "-k", "translate", "-k", "words", "-c", "Translators:"),
        *("--omit-header", "--no-wrap", "--no-location", "--sort-output", "-o", str(path), "."),
    )


@app.command()
def extract() -> None:
    """Write locales/messages.pot from the code, the templates and the bot's domain."""
    extract_to(TEMPLATE)


@app.command()
def update() -> None:
    """Bring every catalogue up to the template; new messages come empty."""
    extract_to(TEMPLATE)
    for language in started_languages():
        path = catalogue_path(language)
        extra = ["--no-fuzzy-matching", "--ignore-obsolete", "--omit-header", "--no-wrap"]
        _babel("update", *extra, "-i", str(TEMPLATE), "-o", str(path), "-l", language)


def start_catalogue(language: str) -> None:
    """An empty catalogue of every message."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEMPLATE.read_text("utf-8"), "utf-8")


@app.command(name="compile")
def compile_catalogues() -> None:
    """Build the .mo files the bot and the API read."""
    for language in started_languages():
        path = catalogue_path(language)
        with path.open("rb") as source:
            catalogue = read_po(source, locale=language)
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _wrong(message: Message) -> str | None:
    source, translation = str(message.id), str(message.string or "")
    if not translation.strip():
        return "not translated"
    if message.fuzzy:
        return "marked fuzzy"
    if _placeholders(source) != _placeholders(translation):
        return "its {placeholders} differ"
    tags = re.compile(r"</?[a-z]+[^>]*>")
    if sorted(tags.findall(source)) != sorted(tags.findall(translation)):
        return "its tags differ"
    return None


def problems() -> list[str]:
    """Everything wrong with the catalogues, a line each; empty when all is well."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "messages.pot"
        extract_to(fresh)
        if not TEMPLATE.exists() or fresh.read_text("utf-8") != TEMPLATE.read_text("utf-8"):
            found.append("locales/messages.pot is out of date: run `make messages`.")
        with fresh.open("rb") as source:
            template = read_po(source)
    for language in translated_languages():
        found += _problems_of(language, template)
    return found


def _problems_of(language: str, template: Catalog) -> list[str]:
    path = catalogue_path(language)
    if not path.exists():
        return [f"{language}: there is no catalogue: run `make messages`."]
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    found = []
    for message in template:
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        wrong = _wrong(translated) if translated else "missing: run `make messages`"
        if wrong:
            found.append(f"{language}: “{str(message.id)[:70]}”: {wrong}.")
    return found


@app.command()
def check() -> None:
    """Fail when a message is not extracted, not translated, or has lost a placeholder."""
    found = problems()
    for line in found:
        typer.echo(line, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(f"Messages: complete in {', '.join([SOURCE_LANGUAGE, *translated_languages()])}.")
