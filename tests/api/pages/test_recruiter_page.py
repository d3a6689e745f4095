"""What a recruiter sees of referrals, and does with them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI

from api.core.db import Database
from api.referrals.models import Referral
from tests.api.pages.conftest import STRANGER, signed_in
from tests.api.pages.html import Page, read
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock, TestClient
from tests.factories.referrals import a_referral

ATTACK = "<img src=x onerror=alert(1)>"


@pytest.fixture
def referral(app: FastAPI, database: Database, now: datetime) -> Referral:
    """Ana's referral to Somerset Care, which has promised her an interview."""
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        return a_referral(session, candidate, now=now)


def _report(browser: TestClient, referral_id: str, type_: str, **data: str) -> Page:
    page = read(browser.get("/recruiter"))
    form = {"csrf_token": page.hidden("csrf_token"), "version": page.hidden("version"), "type": type_}
    return read(browser.post(f"/recruiter/referrals/{referral_id}/events", data=form | data))


def test_a_referral_shows_what_was_shared_why_it_fits_and_what_is_missing(
    recruiter: TestClient, referral: Referral
) -> None:
    page = read(recruiter.get("/recruiter"))

    case = page.one("article", id=referral.id).words
    for shown in (
        "Ana: Care worker",
        "New",
        "About 35 minutes from home by bus.",
        "A criminal record check is needed.",
        "What the candidate agreed to share",
        "+447700900123",
        "Português",
        "Packing food: linha de enbalagem",
    ):
        assert shown in case, shown
    assert "made redundant" not in case


def test_a_guaranteed_interview_shows_until_when_to_answer(recruiter: TestClient, referral: Referral) -> None:
    page = read(recruiter.get("/recruiter"))

    assert "Guaranteed interview Answer by Wednesday 10 June" in page.one("article", id=referral.id).words


def test_an_answer_that_is_late_is_marked_and_listed_first(
    app: FastAPI, recruiter: TestClient, referral: Referral, database: Database, now: datetime
) -> None:
    with database.session() as session:
        other = a_referral(session, a_candidate(session, first_name="Bea"), now=now + timedelta(hours=1))
    app.state.clock = StandingClock(now + timedelta(days=8))

    page = read(signed_in(app, "rita@care.example").get("/recruiter"))

    assert [case.attributes["id"] for case in page.all("article")] == [referral.id, other.id]
    assert "Overdue since Wednesday 10 June" in page.one("table").words


def test_only_the_steps_that_can_follow_are_offered(recruiter: TestClient, referral: Referral) -> None:
    page = _report(recruiter, referral.id, "interview_booked")

    assert f"Saved: {referral.reference}." in page.text
    offered = [one.attributes["value"] for one in page.all("input", name="type")]
    assert offered == ["interview_attended", "no_show", "declined", "withdrawn"]


def test_what_was_done_is_said_once(recruiter: TestClient, referral: Referral) -> None:
    assert "Saved:" in _report(recruiter, referral.id, "acknowledged").text
    assert "Saved:" not in read(recruiter.get("/recruiter")).text


def test_declining_needs_a_reason_and_then_moves_the_referral_to_the_ended_ones(
    recruiter: TestClient, referral: Referral
) -> None:
    refused = _report(recruiter, referral.id, "declined")
    assert "Please say why, with one of the listed reasons." in refused.text
    assert referral.reference in refused.text

    done = _report(recruiter, referral.id, "declined", reason_code="position_filled")
    assert not done.all("article")
    ended = read(recruiter.get("/recruiter?show=ended")).one("article", id=referral.id).words
    assert "Declined" in ended
    assert "Interview refused" in ended


def test_two_people_acting_at_once_one_wins_and_the_other_is_told(
    app: FastAPI, recruiter: TestClient, referral: Referral
) -> None:
    seen = read(recruiter.get("/recruiter"))
    stale = {"csrf_token": seen.hidden("csrf_token"), "version": seen.hidden("version"), "type": "declined"}
    _report(signed_in(app, "rita@care.example"), referral.id, "acknowledged")

    page = read(
        recruiter.post(
            f"/recruiter/referrals/{referral.id}/events", data={**stale, "reason_code": "position_filled"}
        )
    )

    assert "Someone else has just changed this referral." in page.text
    assert "Acknowledged" in page.one("article", id=referral.id).words


def test_a_form_of_another_site_changes_nothing(recruiter: TestClient, referral: Referral) -> None:
    page = _report(recruiter, referral.id, "acknowledged", csrf_token="guessed")

    assert "This form has expired." in page.text
    assert "Acknowledged" not in page.one("article", id=referral.id).words


def test_another_employer_sees_nothing_and_can_change_nothing(app: FastAPI, referral: Referral) -> None:
    stranger = signed_in(app, STRANGER)
    page = read(stranger.get("/recruiter"))
    assert referral.reference not in page.text

    data = {"csrf_token": page.hidden("csrf_token"), "version": "1", "type": "acknowledged"}
    told = read(stranger.post(f"/recruiter/referrals/{referral.id}/events", data=data))
    assert "We do not know this referral." in told.text


def test_what_a_candidate_wrote_is_shown_as_text(
    recruiter: TestClient, database: Database, now: datetime
) -> None:
    with database.session() as session:
        a_referral(session, a_candidate(session, first_name=ATTACK), now=now)

    page = read(recruiter.get("/recruiter"))

    assert not page.all("img")
    assert f"{ATTACK}: Care worker" in page.text


def test_a_candidate_who_deleted_their_data_is_not_shown(
    recruiter: TestClient, referral: Referral, database: Database
) -> None:
    with database.session() as session:
        session.get_one(Referral, referral.id).shared = None

    page = read(recruiter.get("/recruiter"))

    assert "The candidate has deleted their data." in page.text
    assert "Ana" not in page.text


def test_an_empty_inbox_says_what_will_be_there(recruiter: TestClient) -> None:
    assert "No referrals under way." in read(recruiter.get("/recruiter")).text


def test_an_unknown_filter_or_step_is_refused(recruiter: TestClient, referral: Referral) -> None:
    assert recruiter.get("/recruiter?show=everything").status_code == 422
    data = {"csrf_token": "x", "version": "1", "type": "hired"}
    assert recruiter.post(f"/recruiter/referrals/{referral.id}/events", data=data).status_code == 422
