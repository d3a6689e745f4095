"""Vacancies from outside: ``ponte opportunities import | pull``."""

from __future__ import annotations

import contextlib
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.core.clock import local_day, system_clock
from api.core.db import Database
from api.core.migrate import current_version, newest_version
from api.core.settings import Settings, SettingsError, load_settings
from api.staff.models import Employer
from api.vacancies.fetching import Fetcher
from api.vacancies.formats import FORMATS
from api.vacancies.importing import Plan
from api.vacancies.inputs import Inputs, source_name
from api.vacancies.outcomes import Outcome, Tally
from api.vacancies.pulling import Puller
from api.vacancies.running import Report, run
from api.vacancies.sources import headers, load
from api.vacancies.storing import EMPLOYER

# So many rejected rows are named on the terminal; the report names all.
NAMED = 10

AsJson = Annotated[bool, typer.Option("--json", help="Print an object instead of lines.")]


def import_(
    targets: Annotated[
        list[str],
        typer.Argument(metavar="FILE|URL...", help="Files, addresses, or files that list addresses."),
    ],
    form: Annotated[
        str | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; else told from the content.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="What to call the source; else the file's name or the address.")
    ] = None,
    employer: Annotated[
        str | None, typer.Option(help="The id of the employer whose vacancies they all are.")
    ] = None,
    add_employers: Annotated[bool, typer.Option(help="Add employers that are not known yet.")] = False,
    keep_missing: Annotated[
        bool, typer.Option(help="Do not close what this source held before and holds no more.")
    ] = False,
    header: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VARIABLE", help="A header to send; its value is in that variable."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(help="Write what became of each row into this file, one JSON object a line."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read vacancies; create, change and close accordingly. Exit code 1 when something could not be read."""
    if form is not None and form not in FORMATS:
        raise _refused(f"--format takes one of {', '.join(FORMATS)}.")
    if source == EMPLOYER:
        raise _refused(
            f"The source cannot be called {EMPLOYER}: that marks what employers send by themselves."
        )
    settings, sent = _settings(), _headers(header or [])
    fetcher = Fetcher(allow_private=settings.allow_private_sources, headers=sent)
    inputs = Inputs(targets, form, fetcher)
    plan = Plan(
        source or source_name(targets), local_day(system_clock()), employer, add_employers, keep_missing
    )
    with _database(settings) as database, _written(report) as file, _progress() as progress:
        with database.session() as session:
            _check_employer(session, employer)
        telling = _Telling(file)
        task = progress.add_task("", total=1.0, rows=0)
        with _interrupted() as stopped:

            def going_on(tally: Tally) -> bool:
                progress.update(task, completed=inputs.position, rows=tally.rows)
                return not stopped

            done = run(database, inputs, plan, tell=telling.hear, going_on=going_on)
    fetcher.close()
    _tell(done, telling, as_json=as_json)


def pull(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME...", help="Sources of PONTE_VACANCY_SOURCES; else all."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Pull sources now, whether or not they are due. Exit code 1 when something could not be read."""
    settings = _settings()
    try:
        sources = {source.name: source for source in load(settings.vacancy_sources)}
    except SettingsError as error:
        raise _refused(str(error)) from None
    if unknown := [name for name in names or [] if name not in sources]:
        raise _refused(f"There is no source {unknown[0]} in PONTE_VACANCY_SOURCES.")
    if not sources:
        raise _refused("No source is set up: name a file with PONTE_VACANCY_SOURCES.")
    with _database(settings) as database:
        puller = Puller(
            database, tuple(sources.values()), system_clock, allow_private=settings.allow_private_sources
        )
        try:
            reports = [puller.pull(sources[name]) for name in names or sources]
        except SettingsError as error:
            raise _refused(str(error)) from None
    if as_json:
        typer.echo(json.dumps({"sources": [one.as_json() for one in reports]}, indent=2))
    else:
        for one in reports:
            typer.echo("\n".join(_lines(one)))
    if any(one.problems for one in reports):
        raise typer.Exit(1)


class _Telling:
    """Keeps the first rejected rows for the terminal and writes every outcome into the report."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self.rejected: list[Outcome] = []

    def hear(self, outcome: Outcome) -> None:
        if self._file is not None:
            self._file.write(json.dumps(outcome.as_json(), ensure_ascii=True) + "\n")
        if outcome.kind == "rejected" and len(self.rejected) < NAMED:
            self.rejected.append(outcome)


def _tell(done: Report, telling: _Telling, *, as_json: bool) -> None:
    if as_json:
        rejected = [one.as_json() for one in telling.rejected]
        typer.echo(json.dumps({**done.as_json(), "first_rejected": rejected}, indent=2))
    else:
        typer.echo("\n".join([*_lines(done), *_rejected_lines(done, telling)]))
    if done.problems:
        raise typer.Exit(1)


def _lines(done: Report) -> Iterator[str]:
    tally = done.tally
    yield (
        f"{done.source}: {tally.rows:,} rows: {tally.kinds['accepted']:,} accepted, "
        f"{tally.kinds['repaired']:,} repaired, {tally.kinds['rejected']:,} rejected."
    )
    yield (
        f"{tally.results['created']:,} created, {tally.results['changed']:,} changed, "
        f"{tally.results['unchanged']:,} unchanged, {tally.kinds['closed']:,} closed."
    )
    if tally.changed:
        yield "Changed: " + _counted(tally.changed.most_common())
    if tally.inferred:
        yield "Inferred: " + _counted(tally.inferred.most_common())
    if done.problems or done.notes:
        yield from (str(one) for one in (*done.problems, *done.notes))
        yield "So nothing was closed for being missing."


def _rejected_lines(done: Report, telling: _Telling) -> Iterator[str]:
    for one in telling.rejected:
        about = f" ({one.field})" if one.field else ""
        yield f"  row {one.row}, {one.reference or 'no reference'}: {one.code}{about}"
    if (more := done.tally.kinds["rejected"] - len(telling.rejected)) > 0:
        yield f"  and {more:,} more; --report FILE names all."


def _counted(pairs: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in pairs)


def _check_employer(session: Session, employer: str | None) -> None:
    if employer is not None and session.get(Employer, employer) is None:
        known = list(session.scalars(select(Employer.id).order_by(Employer.id).limit(20)))
        raise _refused(f"There is no employer {employer}. Known: {', '.join(known) or 'none'}.")


def _headers(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    if bad := [name for name, sign, variable in pairs if not (name and sign and variable)]:
        raise _refused(f"--header {bad[0]}: write NAME=VARIABLE.")
    try:
        return headers({name: variable for name, _, variable in pairs})
    except SettingsError as error:
        raise _refused(str(error)) from None


@contextlib.contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.resolved_database_url)
    try:
        if current_version(database.engine) != newest_version():
            raise _refused("The database is not up to date: run `ponte migrate` first.")
        yield database
    except SQLAlchemyError as error:
        raise _refused(f"The database cannot be used ({type(error).__name__}).") from None
    finally:
        database.close()


@contextlib.contextmanager
def _written(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise _refused(
            f"The report {path} cannot be written ({(error.strerror or 'no access').lower()})."
        ) from None
    with file:
        yield file


def _progress() -> Progress:
    """A bar on the terminal's error stream; nothing where there is no terminal."""
    console = Console(stderr=True)
    return Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextlib.contextmanager
def _interrupted() -> Iterator[list[int]]:
    """Ctrl-C ends the import at its next part instead of in the middle of one."""
    asked: list[int] = []
    before: Any = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise _refused(str(error)) from None


def _refused(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)
