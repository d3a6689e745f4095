"""Employers are reminded of interviews they owe, and coordinators told of those overdue: once each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from api.core.db import Database
from api.entitlements.models import InterviewSignup
from api.opportunities.models import Opportunity
from api.referrals import answer_clock, reporting, service
from api.referrals.statuses import EventType
from api.referrals.views import ReferralView
from api.reviews import service as reviews
from api.staff.models import Employer
from api.staff.service import Principal
from api.worker import Worker
from tests.factories.candidates import a_candidate
from tests.factories.opportunities import an_opportunity
from tests.factories.referrals import a_referral
from tests.factories.region import Region

BOARD = Principal("coordinator", None, None, "board")
RECRUITER = Principal("recruiter", "somerset-care", None, "ats")


def _promised(database: Database, now: datetime, opportunity_id: str = "hca-taunton") -> str:
    with database.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        return a_referral(session, candidate, opportunity_id, now=now).id


def _look(database: Database, day: date, hour: int = 6) -> int:
    with database.session() as session:
        return answer_clock.look(session, datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def _read(database: Database, referral_id: str, now: datetime) -> ReferralView:
    with database.session() as session:
        return service.read(session, BOARD, referral_id, now=now)


def _said(database: Database, referral_id: str, now: datetime) -> list[str]:
    return [
        entry.type for entry in _read(database, referral_id, now).log if entry.actor == "rule:answer_clock"
    ]


def test_half_time_due_and_overdue_are_each_said_once(
    database: Database, region: Region, now: datetime
) -> None:
    referral_id = _promised(database, now)  # Wednesday 3 June, five working days: until Wednesday the 10th
    days = [date(2026, 6, 3) + timedelta(days=number) for number in range(14)]
    said = {day: _look(database, day) + _look(database, day, hour=20) for day in days}
    assert {day: count for day, count in said.items() if count} == {
        date(2026, 6, 8): 1,
        date(2026, 6, 10): 1,
        date(2026, 6, 11): 1,
    }
    view = _read(database, referral_id, now + timedelta(days=14))
    assert [entry.type for entry in view.log[3:]] == ["answer_half_time", "answer_due", "answer_overdue"]
    assert view.needs_coordinator
    assert view.attention == ("answer_overdue",)


def test_after_a_pause_only_the_latest_is_said(database: Database, region: Region, now: datetime) -> None:
    referral_id = _promised(database, now)
    assert _look(database, date(2026, 6, 20)) == 1
    assert _said(database, referral_id, now) == ["answer_overdue"]


def test_who_has_answered_is_not_reminded(database: Database, region: Region, now: datetime) -> None:
    referral_id = _promised(database, now)
    with database.session() as session:
        reporting.report(session, RECRUITER, referral_id, EventType.INTERVIEW_OFFERED, now=now)
    assert _look(database, date(2026, 6, 20)) == 0


def test_acknowledging_stops_no_clock(database: Database, region: Region, now: datetime) -> None:
    referral_id = _promised(database, now)
    with database.session() as session:
        reporting.report(session, RECRUITER, referral_id, EventType.ACKNOWLEDGED, now=now)
    assert _look(database, date(2026, 6, 20)) == 1


def test_what_is_not_sent_yet_is_not_owed(database: Database, region: Region, now: datetime) -> None:
    with database.session() as session:
        an_opportunity(session, "look-first", review_mode="before")
    referral_id = _promised(database, now, "look-first")
    assert _look(database, date(2026, 6, 30)) == 0
    assert not _read(database, referral_id, now + timedelta(days=27)).overdue
    approved = datetime(2026, 6, 30, 9, tzinfo=UTC)
    with database.session() as session:
        reviews.approve(session, BOARD, referral_id, now=approved)
    assert _look(database, date(2026, 7, 3)) == 1
    assert _said(database, referral_id, approved) == ["answer_half_time"]


def test_a_coordinator_takes_note_and_an_answer_is_still_possible(
    database: Database, region: Region, now: datetime
) -> None:
    referral_id = _promised(database, now)
    _look(database, date(2026, 6, 11))
    late = now + timedelta(days=9)
    with database.session() as session:
        noted = reviews.approve(session, BOARD, referral_id, now=late)
    assert (noted.attention, noted.log[-1].type) == ((), "noted")
    with database.session() as session:
        view = reporting.report(session, RECRUITER, referral_id, EventType.INTERVIEW_OFFERED, now=late)
    assert view.guaranteed_interview is not None
    assert view.guaranteed_interview.outcome == "interview_offered"
    assert _look(database, date(2026, 6, 13)) == 0


def test_a_promise_of_one_day_has_no_half_time(database: Database, region: Region, now: datetime) -> None:
    with database.session() as session:
        session.get_one(InterviewSignup, "somerset-care-oscar-mayer").respond_within_working_days = 1
    referral_id = _promised(database, now)
    for day in (date(2026, 6, 3), date(2026, 6, 4), date(2026, 6, 5)):
        _look(database, day)
    assert _said(database, referral_id, now) == ["answer_due", "answer_overdue"]


@pytest.mark.parametrize(
    ("outward_code", "sent", "half", "until"),
    [
        # 15 June 2026 is a bank holiday in Scotland only …
        ("EH1", datetime(2026, 6, 12, 12, tzinfo=UTC), date(2026, 6, 18), date(2026, 6, 22)),
        ("TA1", datetime(2026, 6, 12, 12, tzinfo=UTC), date(2026, 6, 17), date(2026, 6, 19)),
        # … 13 July in Northern Ireland only …
        ("BT1", datetime(2026, 7, 10, 12, tzinfo=UTC), date(2026, 7, 16), date(2026, 7, 20)),
        # … Easter Monday not in Scotland …
        ("G12", datetime(2027, 3, 25, 12, tzinfo=UTC), date(2027, 3, 31), date(2027, 4, 2)),
        ("CF10", datetime(2027, 3, 25, 12, tzinfo=UTC), date(2027, 4, 1), date(2027, 4, 5)),
        # … and the day is the local one: the clocks go back on 25 October 2026, forward on 29 March 2026.
        ("TA1", datetime(2026, 10, 22, 23, 30, tzinfo=UTC), date(2026, 10, 28), date(2026, 10, 30)),
        ("TA1", datetime(2026, 10, 26, 23, 30, tzinfo=UTC), date(2026, 10, 29), date(2026, 11, 2)),
        ("TA1", datetime(2026, 3, 26, 23, 30, tzinfo=UTC), date(2026, 3, 31), date(2026, 4, 2)),
        ("TA1", datetime(2026, 3, 30, 22, 59, tzinfo=UTC), date(2026, 4, 2), date(2026, 4, 8)),
        ("TA1", datetime(2026, 3, 30, 23, 0, tzinfo=UTC), date(2026, 4, 7), date(2026, 4, 9)),
    ],
)
def test_the_clock_counts_the_working_days_of_the_nation_over_holidays_and_clock_changes(
    database: Database, region: Region, outward_code: str, sent: datetime, half: date, until: date
) -> None:
    with database.session() as session:
        row = session.get_one(Opportunity, "hca-taunton")
        row.outward_code, row.closes_on = outward_code, None
        signup = session.get_one(InterviewSignup, "somerset-care-oscar-mayer")
        signup.valid_from, signup.valid_to = date(2026, 1, 1), date(2028, 1, 1)
    referral_id = _promised(database, sent)
    view = _read(database, referral_id, sent)
    assert view.guaranteed_interview is not None
    assert view.guaranteed_interview.respond_by == until
    day, first_words = sent.date(), None
    while first_words is None:
        day += timedelta(days=1)
        first_words = day if _look(database, day) else None
    assert first_words == half


def test_an_employers_own_nation_goes_before_the_place(
    database: Database, region: Region, now: datetime
) -> None:
    with database.session() as session:
        session.get_one(Employer, "somerset-care").nation = "scotland"
    view = _read(database, _promised(database, datetime(2026, 6, 12, 12, tzinfo=UTC)), now)
    assert view.guaranteed_interview is not None
    assert view.guaranteed_interview.respond_by == date(2026, 6, 22)


def test_looks_at_the_same_moment_say_nothing_twice(
    database: Database, region: Region, now: datetime
) -> None:
    promised = [_promised(database, now) for _ in range(12)]
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: _look(database, date(2026, 6, 11)), range(8)))
    said.append(_look(database, date(2026, 6, 11)))
    assert sum(said) == len(promised)
    assert [_said(database, one, now) for one in promised] == [["answer_overdue"]] * len(promised)


def test_the_worker_looks(database: Database, region: Region, now: datetime) -> None:
    referral_id = _promised(database, now)
    nobody = cast(Any, None)
    worker = Worker(database, nobody, nobody, nobody, nobody, lambda: now + timedelta(days=8))
    assert (worker.watch_the_answers(), worker.watch_the_answers()) == (1, 0)
    assert _said(database, referral_id, now) == ["answer_overdue"]
