"""Pulls each source when its time has come; of several workers one does it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from api.core.clock import Clock, local_day
from api.core.db import Database
from api.core.settings import SettingsError
from api.vacancies.fetching import Fetcher
from api.vacancies.importing import Plan
from api.vacancies.inputs import Inputs
from api.vacancies.models import VacancyPull
from api.vacancies.running import Report, run
from api.vacancies.sources import Source, headers

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 15.0


class Puller:
    """Pulls sources into a database.

    Parameters
    ----------
    allow_private : bool
        Whether addresses in private networks may be read.
    """

    def __init__(
        self, database: Database, sources: Sequence[Source], clock: Clock, *, allow_private: bool
    ) -> None:
        self._database = database
        self._sources = sources
        self._clock = clock
        self._allow_private = allow_private

    def pull(self, source: Source, stop: asyncio.Event | None = None) -> Report:
        """Pull one source now.

        Raises
        ------
        SettingsError
            A header's variable is not set.
        """
        plan = Plan(
            source.name, local_day(self._clock()), source.employer, source.add_employers, source.keep_missing
        )
        fetcher = Fetcher(
            allow_private=self._allow_private,
            headers=headers(source.header_variables),
            stopped=stop.is_set if stop else lambda: False,
        )
        try:
            inputs = Inputs(source.urls, source.format, fetcher)
            report = run(self._database, inputs, plan, going_on=lambda _: stop is None or not stop.is_set())
        finally:
            fetcher.close()
        self._ended(source, report.problems[0].code if report.problems else None, report)
        return report

    def _claim(self, source: Source) -> bool:
        """Whether the source is due and this process is the one to pull it."""
        now = self._clock()
        following = now + timedelta(minutes=source.every_minutes)
        try:
            with self._database.session() as session:
                known = session.scalar(select(VacancyPull.source).where(VacancyPull.source == source.name))
                if known is None:
                    session.add(VacancyPull(source=source.name, next_at=following, started_at=now))
                    return True
                claimed = session.execute(
                    update(VacancyPull)
                    .where(VacancyPull.source == source.name, VacancyPull.next_at <= now)
                    .values(next_at=following, started_at=now)
                    .returning(VacancyPull.source)
                )
                return claimed.first() is not None
        except IntegrityError:
            return False  # another worker was first

    def _ended(self, source: Source, code: str | None, report: Report | None) -> None:
        now = self._clock()
        with self._database.session() as session:
            row = session.get(VacancyPull, source.name) or VacancyPull(
                source=source.name, next_at=now + timedelta(minutes=source.every_minutes)
            )
            row.started_at = row.started_at or now
            row.finished_at = now
            row.error_code = code
            row.counts = report.tally.as_json() if report else row.counts
            session.add(row)
        counts = {} if report is None else {**report.tally.kinds, **report.tally.results}
        log.info("vacancies_pulled", source=source.name, error=code, **counts)

    def pull_round(self, stop: asyncio.Event) -> None:
        """Pull what is due; a source that fails unexpectedly is logged and does not stop the others."""
        for source in self._sources:
            if stop.is_set() or not self._claim(source):
                continue
            try:
                self.pull(source, stop)
            except SettingsError:
                self._ended(source, "source.header_missing", None)
            except Exception as error:
                log.error("pull_failed", source=source.name, kind=type(error).__name__)
                self._ended(source, "internal", None)

    async def run(self, stop: asyncio.Event) -> None:
        """Look every 15 seconds until told to stop; a pull under way stops at its next part."""
        while self._sources and not stop.is_set():
            await asyncio.to_thread(self.pull_round, stop)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK_EVERY_SECONDS)
