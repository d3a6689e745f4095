"""Times are offered by the recruiter and chosen in the chat; both sides hear of each step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from tests.api.interviews.conftest import Case
from tests.factories.candidates import a_candidate
from tests.factories.staff import bearer

MONDAY, TUESDAY = "2026-06-08T10:30:00+01:00", "2026-06-09T14:00:00+01:00"


def payloads(said: dict[str, Any]) -> dict[str, str]:
    return {one["title"]: one["payload"] for one in said["quick_replies"]}


def slot(case: Case, title: str) -> str:
    payload = payloads(case.heard()[-1])[title]
    return payload.split('"id":"')[1].split('"')[0]


def test_a_time_is_offered_chosen_and_known_to_both(case: Case) -> None:
    assert case.offers(MONDAY, TUESDAY).status_code == 200
    case.worker()
    asked, which = case.heard()[-2:]
    assert "Main entrance, Taunton" in asked["text"]
    assert list(payloads(which)) == [
        "Monday 8 June, 10:30",
        "Tuesday 9 June, 14:00",
        "None of these times",
        "I don't want this any more",
    ]

    said = case.takes("choose", slot(case, "Tuesday 9 June, 14:00"))

    assert "Tuesday 9 June, 14:00" in said["text"]
    assert case.status() == "interview_booked"
    assert case.interview()["starts_at"] == "2026-06-09T14:00:00+01:00"


def test_choosing_twice_is_once_and_choosing_again_rebooks(case: Case) -> None:
    case.offers(MONDAY, TUESDAY)
    case.worker()
    first, second = slot(case, "Monday 8 June, 10:30"), slot(case, "Tuesday 9 June, 14:00")
    case.takes("choose", first)
    case.takes("choose", first)
    assert case.interview()["starts_at"] == MONDAY
    case.takes("choose", second)
    assert case.interview()["starts_at"] == TUESDAY
    assert case.status() == "interview_booked"


def test_the_same_file_serves_both_calendars_and_names_nobody(case: Case) -> None:
    case.offers(MONDAY)
    case.worker()
    said = case.takes("choose", slot(case, "Monday 8 June, 10:30"))
    (link,) = said["links"]
    assert link["url"] == case.interview()["calendar_url"]

    answer = case.client.get(link["url"].removeprefix("https://ponte.example"))

    assert answer.headers["content-type"].startswith("text/calendar")
    assert "Ana" not in answer.text
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 6, 8, 9, 30, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    assert event["status"] == "CONFIRMED"


def test_a_file_of_an_ended_interview_takes_it_out_of_the_calendar(case: Case) -> None:
    case.offers(MONDAY)
    case.worker()
    said = case.takes("choose", slot(case, "Monday 8 June, 10:30"))
    path = said["links"][0]["url"].removeprefix("https://ponte.example")
    before = icalendar.Calendar.from_ical(case.client.get(path).content).walk("VEVENT")[0]

    case.takes("withdraw", case.referral_id)

    calendar = icalendar.Calendar.from_ical(case.client.get(path).content)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["method"], event["status"], event["uid"]) == ("CANCEL", "CANCELLED", before["uid"])
    assert event["sequence"] > before["sequence"]
    assert case.client.get("/v1/interviews/cal_none.ics").status_code == 404


@pytest.mark.parametrize(
    ("at", "title"),
    # British clocks go back on 25 October 2026, at 2 o'clock.
    [
        ("2026-10-24T10:00:00+01:00", "Saturday 24 October, 10:00"),
        ("2026-10-26T10:00:00+00:00", "Monday 26 October, 10:00"),
        ("2026-10-26T10:00:00+01:00", "Monday 26 October, 09:00"),
    ],
)
def test_a_time_is_the_one_on_british_clocks_on_its_day(case: Case, at: str, title: str) -> None:
    assert case.offers(at).status_code == 200
    case.worker()
    assert title in payloads(case.heard()[-1])


def test_the_reminder_comes_once_the_day_before_and_lets_one_confirm(case: Case) -> None:
    case.offers(MONDAY)
    case.worker()
    case.takes("choose", slot(case, "Monday 8 June, 10:30"))
    case.clock.now = datetime(2026, 6, 7, 7, 59, tzinfo=UTC)  # 8:59 on British clocks
    case.worker()
    assert "Tomorrow" not in case.heard()[-1]["text"]
    case.clock.now = datetime(2026, 6, 7, 8, 0, tzinfo=UTC)
    case.worker()
    case.worker()
    reminders = [said for said in case.heard() if "Tomorrow is your interview" in said["text"]]
    assert len(reminders) == 1
    assert list(payloads(reminders[0])) == [
        "Yes, I'm coming",
        "Another time, please",
        "I don't want this any more",
    ]

    case.takes("confirm", slot(case, "Yes, I'm coming"))

    assert case.interview()["confirmed_at"] is not None


def test_other_times_are_asked_for_and_offered(case: Case) -> None:
    case.offers(MONDAY)
    case.worker()
    interview_id = slot(case, "None of these times")
    case.takes("choose", slot(case, "Monday 8 June, 10:30"))

    case.takes("other_times", interview_id)

    assert (case.status(), case.interview()["state"]) == ("interview_offered", "times_refused")
    case.offers(TUESDAY)
    case.worker()
    case.takes("choose", slot(case, "Tuesday 9 June, 14:00"))
    assert case.interview()["state"] == "booked"


def test_a_button_of_an_ended_offer_says_so_and_changes_nothing(case: Case) -> None:
    case.offers(MONDAY)
    case.worker()
    old = slot(case, "Monday 8 June, 10:30")
    case.offers(TUESDAY)

    said = case.takes("choose", old)

    assert "can't be changed" in said["text"]
    assert case.interview()["state"] == "offered"


def test_a_time_that_has_passed_cannot_be_chosen(case: Case) -> None:
    case.offers(MONDAY)
    case.worker()
    chosen = slot(case, "Monday 8 June, 10:30")
    case.clock.now += timedelta(days=30)
    assert "can't be changed" in case.takes("choose", chosen)["text"]


def test_nobody_else_can_choose_confirm_or_withdraw(case: Case) -> None:
    case.offers(MONDAY)
    case.worker()
    chosen, interview_id = slot(case, "Monday 8 June, 10:30"), slot(case, "None of these times")
    with case.database.session() as session:
        stranger = a_candidate(session, first_name="Rui", phone=None, skills=[]).id
    for do, name in (
        ("choose", chosen),
        ("other_times", interview_id),
        ("confirm", interview_id),
        ("withdraw", case.referral_id),
    ):
        assert "can't be changed" in case.takes(do, name, stranger)["text"]  # type: ignore[arg-type]
    assert (case.status(), case.interview()["state"]) == ("interview_offered", "offered")


def test_another_employer_neither_offers_nor_reads(case: Case) -> None:
    assert case.offers(MONDAY, key=case.region.stranger).status_code == 404
    case.offers(MONDAY)
    path = f"/v1/referrals/{case.referral_id}/interview"
    assert case.client.get(path, headers=bearer(case.region.stranger)).status_code == 404


@pytest.mark.parametrize(
    "times",
    [
        [MONDAY, MONDAY],
        ["2026-06-03T12:30:00+00:00"],
        ["2027-06-03T12:00:00+00:00"],
    ],
)
def test_times_that_do_not_fit_are_refused_and_nothing_changes(case: Case, times: list[str]) -> None:
    answer = case.offers(*times)
    assert (answer.status_code, answer.json()["code"]) == (422, "interview.times_unfit")
    assert case.status() == "sent"


def test_a_time_without_its_offset_is_refused(case: Case) -> None:
    assert case.offers("2026-06-08T10:30:00").status_code == 422


def test_no_interview_is_offered_to_somebody_who_was_declined(case: Case) -> None:
    case.reports("declined", reason_code="position_filled")
    answer = case.offers(MONDAY)
    assert (answer.status_code, answer.json()["code"]) == (409, "referral.illegal_move")
