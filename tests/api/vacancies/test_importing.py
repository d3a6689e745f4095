"""An import brings the stored vacancies in line with its source, row by row."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from api.core.db import Database
from api.opportunities.job_posting import job_posting
from api.opportunities.models import Opportunity
from api.vacancies import importing as module
from api.vacancies import storing
from api.vacancies.completing import shipped
from api.vacancies.fetching import Fetcher
from api.vacancies.importing import Plan
from api.vacancies.inputs import Inputs
from api.vacancies.running import Report, run
from api.vacancies.schemas import VacancyIn
from api.vacancies.storing import EMPLOYER, Wanted
from tests.api.vacancies.conftest import Importing
from tests.factories.opportunities import TODAY
from tests.factories.vacancies import (
    a_csv,
    a_csv_row,
    a_posting,
    adverts,
    an_advert,
    an_nhs_job,
    nhs_jobs,
)
from tests.support.job_board import JobBoard


def _stored(database: Database) -> dict[str, Opportunity]:
    with database.session() as session:
        rows = session.scalars(select(Opportunity).where(Opportunity.reference.is_not(None)))
        return {row.reference or "": row for row in rows}


def _statuses(database: Database) -> dict[str, str]:
    return {reference: row.status for reference, row in sorted(_stored(database).items())}


def _counts(tally: Any) -> tuple[int, int, int]:
    return tally.results["created"], tally.results["changed"], tally.results["unchanged"]


@pytest.mark.parametrize(
    "content",
    [
        a_csv([a_csv_row(), a_csv_row(2)]),
        adverts([an_advert(), an_advert(2)]),
        nhs_jobs([an_nhs_job(), an_nhs_job(2)]),
        json.dumps([a_posting(), a_posting(2)]),
    ],
    ids=["csv", "display-advert", "nhs-jobs", "job-posting"],
)
def test_importing_the_same_twice_changes_nothing_the_second_time(
    importing: Importing, database: Database, content: str
) -> None:
    first, _ = importing(content)
    assert (_counts(first.tally), first.problems, first.notes) == ((2, 0, 0), (), ())
    before = {reference: row.revision for reference, row in _stored(database).items()}
    again, outcomes = importing(content)
    assert _counts(again.tally) == (0, 0, 2)
    assert again.tally.kinds["closed"] == 0
    assert {one.result for one in outcomes} == {"unchanged"}
    assert {reference: row.revision for reference, row in _stored(database).items()} == before


def test_what_no_field_says_is_inferred_from_the_words_and_marked(
    importing: Importing, database: Database
) -> None:
    _, (outcome,) = importing(nhs_jobs([an_nhs_job()]))
    row = _stored(database)["C9184-26-0001"]
    assert (row.role, row.band, row.dbs, row.driving) == ("domestic", "2", "basic", "desirable")
    assert (row.hours_min, row.hours_max, row.shifts) == (30.0, 30.0, ["early"])
    assert (row.english_speaking, str(row.pay_hourly_min)) == ("A2", "12.51")
    assert row.inferred == "role hours shifts pay band dbs driving english skills_wanted".split()
    assert (outcome.kind, list(outcome.inferred)) == ("repaired", row.inferred)


def test_a_row_that_says_everything_is_accepted_as_it_is(importing: Importing, database: Database) -> None:
    whole = a_posting() | {
        "ponte:role": "care_worker",
        "ponte:dbs": "enhanced",
        "ponte:driving": "none",
        "ponte:englishSpeaking": "A2",
        "ponte:shifts": ["night"],
    }
    _, (outcome,) = importing(json.dumps([whole]))
    assert outcome.inferred == ("hours", "skills_wanted")
    assert _stored(database)["J-1"].dbs == "enhanced"


def test_changed_fields_are_listed(importing: Importing, database: Database) -> None:
    importing(a_csv([a_csv_row(), a_csv_row(2)]))
    report, outcomes = importing(
        a_csv([a_csv_row(PAY_BAND="Band 3", EMPLOYER_POSTCODE="BA21 4AT"), a_csv_row(2)])
    )
    assert [(one.reference, one.result, one.changed) for one in outcomes] == [
        ("P-1", "changed", ("band", "place", "postcode")),
        ("P-2", "unchanged", ()),
    ]
    assert dict(report.tally.changed) == {"band": 1, "place": 1, "postcode": 1}
    assert (_stored(database)["P-1"].band, _stored(database)["P-1"].place) == ("3", "Yeovil")


def test_what_the_source_holds_no_more_is_closed_and_opens_when_it_is_back(
    importing: Importing, database: Database
) -> None:
    importing(a_csv(a_csv_row(n) for n in (1, 2, 3)))
    report, outcomes = importing(a_csv([a_csv_row(2)]))
    assert report.tally.kinds["closed"] == 2
    closed = sorted((one.reference, one.code) for one in outcomes if one.kind == "closed")
    assert closed == [("P-1", "vacancy.gone"), ("P-3", "vacancy.gone")]
    assert _statuses(database) == {"P-1": "closed", "P-2": "open", "P-3": "closed"}
    back, _ = importing(a_csv(a_csv_row(n) for n in (1, 2)))
    assert _counts(back.tally) == (0, 1, 1)
    assert dict(back.tally.changed) == {"status": 1}
    assert _statuses(database) == {"P-1": "open", "P-2": "open", "P-3": "closed"}


def test_other_sources_and_other_employers_keep_theirs(importing: Importing, database: Database) -> None:
    importing(a_csv([a_csv_row()]), source="one")
    importing(a_csv([a_csv_row(2)]), source="two")
    importing(a_csv([a_csv_row(2, EMPLOYER_NAME="The Trust", VACANCY_ID="x")]), source="three")
    assert _statuses(database) == {"P-1": "open", "P-2": "open"}
    with database.session() as session:
        assert len(session.scalars(select(Opportunity)).all()) == 3


def test_what_is_past_its_day_is_closed_and_not_taken_in(importing: Importing, database: Database) -> None:
    importing(nhs_jobs([an_nhs_job(), an_nhs_job(2, closeDate="2026-06-10")]))
    later = TODAY + timedelta(days=10)
    report, outcomes = importing(
        nhs_jobs(
            [an_nhs_job(), an_nhs_job(2, closeDate="2026-06-10"), an_nhs_job(3, closeDate="2026-06-10")]
        ),
        today=later,
    )
    assert [(one.kind, one.result, one.code) for one in outcomes] == [
        ("repaired", "unchanged", None),
        ("repaired", "changed", None),
        ("rejected", None, "vacancy.ended"),
    ]
    assert report.tally.changed["status"] == 1
    assert _statuses(database) == {"C9184-26-0001": "open", "C9184-26-0002": "closed"}


def test_a_vacancy_past_its_day_is_closed_even_when_its_source_breaks_off(
    importing: Importing, database: Database
) -> None:
    importing(nhs_jobs([an_nhs_job(), an_nhs_job(2, closeDate="2026-06-10")]))
    report, _ = importing("<nhsJobs><oops", "nhs-jobs", today=TODAY + timedelta(days=10))
    assert [one.code for one in report.problems] == ["source.malformed"]
    assert _statuses(database) == {"C9184-26-0001": "open", "C9184-26-0002": "closed"}


def test_a_broken_file_keeps_what_was_read_and_closes_nothing(
    importing: Importing, database: Database
) -> None:
    importing(adverts([an_advert(), an_advert(2)]))
    whole = adverts([an_advert(3), an_advert(1)])
    report, _ = importing(whole.replace(', "total"', ' oops "total"'))
    assert [one.code for one in report.problems] == ["source.malformed"]
    assert _counts(report.tally) == (1, 0, 1)
    assert set(_statuses(database).values()) == {"open"}
    assert len(_statuses(database)) == 3


def test_an_empty_source_closes_nothing(importing: Importing, database: Database) -> None:
    importing(adverts([an_advert()]))
    report, _ = importing(adverts([]))
    assert [one.code for one in report.notes] == ["source.empty"]
    assert set(_statuses(database).values()) == {"open"}


def test_one_saved_page_of_several_closes_nothing(importing: Importing, database: Database) -> None:
    importing(adverts([an_advert(), an_advert(2)]))
    report, _ = importing(adverts([an_advert()], pages=2))
    assert [one.code for one in report.notes] == ["source.page_of_several"]
    assert set(_statuses(database).values()) == {"open"}


def test_missing_ones_stay_open_when_that_is_wished(importing: Importing, database: Database) -> None:
    importing(adverts([an_advert(), an_advert(2)]))
    importing(adverts([an_advert()]), keep_missing=True)
    assert set(_statuses(database).values()) == {"open"}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"JOB_REFERENCE": "", "VACANCY_ID": ""}, "row.missing", "reference"),
        ({"JOB_REFERENCE": "x" * 121}, "row.invalid", "reference"),
        ({"EMPLOYER_NAME": ""}, "row.missing", "employer"),
        ({"EMPLOYER_NAME": "Nobody"}, "vacancy.employer_unknown", "employer"),
        ({"JOB_TITLE": ""}, "row.missing", "title"),
        ({"JOB_TITLE": "x" * 201}, "row.invalid", "title"),
        ({"JOB_TITLE": "Poet"}, "vacancy.role_unknown", None),
        ({"JOB_TITLE": "Staff Nurse"}, "vacancy.above_entry", None),
        ({"PAY_BAND": "Band 7"}, "vacancy.above_entry", None),
        ({"EMPLOYER_POSTCODE": "ZZ1 1ZZ"}, "vacancy.place_unknown", None),
        ({"JOB_REFERENCE": "P-2"}, "row.duplicate", "reference"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_reason_and_the_others_are_taken(
    importing: Importing, database: Database, changes: dict[str, str], code: str, field: str | None
) -> None:
    report, outcomes = importing(a_csv([a_csv_row(2), a_csv_row(1, **changes), a_csv_row(3)]))
    assert [one.row for one in outcomes] == [2, 3, 4]
    assert (outcomes[1].kind, outcomes[1].code, outcomes[1].field) == ("rejected", code, field)
    assert _counts(report.tally) == (2, 0, 0)
    assert _statuses(database) == {"P-2": "open", "P-3": "open"}


def test_a_rejected_row_does_not_close_what_was_stored_of_it(
    importing: Importing, database: Database
) -> None:
    importing(a_csv([a_csv_row(), a_csv_row(2)]))
    importing(a_csv([a_csv_row(JOB_TITLE="Poet"), a_csv_row(2)]))
    assert _statuses(database) == {"P-1": "open", "P-2": "open"}


@pytest.mark.parametrize(
    ("changes", "repaired"),
    [
        ({"startDate": "soon"}, ("starts_on",)),
        ({"hoursPerWeek": 900}, ("hours", "pay")),
        ({"numberOfPositions": -1}, ("places",)),
        ({"wage": {"wageAmount": 3, "wageUnit": "Annually"}}, ("pay",)),
        ({"addresses": [{"postcode": "TA1 5DA"}, {"postcode": "BA21 4AT"}]}, ("place",)),
        ({"description": "x" * 30_000}, ("description",)),
        ({"hoursPerWeek": {"nested": [1]}}, ("hours", "pay")),
    ],
)
def test_a_field_that_cannot_be_is_left_out_and_the_row_repaired(
    importing: Importing, changes: dict[str, Any], repaired: tuple[str, ...]
) -> None:
    _, (outcome,) = importing(adverts([an_advert(**changes)]))
    assert (outcome.kind, outcome.result, outcome.repaired) == ("repaired", "created", repaired)


def test_a_closing_day_that_cannot_be_read_is_no_closing_day_to_guess(importing: Importing) -> None:
    _, (outcome,) = importing(adverts([an_advert(closingDate="soon")]))
    assert (outcome.kind, outcome.code, outcome.field) == ("rejected", "row.invalid", "closes_on")


def test_all_rows_can_be_one_employers_and_unknown_employers_be_added(
    importing: Importing, database: Database
) -> None:
    importing(a_csv([a_csv_row(EMPLOYER_NAME="")]), employer_id="trust")
    importing(
        a_csv(
            a_csv_row(n, EMPLOYER_NAME=name) for n, name in enumerate(("New & Good Ltd", "new and good"), 2)
        ),
        source="other",
        add_employers=True,
    )
    employers = {reference: row.employer_id for reference, row in _stored(database).items()}
    assert employers == {"P-1": "trust", "P-2": "new-and-good-ltd", "P-3": "new-and-good-ltd"}


def test_what_the_employer_sent_itself_is_not_overwritten(importing: Importing, database: Database) -> None:
    with database.session() as session:
        completed = shipped().complete("P-1", VacancyIn(title="Night porter", postcode="BA21"))
        storing.store(session, [Wanted("somerset-care", completed)], EMPLOYER, TODAY)
    _, outcomes = importing(a_csv([a_csv_row(), a_csv_row(2)]))
    assert outcomes[0].code == "vacancy.kept_by_employer"
    assert _stored(database)["P-1"].title == "Night porter"


def test_what_one_ponte_publishes_another_reads_alike(importing: Importing, database: Database) -> None:
    said = {"dbs": "enhanced", "driving": "required", "english": {"speaking": "A2"}, "shifts": ["night"]}
    hours, pay = {"min": 20, "max": 30}, {"min": "13.05"}
    vacancy = VacancyIn.model_validate(
        {"title": "Care worker", "postcode": "TA1", "hours": hours, "pay": pay, "band": "2", **said}
    )
    with database.session() as session:
        storing.store(session, [Wanted("trust", shipped().complete("A", vacancy))], EMPLOYER, TODAY)
    with database.session() as session:
        row = session.scalars(select(Opportunity).options(joinedload(Opportunity.employer))).one()
        published, public_id = job_posting(row, []), row.id
    _, (outcome,) = importing(json.dumps(published), employer_id="somerset-care")
    assert (outcome.result, outcome.inferred) == ("created", ("role", "skills_wanted"))
    first, second = _stored(database)["A"], _stored(database)[public_id]
    same = "type role title description place outward_code lat lon hours_min hours_max shifts pay_hourly_min band dbs"
    for column in (
        *same.split(),
        "driving",
        "english_speaking",
        "english_reading",
        "skills_wanted",
        "places",
    ):
        assert getattr(second, column) == getattr(first, column), column


def test_two_imports_of_the_same_at_once_store_each_vacancy_once(
    database: Database, region: None, tmp_path: Path
) -> None:
    path = tmp_path / "both.csv"
    path.write_text(a_csv(a_csv_row(number) for number in range(300)), encoding="utf-8")

    def once(source: str) -> Report:
        return run(database, Inputs([str(path)], None, Fetcher()), Plan(source, TODAY, keep_missing=True))

    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(once, ("one", "two", "three")))
    assert sum(report.tally.results["created"] for report in reports) == 300
    assert [report.tally.kinds["rejected"] for report in reports] == [0, 0, 0]
    assert len(_stored(database)) == 300


def test_an_import_can_be_stopped_between_parts_and_closes_nothing(
    importing: Importing, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing(a_csv(a_csv_row(n) for n in range(6)))
    monkeypatch.setattr(module, "AT_ONCE", 2)
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    report, _ = importing(a_csv(a_csv_row(n) for n in range(6)))
    assert [one.code for one in report.problems] == ["source.stopped"]
    assert report.tally.rows == 4
    assert set(_statuses(database).values()) == {"open"}


def test_pages_of_an_address_are_followed(importing: Importing, database: Database, board: JobBoard) -> None:
    for page in (1, 2, 3):
        board.contents[f"/v2?PageSize=1{'' if page == 1 else f'&PageNumber={page}'}"] = adverts(
            [an_advert(page)], pages=3
        )
    report, _ = importing([f"{board.base_url}/v2?PageSize=1"])
    assert (_counts(report.tally), report.problems) == ((3, 0, 0), ())
    board.contents["/v2?PageSize=1&PageNumber=2"] = 500
    failed, _ = importing([f"{board.base_url}/v2?PageSize=1"])
    assert [str(one) for one in failed.problems] == [f"{board.base_url}/v2 answers with status 500."]
    assert set(_statuses(database).values()) == {"open"}


def test_pages_of_nhs_jobs_are_followed(importing: Importing, board: JobBoard) -> None:
    board.contents["/search_xml"] = nhs_jobs([an_nhs_job()], pages=2)
    board.contents["/search_xml?page=2"] = nhs_jobs([an_nhs_job(2)], pages=2)
    report, _ = importing([f"{board.base_url}/search_xml"])
    assert _counts(report.tally) == (2, 0, 0)


def test_a_file_may_list_addresses_and_one_that_fails_does_not_keep_the_next(
    importing: Importing, board: JobBoard
) -> None:
    board.contents["/jobs/1"] = (
        f'<html><script type="application/ld+json">{json.dumps(a_posting())}</script></html>'
    )
    board.contents["/jobs/3"] = json.dumps(a_posting(3))
    listed = "\n".join(f"{board.base_url}/jobs/{number}" for number in (1, 2, 3))
    report, outcomes = importing(f"{listed}\n# the end\n")
    assert [one.reference for one in outcomes] == ["J-1", "J-3"]
    assert [one.code for one in report.problems] == ["source.status"]
