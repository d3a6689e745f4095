"""Messaging apps: ``ponte channels check | connect``."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.channels import check as checking
from api.core.channel_settings import NEEDED, variable
from api.core.clock import system_clock
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.settings import Settings, SettingsError, load_settings


def check(
    as_json: Annotated[bool, typer.Option("--json", help="Print an object instead of lines.")] = False,
) -> None:
    """Tell how each messaging app stands; exit code 1 when one that is set up needs something done."""
    settings = _settings()
    database = Database(settings.resolved_database_url)
    try:
        reports = asyncio.run(checking.check(settings, database, system_clock()))
    except SQLAlchemyError:
        raise _refused("The database cannot be read: run `ponte migrate`.") from None
    finally:
        database.close()
    if as_json:
        typer.echo(json.dumps({"channels": [report.as_json() for report in reports]}, indent=2))
    else:
        for report in reports:
            typer.echo(report.line())
    if any(report.problem for report in reports):
        raise typer.Exit(1)


def connect(
    app: Annotated[
        str, typer.Argument(metavar="telegram", help="The app; Twilio is set up on its own pages.")
    ],
) -> None:
    """Tell a messaging app where to send what people write."""
    if app != "telegram":
        raise _refused("Only telegram is connected from here; for Twilio see docs/guides/messaging-apps.md.")
    settings = _settings()
    if "telegram" not in settings.channels:
        names = " and ".join(variable(field) for field in NEEDED["telegram"])
        raise _refused(f"Telegram is not set up: set {names}.")
    failed = asyncio.run(checking.connect_telegram(settings))
    if failed:
        raise _refused(failed)
    typer.echo(f"Telegram now sends messages to {settings.base_url}{checking.TELEGRAM_PATH}.")


def _settings() -> Settings:
    try:
        settings = load_settings()
    except SettingsError as error:
        raise _refused(str(error)) from None
    use_keys(settings.resolved_secret_keys)
    return settings


def _refused(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)
