"""What a recruiter reads on a referral's page, and does there."""

from __future__ import annotations

from datetime import datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api.core.db import Database
from api.referrals import service
from api.referrals.models import Referral, ReferralNote
from tests.api.pages.conftest import HUB, STRANGER, signed_in
from tests.api.pages.html import Page, read
from tests.api.pages.recruiter_pages import case, report
from tests.factories.candidates import a_candidate
from tests.factories.http import TestClient
from tests.factories.referrals import a_referral

ATTACK = "<img src=x onerror=alert(1)>"
ENGLISH = {
    "code": "english_ready_after",
    "values": {"level": "B1", "ends_on": "2026-06-04"},
    "text": "Your English is ready after the course ESOL Entry 3, on Thursday 4 June",
}
SPEAKING, READING = (
    {
        "code": "english_gap",
        "values": {"task": task, "have": "A2", "need": "B1"},
        "text": f"{task} English up to level B1 first (now A2)",
    }
    for task in ("Spoken", "Reading")
)
COURSE = {
    "type": "esol",
    "title": "English for health and care",
    "employer": "Bridgwater College",
    "place": "Chard",
    "esol_level": "B1",
    "starts_on": "2026-05-04",
    "ends_on": "2026-06-04",
}


@pytest.fixture
def referral(app: FastAPI, database: Database, now: datetime) -> Referral:
    """Ana's referral to Somerset Care, which has promised her an interview."""
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        return a_referral(session, candidate, now=now)


def _note(browser: TestClient, referral_id: str, text: str, **data: str) -> Page:
    form = {"csrf_token": case(browser, referral_id).hidden("csrf_token"), "text": text}
    return read(browser.post(f"/recruiter/referrals/{referral_id}/notes", data=form | data))


def test_a_referral_shows_what_was_shared_why_it_fits_and_what_is_missing(
    recruiter: TestClient, referral: Referral
) -> None:
    page = case(recruiter, referral.id)

    assert page.one("h1").words == "Ana: Care worker"
    for shown in (
        "New",
        "About 35 minutes from home by bus.",
        "A criminal record check is needed.",
        "What the candidate agreed to share",
        "Agreed on 3 June 2026.",
        "+447700900123",
        "Português",
        "Packing food: linha de enbalagem",
    ):
        assert shown in page.text, shown


def test_a_gap_shows_what_is_being_done_about_it(
    recruiter: TestClient, app: FastAPI, database: Database, now: datetime
) -> None:
    with database.session() as session:
        row = a_referral(
            session, a_candidate(session), now=now, gaps=[SPEAKING, READING, ENGLISH], pathway=[COURSE]
        )

    page = case(recruiter, row.id)

    assert (
        "Spoken English up to level B1 first (now A2); Reading English up to level B1 first (now A2) On the way: "
        "ESOL Entry 3 (English for health and care, Chard), ends Thursday 4 June" in page.text
    )
    assert "Your English" not in page.text


def test_a_gap_without_a_course_still_says_what_is_known(
    recruiter: TestClient, app: FastAPI, database: Database, now: datetime
) -> None:
    with database.session() as session:
        row = a_referral(session, a_candidate(session), now=now, gaps=[ENGLISH])

    assert ENGLISH["text"] in case(recruiter, row.id).text


def test_a_promised_interview_shows_until_when_to_answer_and_the_facts_it_rests_on(
    recruiter: TestClient, referral: Referral
) -> None:
    page = case(recruiter, referral.id)

    assert "Please offer one by Wednesday 10 June." in page.text
    facts = {dt.words: dd.words for dt, dd in zip(page.all("dt"), page.all("dd"), strict=True)}
    assert facts["Because"] == "The candidate lost their job at Oscar Mayer, Chard"
    assert facts["Rule"] == "redundancy-event/1"
    assert facts["Working days to answer"] == "5"


def test_without_a_promise_nothing_is_said_of_where_the_candidate_worked(
    recruiter: TestClient, app: FastAPI, database: Database, now: datetime
) -> None:
    with database.session() as session:
        row = a_referral(session, a_candidate(session, situation="made_redundant"), now=now)

    page = case(recruiter, row.id)

    assert "redundan" not in page.text
    assert "Guaranteed interview" not in page.text


def test_only_the_steps_that_can_follow_are_offered(recruiter: TestClient, referral: Referral) -> None:
    page = report(recruiter, referral.id, "interview_booked")

    assert f"Saved: {referral.reference}." in page.text
    offered = [one.attributes["value"] for one in page.all("input", name="type")]
    assert offered == ["interview_attended", "no_show", "declined", "withdrawn"]


def test_what_was_done_is_said_once(recruiter: TestClient, referral: Referral) -> None:
    assert "Saved:" in report(recruiter, referral.id, "acknowledged").text
    assert "Saved:" not in case(recruiter, referral.id).text


def test_declining_needs_a_reason_which_the_log_then_holds(recruiter: TestClient, referral: Referral) -> None:
    refused = report(recruiter, referral.id, "declined")
    assert "Please say why, with one of the listed reasons." in refused.text

    done = report(recruiter, referral.id, "declined", reason_code="other", note="Ward is closing")
    assert not done.all("input", name="type")
    assert "Interview refused" in done.text
    assert "Declined: Another reason, explained in the note. Ward is closing" in done.text


def test_the_log_tells_what_happened_and_who_did_it_without_names(
    recruiter: TestClient, referral: Referral
) -> None:
    page = report(recruiter, referral.id, "acknowledged")

    lines = [
        line.words.split(" · ", 1)[1]
        for line in page.all("li")
        if " · " in line.words and "2026" in line.words
    ]
    assert lines == [
        "Employer Acknowledged",
        "By rule Sent to the employer",
        "By rule Approved",
        "Candidate The candidate agreed to the referral",
    ]


def test_two_people_acting_at_once_one_wins_and_the_other_is_told(
    app: FastAPI, recruiter: TestClient, referral: Referral
) -> None:
    seen = case(recruiter, referral.id)
    stale = {"csrf_token": seen.hidden("csrf_token"), "version": seen.hidden("version"), "type": "declined"}
    report(signed_in(app, "rita@care.example"), referral.id, "acknowledged")

    page = read(
        recruiter.post(
            f"/recruiter/referrals/{referral.id}/events", data={**stale, "reason_code": "position_filled"}
        )
    )

    assert "Someone else has just changed this referral." in page.text
    assert page.one("h1").words == "Ana: Care worker"
    assert "Acknowledged" in page.text


def test_a_form_of_another_site_changes_nothing(recruiter: TestClient, referral: Referral) -> None:
    page = report(recruiter, referral.id, "acknowledged", csrf_token="guessed")

    assert "This form has expired." in page.text
    assert "Acknowledged" not in page.text
    assert "This form has expired." in _note(recruiter, referral.id, "x", csrf_token="guessed").text


def test_another_employer_sees_nothing_and_can_change_nothing(app: FastAPI, referral: Referral) -> None:
    stranger = signed_in(app, STRANGER)
    assert "We do not know this referral." in case(stranger, referral.id).text

    token = read(stranger.get("/recruiter")).hidden("csrf_token")
    data = {"csrf_token": token, "version": "1", "type": "acknowledged", "text": "Mine"}
    for form in ("events", "notes"):
        told = read(stranger.post(f"/recruiter/referrals/{referral.id}/{form}", data=data))
        assert "We do not know this referral." in told.text


def test_what_a_candidate_wrote_is_shown_as_text(
    recruiter: TestClient, database: Database, now: datetime
) -> None:
    with database.session() as session:
        row = a_referral(session, a_candidate(session, first_name=ATTACK), now=now)

    page = case(recruiter, row.id)

    assert not page.all("img")
    assert page.one("h1").words == f"{ATTACK}: Care worker"


def test_a_candidate_who_deleted_their_data_is_not_shown(
    recruiter: TestClient, referral: Referral, database: Database
) -> None:
    with database.session() as session:
        session.get_one(Referral, referral.id).shared = None

    page = case(recruiter, referral.id)

    assert "The candidate has deleted their data." in page.text
    assert "Ana" not in page.text


def test_a_note_is_read_by_colleagues_and_by_nobody_else(
    app: FastAPI, recruiter: TestClient, referral: Referral, database: Database, now: datetime
) -> None:
    page = _note(recruiter, referral.id, f"Rings back after 3 pm {ATTACK}")

    assert f"The note is saved: {referral.reference}." in page.text
    assert f"Rings back after 3 pm {ATTACK}" in page.one("article", class_="note").words
    assert "Rita" in page.one("article", class_="note").words
    # The trust recruits for Somerset Care and reads the referral, but is another employer.
    hub = signed_in(app, HUB)
    assert case(hub, referral.id).one("h1").words == "Ana: Care worker"
    assert "Rings back" not in case(hub, referral.id).text


def test_a_note_stands_encrypted_and_goes_with_the_candidate(
    recruiter: TestClient, referral: Referral, database: Database, now: datetime
) -> None:
    _note(recruiter, referral.id, "Rings back after 3 pm")
    with database.engine.connect() as connection:
        raw = connection.exec_driver_sql("SELECT text FROM referral_notes").scalar_one()
    assert b"Rings" not in bytes(raw)

    with database.session() as session:
        row = session.get_one(Referral, referral.id)
        assert row.candidate_id
        service.forget(session, row.candidate_id, now)
    with database.session() as session:
        assert session.scalars(select(ReferralNote)).all() == []


def test_a_note_without_words_or_too_long_is_refused(recruiter: TestClient, referral: Referral) -> None:
    assert "Please write the note first." in _note(recruiter, referral.id, "  ").text
    assert "This note is too long." in _note(recruiter, referral.id, "x" * 2001).text
    assert not case(recruiter, referral.id).all("article")


def test_an_unknown_step_is_refused(recruiter: TestClient, referral: Referral) -> None:
    data = {"csrf_token": "x", "version": "1", "type": "hired"}
    assert recruiter.post(f"/recruiter/referrals/{referral.id}/events", data=data).status_code == 422


def test_who_signs_in_for_a_referral_comes_to_it(
    visitor: TestClient, app: FastAPI, referral: Referral
) -> None:
    path = f"/recruiter/referrals/{referral.id}"
    answer = visitor.get(path, follow_redirects=False)
    assert answer.headers["location"] == f"/sign-in?next={path}"
    recruiter = signed_in(app, "rita@care.example")
    assert str(recruiter.get(answer.headers["location"]).url).endswith(path)
    assert str(recruiter.get("/sign-in?next=/recruiter/../x").url).endswith("/recruiter")
