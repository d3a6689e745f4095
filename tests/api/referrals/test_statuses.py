"""The table of moves, whatever a recruiter's system sends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.core.db import Database
from api.referrals import reporting, service
from api.referrals.errors import IllegalMove, NotSustainedYet, ReasonUnknown
from api.referrals.refusals import (
    DECLINE_REASONS,
    WITHDRAW_REASONS,
    DeclineReason,
    ReasonEntry,
    WithdrawReason,
    check_reason,
    offered,
)
from api.referrals.statuses import (
    FINAL,
    HIDDEN_FROM_RECRUITERS,
    MOVES,
    SUSTAINED_AFTER,
    EventType,
    Status,
)
from api.staff.service import Principal
from tests.factories.candidates import a_candidate
from tests.factories.opportunities import TODAY
from tests.factories.referrals import a_referral
from tests.factories.region import a_region

RECRUITER = Principal("recruiter", "somerset-care", None, "ats")


def test_every_status_is_in_the_table_and_every_event_leads_to_one() -> None:
    assert set(MOVES) == set(Status)
    assert {Status(event) for event in EventType} <= set(Status)


def test_nothing_follows_an_ending_and_everything_else_can_end() -> None:
    for status in Status:
        if status in FINAL | HIDDEN_FROM_RECRUITERS:
            # But that the work lasts.
            assert set(MOVES[status]) <= set(SUSTAINED_AFTER)
        else:
            assert {EventType.DECLINED, EventType.WITHDRAWN} <= set(MOVES[status])


def test_every_status_a_recruiter_can_report_is_reached_from_sent() -> None:
    reached, waiting = {Status.SENT}, [Status.SENT]
    while waiting:
        following = {Status(event) for event in MOVES[waiting.pop()]} - reached
        reached |= following
        waiting += following
    assert reached == {Status.SENT, *(Status(event) for event in EventType)}


def test_every_reason_has_a_sentence() -> None:
    assert set(DECLINE_REASONS) == set(DeclineReason)
    assert set(WITHDRAW_REASONS) == set(WithdrawReason)


def test_a_retired_reason_is_kept_but_no_longer_offered() -> None:
    reasons = {
        DeclineReason.POSITION_FILLED: ReasonEntry("The position is filled", retired=TODAY),
        DeclineReason.OTHER: ReasonEntry("Another reason"),
    }
    assert offered(reasons, TODAY) == {DeclineReason.OTHER: "Another reason"}
    assert DeclineReason.POSITION_FILLED in offered(reasons, TODAY - timedelta(days=1))
    with pytest.raises(ReasonUnknown):
        check_reason(reasons, "position_filled", None, TODAY)


@pytest.fixture
def populated(database: Database, now: datetime) -> Database:
    """The database with a region in it; each example adds a candidate of its own."""
    with database.session() as session:
        a_region(session, now)
    return database


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=st.lists(st.sampled_from(EventType), max_size=9))
def test_any_sequence_of_events_stays_in_the_table_and_logs_what_was_accepted(
    populated: Database, now: datetime, events: list[EventType]
) -> None:
    with populated.session() as session:
        candidate = a_candidate(session, redundancy_event_id="oscar-mayer")
        view = service.read(session, RECRUITER, a_referral(session, candidate, now=now).id, now=now)
        accepted: list[str] = ["referred", "approved", "sent"]
        for number, event in enumerate(events):
            reason = DeclineReason.POSITION_FILLED if event is EventType.DECLINED else None
            at = now + timedelta(weeks=30 * number)
            before = service.read(session, RECRUITER, view.id, now=at)
            if event not in before.allowed:
                with pytest.raises((IllegalMove, NotSustainedYet)) as refusal:
                    reporting.report(session, RECRUITER, view.id, event, now=at, reason_code=reason)
                assert refusal.value.extra["allowed"] == list(before.allowed)
                assert service.read(session, RECRUITER, view.id, now=at) == before
                continue
            view = reporting.report(session, RECRUITER, view.id, event, now=at, reason_code=reason)
            accepted.append(event)
            assert view.status == event
            assert view.version > before.version
            assert set(MOVES[Status(event)]) - set(SUSTAINED_AFTER) <= set(view.allowed)
            assert set(view.allowed) <= set(MOVES[Status(event)])
        assert [entry.type for entry in view.log] == accepted
        interview = view.guaranteed_interview
        assert interview is not None
        assert (interview.responded_at is None) == (interview.outcome in {None, "withdrawn"})
