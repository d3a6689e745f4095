"""Several referrals acknowledged at once, and the list taken along as CSV."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI

from api.core.db import Database
from api.pages.recruiter.export import safe_cell
from api.referrals.models import Referral
from tests.api.pages.conftest import RECRUITER, STRANGER, signed_in
from tests.api.pages.html import Page, read
from tests.api.pages.recruiter_pages import case, report
from tests.factories.candidates import a_candidate
from tests.factories.http import TestClient
from tests.factories.referrals import a_referral


@pytest.fixture
def three(app: FastAPI, database: Database, now: datetime) -> list[Referral]:
    """Three new referrals to Somerset Care."""
    with database.session() as session:
        return [
            a_referral(session, a_candidate(session, first_name=name), now=now)
            for name in ("Ana", "Bea", "Cid")
        ]


def _acknowledge(browser: TestClient, page: Page, **data: Any) -> Page:
    form = {"csrf_token": page.hidden("csrf_token"), "back": page.hidden("back"), **data}
    return read(browser.post("/recruiter/acknowledge", data=form))


def _boxes(page: Page) -> list[str]:
    return [box.attributes["value"] for box in page.all("input", name="chosen")]


def test_the_chosen_ones_are_acknowledged_in_one_go(recruiter: TestClient, three: list[Referral]) -> None:
    page = read(recruiter.get("/recruiter?status=all&sort=newest"))
    chosen = [box for box in _boxes(page) if not box.startswith(three[0].id)]

    after = _acknowledge(recruiter, page, chosen=chosen)

    assert str(after.answer.url).endswith("/recruiter?status=all&sort=newest")
    assert "Acknowledged: 2" in after.text
    assert "Left as they are" not in after.text
    assert [box.partition(":")[0] for box in _boxes(after)] == [three[0].id]
    assert "Acknowledged: 2" not in read(recruiter.get("/recruiter")).text


def test_each_is_checked_by_itself_and_what_was_left_is_named_with_its_reason(
    app: FastAPI, recruiter: TestClient, three: list[Referral], database: Database, now: datetime
) -> None:
    page = read(recruiter.get("/recruiter"))
    colleague = signed_in(app, RECRUITER)
    report(colleague, three[0].id, "acknowledged")
    with database.session() as session:
        foreign = a_referral(session, a_candidate(session), "job-stranger", now=now)

    after = _acknowledge(
        recruiter, page, chosen=[*_boxes(page), f"{foreign.id}:{foreign.version}", "nonsense"]
    )

    assert "Acknowledged: 2" in after.text
    assert f"{three[0].reference}: Someone else has just changed this referral." in after.text
    assert "We do not know this referral." in after.text
    assert foreign.reference not in after.text
    log = [line for line in case(recruiter, three[0].id).all("li") if "Acknowledged" in line.words]
    assert len(log) == 1


def test_acknowledging_what_has_moved_on_says_so(recruiter: TestClient, three: list[Referral]) -> None:
    moved = report(recruiter, three[0].id, "interview_booked")
    page = read(recruiter.get("/recruiter"))

    after = _acknowledge(recruiter, page, chosen=[f"{three[0].id}:{moved.hidden('version')}"])

    assert "Acknowledged: 0" in after.text
    assert f"{three[0].reference}: This step is not possible now." in after.text


def test_a_form_of_another_site_acknowledges_nothing(recruiter: TestClient, three: list[Referral]) -> None:
    page = read(recruiter.get("/recruiter"))
    after = _acknowledge(
        recruiter, page, chosen=_boxes(page), csrf_token="guessed", back="https://evil.example"
    )

    assert "This form has expired." in after.text
    assert after.answer.url.path == "/recruiter"
    assert len(_boxes(after)) == 3


@pytest.mark.parametrize("cookie", ["<b>1</b>", "1|X=no.such.code", "1|<i>=referral.unknown", "99999"])
def test_a_cookie_puts_no_words_into_the_page(recruiter: TestClient, cookie: str) -> None:
    recruiter.cookies.set("ponte_bulk", cookie)
    page = read(recruiter.get("/recruiter"))
    assert not page.all("b")
    assert not page.all("i")
    assert "no.such.code" not in page.text


def _rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_list_can_be_taken_along_as_it_was_narrowed_down(
    recruiter: TestClient, three: list[Referral]
) -> None:
    report(recruiter, three[1].id, "acknowledged")

    answer = recruiter.get("/recruiter/referrals.csv?status=acknowledged")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="referrals-2026-06-03.csv"'
    (row,) = _rows(answer)
    assert (row["Reference"], row["First name"], row["Status"]) == (three[1].reference, "Bea", "Acknowledged")
    assert row["Phone"] == "'+447700900123"
    assert row["Speaks with Ponte"] == "Português"
    assert row["What the candidate can do"] == "Packing food"


def test_every_page_of_the_list_is_in_the_file_and_none_of_another_employers(
    app: FastAPI, recruiter: TestClient, database: Database, now: datetime
) -> None:
    with database.session() as session:
        for number in range(30):
            a_referral(session, a_candidate(session, first_name=f"N{number}"), now=now)

    assert len(_rows(recruiter.get("/recruiter/referrals.csv"))) == 30
    assert _rows(signed_in(app, STRANGER).get("/recruiter/referrals.csv")) == []


def test_only_what_was_shared_is_in_the_file(
    recruiter: TestClient, three: list[Referral], database: Database
) -> None:
    with database.session() as session:
        session.get_one(Referral, three[0].id).shared = None

    rows = {row["Reference"]: row for row in _rows(recruiter.get("/recruiter/referrals.csv"))}

    erased = rows[three[0].reference]
    assert all(
        erased[title] == "" for title in ("First name", "Phone", "Lives in", "What the candidate can do")
    )
    assert not any("redundan" in cell or "consent" in cell for row in rows.values() for cell in row.values())


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "－1", "＋1", "＠x"]
)
def test_what_a_spreadsheet_would_run_is_text_in_the_file(
    recruiter: TestClient, app: FastAPI, database: Database, now: datetime, text: str
) -> None:
    assert safe_cell(text) == "'" + text
    with database.session() as session:
        a_referral(session, a_candidate(session, first_name=text), now=now)

    (row,) = _rows(recruiter.get("/recruiter/referrals.csv"))
    assert row["First name"] == "'" + text
