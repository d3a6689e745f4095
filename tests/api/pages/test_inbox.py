"""What a recruiter finds in the inbox: narrowed down, in order, page by page."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, update

from api.core.db import Database
from api.referrals import names
from api.referrals.models import Referral, ReferralName
from tests.api.pages.conftest import RECRUITER, STRANGER, signed_in
from tests.api.pages.html import Page, read
from tests.api.pages.recruiter_pages import listed, report
from tests.factories.candidates import a_candidate
from tests.factories.http import CountedStatements, StandingClock, TestClient
from tests.factories.opportunities import an_opportunity
from tests.factories.referrals import a_referral


class Inbox:
    """Referrals made for a test, by the first name they carry."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._database, self._now = database, now
        self.ids: dict[str, str] = {}
        self.references: dict[str, str] = {}

    def add(self, name: str, *, hours: float = 0, promised: bool = False, at: str = "hca-taunton") -> str:
        """A referral made this many hours after noon; its reference."""
        with self._database.session() as session:
            event = "oscar-mayer" if promised else None
            candidate = a_candidate(session, first_name=name, redundancy_event_id=event)
            row = a_referral(session, candidate, at, now=self._now + timedelta(hours=hours))
            self.ids[name], self.references[name] = row.id, row.reference
            return row.reference

    def names(self, page: Page) -> list[str]:
        """Whose referrals a page lists, in its order."""
        by_reference = {reference: name for name, reference in self.references.items()}
        return [by_reference[reference] for reference in listed(page)]


@pytest.fixture
def inbox(app: FastAPI, database: Database, now: datetime) -> Inbox:
    """An empty inbox of Somerset Care's."""
    return Inbox(database, now)


def test_what_must_be_answered_first_is_listed_first(recruiter: TestClient, inbox: Inbox) -> None:
    inbox.add("Late", hours=1, promised=True)
    inbox.add("Old")
    inbox.add("New", hours=5)
    inbox.add("Soon", hours=30, promised=True)

    def order(query: str) -> list[str]:
        return inbox.names(read(recruiter.get(f"/recruiter{query}")))

    assert order("") == ["Late", "Soon", "New", "Old"]
    assert order("?sort=newest") == ["Soon", "New", "Late", "Old"]
    assert order("?sort=longest_waiting") == ["Old", "Late", "New", "Soon"]


def test_an_answer_that_is_late_is_marked_and_can_be_asked_for(
    app: FastAPI, inbox: Inbox, now: datetime
) -> None:
    inbox.add("Ana", promised=True)
    inbox.add("Bea")
    app.state.clock = StandingClock(now + timedelta(days=8))
    recruiter = signed_in(app, RECRUITER)

    page = read(recruiter.get("/recruiter"))
    assert "Overdue since Wednesday 10 June" in page.one("table").words
    assert "Answer overdue: 1" in page.text
    assert inbox.names(read(recruiter.get("/recruiter?overdue=1"))) == ["Ana"]
    report(recruiter, inbox.ids["Ana"], "interview_offered")
    assert inbox.names(read(recruiter.get("/recruiter?overdue=1"))) == []


def test_each_filter_narrows_down_and_they_add_up(
    recruiter: TestClient, inbox: Inbox, database: Database
) -> None:
    with database.session() as session:
        an_opportunity(session, "night-care", title="Night care worker", place="Yeovil")
    inbox.add("Ana", promised=True)
    inbox.add("Bea")
    inbox.add("Cleo", at="night-care")
    report(recruiter, inbox.ids["Bea"], "acknowledged")
    report(recruiter, inbox.ids["Cleo"], "declined", reason_code="position_filled")

    def found(query: str) -> set[str]:
        return set(inbox.names(read(recruiter.get(f"/recruiter?{query}"))))

    assert found("") == {"Ana", "Bea"}
    assert found("status=all") == {"Ana", "Bea", "Cleo"}
    assert found("status=ended") == {"Cleo"}
    assert found("status=acknowledged") == {"Bea"}
    assert found("guaranteed=1") == {"Ana"}
    assert found("status=all&place=Yeovil") == {"Cleo"}
    assert found("status=all&opportunity=night-care") == {"Cleo"}
    assert found("status=acknowledged&guaranteed=1") == set()
    assert found("status=&place=&opportunity=&q=&sort=") == {"Ana", "Bea"}


@pytest.mark.parametrize("asked", ["joao", "JOÃO", "maria", "maria joao", "João "])
def test_a_first_name_is_found_whatever_its_capitals_and_accents(
    recruiter: TestClient, inbox: Inbox, asked: str
) -> None:
    inbox.add("Maria João")
    inbox.add("Joana")

    page = read(recruiter.get("/recruiter", params={"q": asked}))

    assert inbox.names(page) == ["Maria João"]
    assert page.one("input", id="q").attributes["value"] == asked


def test_a_reference_is_found_by_any_part_of_it(recruiter: TestClient, inbox: Inbox) -> None:
    reference = inbox.add("Ana")
    inbox.add("Bea")

    for asked in (reference, reference.lower(), reference.replace("-", ""), reference[2:6], reference[-4:]):
        assert "Ana" in inbox.names(read(recruiter.get("/recruiter", params={"q": asked}))), asked
    for asked in ("%%%", "___", "'; --", "P-"):
        assert inbox.names(read(recruiter.get("/recruiter", params={"q": asked}))) == [], asked


def test_the_name_is_nowhere_in_the_database(inbox: Inbox, database: Database) -> None:
    inbox.add("Zuleika")
    with database.engine.connect() as connection:
        for table in ("referrals", "referral_names"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert rows
            assert (
                "zuleika"
                not in repr([[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in rows]).lower()
            )


def test_the_list_comes_in_pages_and_a_page_too_far_is_the_last(recruiter: TestClient, inbox: Inbox) -> None:
    for number in range(27):
        inbox.add(f"N{number}", hours=number)

    first, second = (read(recruiter.get(f"/recruiter?sort=newest{more}")) for more in ("", "&page=2"))

    assert "Referrals found: 27" in first.text
    assert "Page 1 of 2" in first.text
    assert inbox.names(first) == [f"N{number}" for number in range(26, 1, -1)]
    assert inbox.names(second) == ["N1", "N0"]
    assert first.one("a", id="next-page").attributes["href"] == "/recruiter?sort=newest&page=2"
    assert inbox.names(read(recruiter.get("/recruiter?sort=newest&page=9"))) == ["N1", "N0"]


def test_a_longer_list_takes_no_more_questions_to_the_database(
    recruiter: TestClient, inbox: Inbox, database: Database
) -> None:
    def statements() -> int:
        with CountedStatements(database) as counted:
            recruiter.get("/recruiter")
        return counted.count

    inbox.add("Ana", promised=True)
    before = statements()
    for number in range(30):
        inbox.add(f"N{number}", promised=True)
    assert statements() == before


def test_to_htmx_the_list_comes_alone_with_the_address_that_asks_for_it(
    recruiter: TestClient, inbox: Inbox
) -> None:
    inbox.add("Ana")
    answer = recruiter.get(
        "/recruiter?status=all&place=&q=ana&sort=respond_by", headers={"HX-Request": "true"}
    )

    page = read(answer)
    assert not page.all("html")
    assert len(page.all("div", id="list")) == 1
    assert page.one("p", id="found").attributes["hx-swap-oob"] == "innerHTML"
    assert answer.headers["hx-push-url"] == "/recruiter?status=all&q=ana"
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert read(recruiter.get("/recruiter", headers=back)).all("html")


def test_another_employer_finds_nothing(app: FastAPI, inbox: Inbox) -> None:
    reference = inbox.add("Ana", promised=True)
    stranger = signed_in(app, STRANGER)

    for query in ("status=all", f"status=all&q={reference}", "status=all&q=ana", "opportunity=hca-taunton"):
        page = read(stranger.get(f"/recruiter?{query}"))
        assert reference not in page.text
        assert "Under way: 0" in page.text
        assert "Care worker" not in page.text


def test_an_empty_inbox_says_what_will_be_there(recruiter: TestClient) -> None:
    assert "No referrals under way." in read(recruiter.get("/recruiter")).text
    assert "No referral fits." in read(recruiter.get("/recruiter?q=nobody")).text


@pytest.mark.parametrize("query", ["status=everything", "sort=luck", "page=0", "q=" + "x" * 101, "place=%00"])
def test_what_the_address_cannot_ask_for_is_refused(recruiter: TestClient, query: str) -> None:
    assert recruiter.get(f"/recruiter?{query}").status_code == 422
    assert recruiter.get(f"/recruiter/referrals.csv?{query}").status_code == 422


def test_a_referral_from_before_names_were_indexed_is_found_once_it_is(
    recruiter: TestClient, inbox: Inbox, database: Database
) -> None:
    inbox.add("Ana")
    with database.session() as session:
        session.execute(delete(ReferralName))
        session.execute(update(Referral).values(name_indexed=False))
    with database.session() as session:
        version = session.get_one(Referral, inbox.ids["Ana"]).version
        assert names.catch_up(session) == 1
        assert names.catch_up(session) == 0
    assert inbox.names(read(recruiter.get("/recruiter?q=ana"))) == ["Ana"]
    with database.session() as session:
        assert session.get_one(Referral, inbox.ids["Ana"]).version == version
