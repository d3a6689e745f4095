"""Webhooks: ``ponte webhooks status``."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.core.clock import system_clock
from api.core.db import Database
from api.core.settings import SettingsError, load_settings
from api.webhooks.check import check


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print an object instead of a line.")] = False,
) -> None:
    """Tell how webhooks stand; exit code 1 when something needs to be done."""
    try:
        settings = load_settings()
    except SettingsError as error:
        raise _refused(str(error)) from None
    database = Database(settings.resolved_database_url)
    try:
        with database.session() as session:
            report = check(session, system_clock())
    except SQLAlchemyError:
        raise _refused("The database cannot be read: run `ponte migrate`.") from None
    finally:
        database.close()
    typer.echo(json.dumps(report.as_json(), indent=2) if as_json else report.line())
    if report.problem:
        raise typer.Exit(1)


def _refused(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)
