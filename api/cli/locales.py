"""``ponte locales``: how complete each language is, and the files of a new one."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

from api.cli import messages
from api.core.i18n import LOCALES, SOURCE_LANGUAGE, Language, every_language
from api.core.settings import PROJECT_ROOT

app = typer.Typer(no_args_is_help=True, help="Languages: how complete they are, and starting a new one.")

NLU = PROJECT_ROOT / "bot" / "data" / "nlu"
LEXICON = PROJECT_ROOT / "bot" / "data" / "lexicon"
SKILLS = PROJECT_ROOT / "matcher" / "lexicon" / "data"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "ckb", "yi"})


@dataclass(frozen=True)
class Status:
    """How far a language is.

    Attributes
    ----------
    messages, of_messages : int
        Translated messages, and how many there are.
    intents, of_intents : int
        Intents with examples, and how many there are.
    examples : int
        Sentences the bot learns from.
    words, skills : bool
        Whether the words of answers (`bot/data/lexicon`) and of skills (`matcher/lexicon/data`) are there.
    """

    code: str
    name: str
    shipped: bool
    messages: int
    of_messages: int
    intents: int
    of_intents: int
    examples: int
    words: bool
    skills: bool

    @property
    def is_complete(self) -> bool:
        """Whether it may ship."""
        return (
            self.messages == self.of_messages
            and self.intents == self.of_intents
            and self.words
            and self.skills
        )


def _examples(folder: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in sorted(folder.glob("*.yml")):
        for entry in (yaml.safe_load(path.read_text("utf-8")) or {}).get("nlu") or []:
            found[entry["intent"]] += sum(bool(line.strip(" -")) for line in entry["examples"].splitlines())
    return found


def status_of(language: Language) -> Status:
    """How far one language is."""
    with messages.TEMPLATE.open("rb") as source:
        template = [message.id for message in read_po(source) if message.id]
    translated = len(template)
    path = messages.catalogue_path(language.code)
    if language.code != SOURCE_LANGUAGE:
        translated = 0
        if path.exists():
            with path.open("rb") as source:
                catalogue = read_po(source, locale=language.code)
            known = [catalogue.get(one) for one in template]
            translated = sum(bool(one and one.string and not one.fuzzy) for one in known)
    intents = _examples(NLU / SOURCE_LANGUAGE)
    examples = _examples(NLU / language.code)
    return Status(
        code=language.code,
        name=language.name,
        shipped=language.shipped,
        messages=translated,
        of_messages=len(template),
        intents=sum(examples[intent] > 0 for intent in intents),
        of_intents=len(intents),
        examples=examples.total(),
        words=(LEXICON / f"{language.code}.yml").exists(),
        skills=(SKILLS / language.code / "grammar.toml").exists(),
    )


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Print how complete each language is; fail when one ships that is not."""
    found = [status_of(language) for language in every_language()]
    if as_json:
        typer.echo(json.dumps([asdict(one) | {"complete": one.is_complete} for one in found], indent=2))
    else:
        for one in found:
            typer.echo(_line(one))
    unfit = [one.code for one in found if one.shipped and not one.is_complete]
    if unfit:
        typer.echo(f"These ship and are not complete: {', '.join(unfit)}.", err=True)
        raise typer.Exit(1)


def _line(one: Status) -> str:
    share = 100 * one.messages // one.of_messages
    there = {True: "yes", False: "no"}
    return (
        f"{one.code}  {'ships' if one.shipped else 'not yet'}  messages {one.messages}/{one.of_messages} ({share} %)"
        f"  intents {one.intents}/{one.of_intents} ({one.examples} examples)"
        f"  words {there[one.words]}  skills {there[one.skills]}  {one.name}"
    )


@app.command()
def add(
    code: Annotated[str, typer.Argument(help="ISO 639-1, such as es.")],
    name: Annotated[str, typer.Option(help="What its speakers call it, such as Español.")],
) -> None:
    """Make the files of a new language, to be filled; it does not ship until it is complete."""
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise typer.BadParameter("A language is two or three small letters (ISO 639), such as es.")
    if any(one.code == code for one in every_language()):
        raise typer.BadParameter(f"{code} is in locales/languages.toml already.")
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        raise typer.BadParameter(f"Babel knows no language {code}.") from None
    direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
    entry = f'\n[[language]]\ncode = "{code}"\nname = {json.dumps(name, ensure_ascii=False)}\n'
    entry += f'direction = "{direction}"\nshipped = false\n'
    with (LOCALES / "languages.toml").open("a", encoding="utf-8") as target:
        target.write(entry)
    messages.start_catalogue(code)
    _style(code, name)
    _intents(code)
    shutil.copyfile(LEXICON / f"{SOURCE_LANGUAGE}.yml", LEXICON / f"{code}.yml")
    typer.echo(f"Made the files of {name}. What to do with each: docs/guides/add-a-language.md")


def _style(code: str, name: str) -> None:
    lines = [
        f"# {name}: tone and glossary",
        "",
        "How the reader is addressed:",
        "",
        "| English | here | note |",
    ]
    terms = ("made redundant", "referral", "right to work", "guaranteed interview", "employer", "shift")
    lines += ["|---|---|---|", *(f"| {term} | | |" for term in terms)]
    (LOCALES / code / "STYLE.md").write_text("\n".join(lines) + "\n", "utf-8")


def _intents(code: str) -> None:
    """One file a topic, with the English sentences as comments to write one's own beside."""
    (NLU / code).mkdir(parents=True, exist_ok=True)
    for path in sorted((NLU / SOURCE_LANGUAGE).glob("*.yml")):
        source: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        lines = ['version: "3.1"', "", "nlu:"]
        for entry in source["nlu"]:
            english = [line.strip(" -") for line in entry["examples"].splitlines()[:5]]
            lines += [
                f"- intent: {entry['intent']}",
                f"  # in English: {' · '.join(english)}",
                "  examples: |",
            ]
        (NLU / code / path.name).write_text("\n".join(lines) + "\n", "utf-8")
