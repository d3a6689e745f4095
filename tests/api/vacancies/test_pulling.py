"""Sources are pulled when their time has come, by one worker."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from api.core.db import Database
from api.core.settings import SettingsError
from api.opportunities.models import Opportunity
from api.vacancies.models import VacancyPull
from api.vacancies.pulling import Puller
from api.vacancies.sources import Source, headers, load
from tests.factories.http import StandingClock
from tests.factories.vacancies import an_nhs_job, nhs_jobs
from tests.support.job_board import JobBoard

pytestmark = pytest.mark.usefixtures("region")


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    return StandingClock(now)


def _a_source(board: JobBoard, name: str = "nhs-jobs", **changes: object) -> Source:
    return Source.model_validate({"name": name, "urls": [f"{board.base_url}/{name}"], **changes})


def _puller(database: Database, clock: StandingClock, *sources: Source) -> Puller:
    return Puller(database, sources, clock, allow_private=True)


def _pull(database: Database, source: str = "nhs-jobs") -> VacancyPull:
    with database.session() as session:
        return session.get_one(VacancyPull, source)


def test_a_source_is_pulled_at_once_and_again_after_its_interval(
    database: Database, board: JobBoard, clock: StandingClock
) -> None:
    board.contents["/nhs-jobs"] = nhs_jobs([an_nhs_job(), an_nhs_job(2)])
    puller = _puller(database, clock, _a_source(board, every_minutes=60))
    puller.pull_round(asyncio.Event())
    assert (_pull(database).error_code, _pull(database).finished_at) == (None, clock.now)
    board.contents["/nhs-jobs"] = nhs_jobs([an_nhs_job(2)])
    clock.now += timedelta(minutes=59)
    puller.pull_round(asyncio.Event())
    assert len(board.asked) == 1
    clock.now += timedelta(minutes=1)
    puller.pull_round(asyncio.Event())
    counts = _pull(database).counts
    assert counts is not None
    assert (counts["unchanged"], counts["closed"]) == (1, 1)
    with database.session() as session:
        rows = {row.reference: row for row in session.scalars(select(Opportunity))}
    assert {reference: row.status for reference, row in rows.items()} == {
        "C9184-26-0001": "closed",
        "C9184-26-0002": "open",
    }
    assert {row.source for row in rows.values()} == {"nhs-jobs"}


def test_of_two_workers_one_pulls(database: Database, board: JobBoard, clock: StandingClock) -> None:
    board.contents["/nhs-jobs"] = nhs_jobs([an_nhs_job()])
    source = _a_source(board)
    for puller in (_puller(database, clock, source), _puller(database, clock, source)):
        puller.pull_round(asyncio.Event())
    assert board.paths == ["/nhs-jobs"]


def test_a_source_that_fails_is_noted_and_the_next_is_pulled(
    database: Database, board: JobBoard, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    board.contents |= {"/down": 503, "/nhs-jobs": nhs_jobs([an_nhs_job()])}
    sources = (
        _a_source(board, "down"),
        _a_source(board, "keyless", header_variables={"X-Key": "NO_SUCH_KEY"}),
        _a_source(board),
    )
    _puller(database, clock, *sources).pull_round(asyncio.Event())
    codes = [_pull(database, name).error_code for name in ("down", "keyless", "nhs-jobs")]
    assert codes == ["source.status", "source.header_missing", None]


def test_the_loop_pulls_and_ends_when_told(database: Database, board: JobBoard, clock: StandingClock) -> None:
    board.contents["/nhs-jobs"] = nhs_jobs([an_nhs_job()])
    puller = _puller(database, clock, _a_source(board))

    async def until_pulled() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(puller.run(stop))
        await asyncio.to_thread(board.was_asked.wait, 30)
        stop.set()
        await running

    asyncio.run(until_pulled())
    assert _pull(database).finished_at == clock.now


def test_sources_are_read_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        '[[source]]\nname = "dfe"\nurls = ["https://example.org/vacancies"]\nformat = "display-advert"\n'
        'every_minutes = 30\nheader_variables = { "Ocp-Apim-Subscription-Key" = "DFE_KEY" }\n'
    )
    (source,) = load(path)
    assert (source.name, source.format, source.every_minutes) == ("dfe", "display-advert", 30)
    monkeypatch.setenv("DFE_KEY", "k3y")
    assert headers(source.header_variables) == {"Ocp-Apim-Subscription-Key": "k3y"}
    assert load(None) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[source]]\nname = 'a'\nurls = ['ftp//x']\n", "urls must begin with http:// or https://"),
        ("[[source]]\nname = 'a'\nurls = []\n", "urls"),
        ("[[source]]\nname = 'employer'\nurls = ['http://x']\n", "is taken"),
        ("[[source]]\nname = 'a'\nurls = ['http://x']\nformat = 'pdf'\n", "format must be one of"),
        ("[[source]]\nname = 'a'\nurls = ['http://x']\nevery_minutes = 1\n", "every_minutes"),
        ("[[source]]\nname = 'a'\nurls = ['http://x']\nwhat = 1\n", "what"),
        ("[[source]]\nname = 'a'\nurls = ['http://x']\n" * 2, "the source a is there twice"),
        ("nonsense", "cannot be read"),
        ("source = 7", "cannot be read"),
    ],
)
def test_a_file_of_sources_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match="PONTE_VACANCY_SOURCES") as refused:
        load(path)
    assert sentence in str(refused.value)
    assert str(refused.value).count("\n") == 0
