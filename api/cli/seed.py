"""Load a demo region into the database: ``ponte seed``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.cli import demo_credentials
from api.cli.demo.checks import check_region, locate
from api.cli.demo.reading import REGIONS, Region, SeedError, read_region
from api.cli.demo.rows import RegionWriter
from api.core.clock import Clock, local_day, system_clock
from api.core.db import Database
from api.core.migrate import current_version, newest_version
from api.core.settings import Settings, SettingsError, load_settings
from api.opportunities.models import Opportunity
from matcher import Geography, Lexicon

DATES_STAY_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What loading did: the day its dates count from, and rows by table."""

    region: str
    loaded_on: date
    dates_moved: bool
    added: Mapping[str, int]
    updated: Mapping[str, int]
    closed: Mapping[str, int]

    def sentence(self) -> str:
        """One line for the terminal."""
        counts = (("added", self.added), ("updated", self.updated), ("closed", self.closed))
        totals = [(sum(table.values()), verb) for verb, table in counts]
        parts = [f"{total} {'row' if total == 1 else 'rows'} {verb}" for total, verb in totals if total]
        done = ", ".join(parts) or "nothing to change"
        return f"Demo region {self.region}, dated from {self.loaded_on.isoformat()}: {done}."


def seed_demo(
    settings: Settings,
    *,
    region: str = "somerset",
    move_dates: bool = False,
    outside_demo: bool = False,
    clock: Clock = system_clock,
    root: Path = REGIONS,
) -> SeedReport:
    """Load a region, or bring one that is there in line with its files, in one transaction.

    Dates lie around the day of the first loading. They move to today when `move_dates` asks for
    it, or when that day is more than seven days ago. Candidates and referrals are never touched.

    Raises
    ------
    SeedError
        Not in demo mode (unless `outside_demo`), the database is not migrated, or the region's
        files hold something that cannot be used. Nothing was written.
    """
    if not settings.demo and not outside_demo:
        raise SeedError(
            "Demo data belongs in a demo: set PONTE_DEMO=1, or say --yes-this-is-a-demo-database "
            "if this database holds no real people."
        )
    now = clock()
    today = local_day(now)
    entries = read_region(region, root)
    check_region(entries, today, Lexicon.shipped())
    places = locate(entries, Geography.shipped())
    database = Database(settings.resolved_database_url)
    try:
        if current_version(database.engine) != newest_version():
            raise SeedError("The database is not up to date: run `ponte migrate` first.")
        with database.session() as session:
            before = _loaded_on(session, entries)
            moved = before is None or move_dates or today - before > DATES_STAY_FOR
            loaded_on = today if before is None or moved else before
            writer = RegionWriter(session, entries, loaded_on, moved=moved)
            writer.write(places)
            if settings.demo:
                demo_credentials.create(session, settings, now=now)
    finally:
        database.close()
    return SeedReport(region, loaded_on, moved, dict(writer.added), dict(writer.updated), dict(writer.closed))


def _loaded_on(session: Session, region: Region) -> date | None:
    """The day the region's dates count from, read back from its vacancies; null when none is there.

    Each vacancy tells it (its posting day plus the days since). The most frequent answer counts:
    a vacancy whose entry was edited in between tells another day.
    """
    ages = {entry.id: entry.posted_days_ago for _, entry in region.opportunities if entry.intakes is None}
    query = select(Opportunity.id, Opportunity.posted_on).where(Opportunity.id.in_(ages))
    days = Counter(posted_on + timedelta(days=ages[row_id]) for row_id, posted_on in session.execute(query))
    return days.most_common(1)[0][0] if days else None


def seed(
    region: Annotated[str, typer.Option(help="The region to load.")] = "somerset",
    move_dates: Annotated[bool, typer.Option(help="Move all dates so that they lie around today.")] = False,
    yes_this_is_a_demo_database: Annotated[
        bool, typer.Option("--yes-this-is-a-demo-database", help="Load outside demo mode.")
    ] = False,
) -> None:
    """Load a demo region, or bring the one that is there up to date."""
    try:
        report = seed_demo(
            load_settings(),
            region=region,
            move_dates=move_dates,
            outside_demo=yes_this_is_a_demo_database,
        )
    except (SeedError, SettingsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(report.sentence())
