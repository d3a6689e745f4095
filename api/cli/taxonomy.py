"""An imported classification: ``ponte taxonomy import | show | remove``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from api.core.settings import Settings, SettingsError, load_settings
from api.matches.esco_files import ATTRIBUTION, TaxonomyFileError, read_esco
from api.matches.taxonomy_store import load, path_of, save
from matcher import Lexicon
from matcher.taxonomy import Taxonomy, TaxonomyTitles

_NEXT_START = "It is used from the next start of Ponte on."

Folders = Annotated[
    list[Path],
    typer.Argument(metavar="DIR...", help="Folders of the unpacked ESCO download (CSV), of any languages."),
]


def import_(folders: Folders) -> None:
    """Read the official ESCO download and add it to what Ponte understands, in place of an earlier import."""
    path = path_of(_settings())
    try:
        read = read_esco(folders)
    except TaxonomyFileError as error:
        raise _refused(error) from None
    save(read.taxonomy, path)
    _tell(read.taxonomy)
    if read.left_out:
        typer.echo(f"Rows left out: {read.left_out:,}; the first: {read.first_left_out}")
    typer.echo(f"Kept in {path}. {_NEXT_START}")


def show() -> None:
    """Tell what is imported."""
    try:
        taxonomy = load(path_of(_settings()))
    except TaxonomyFileError as error:
        raise _refused(error) from None
    if taxonomy is None:
        typer.echo("Nothing is imported: Ponte understands its own lexicon.")
        return
    _tell(taxonomy)


def remove() -> None:
    """Forget what was imported; Ponte's own lexicon stays."""
    path = path_of(_settings())
    if path.exists():
        path.unlink()
        typer.echo(f"Removed. {_NEXT_START.replace('It is used', 'This holds')}")
    else:
        typer.echo("Nothing is imported.")


def _tell(taxonomy: Taxonomy) -> None:
    count = Counter(one.kind for one in taxonomy.concepts.values())
    readable = TaxonomyTitles(taxonomy).stand_for(Lexicon.shipped())
    titles = sum(taxonomy.concepts[uri].kind == "occupation" for uri in readable)
    typer.echo(
        f"{taxonomy.name}: {count['occupation']:,} occupations, {count['skill']:,} skills, "
        f"{count['group']:,} groups; languages: {', '.join(taxonomy.languages)}"
    )
    typer.echo(f"{titles:,} occupations lead to skills of Ponte's lexicon.")
    typer.echo(ATTRIBUTION)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise _refused(error) from None


def _refused(error: Exception) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)
