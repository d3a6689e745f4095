"""Each route to a guaranteed interview, from the chat to the employer's answer, through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from api.core.db import Database
from api.entitlements.models import GuaranteedInterview
from api.opportunities.models import Opportunity
from api.staff.models import Employer
from tests.api.entitlements.conftest import Call, Someone, completed, sign_up
from tests.factories.http import StandingClock

SomeoneCalled = Callable[..., Someone]


def _promise(employer: Call, referral_id: str) -> Any:
    return employer("GET", referral_id).json()["guaranteed_interview"]


def _evidence(database: Database, referral_id: str) -> dict[str, Any]:
    with database.session() as session:
        found = session.query(GuaranteedInterview).filter_by(referral_id=referral_id).one()
        return found.evidence


def _is_honoured(employer: Call, board: Call, referral_id: str, route: str) -> None:
    """The employer offers the interview, and the report says that it was in time."""
    answer = employer("POST", f"{referral_id}/events", {"type": "interview_offered"}).json()
    assert answer["guaranteed_interview"]["outcome"] == "interview_offered"
    (row,) = board("GET", "insights/guaranteed-interviews").json()["rows"]
    assert (row["employer"], row["route"]) == ("Somerset Care", route)
    assert (row["granted"], row["given_in_time"], row["honoured_on_time"]) == (1, 1, 1.0)


def test_redundancy(someone: SomeoneCalled, employer: Call, board: Call, database: Database) -> None:
    ana = someone(situation="made_redundant", redundancy_event="oscar-mayer")
    assert ana.cards()["hca-taunton"]["guaranteed_interview"] == "Entrevista garantida"
    assert "that you lost your job at Oscar Mayer" in ana.asked_to_share()
    referral_id = ana.agrees()
    promise = _promise(employer, referral_id)
    assert (promise["route"], promise["rule"]) == ("redundancy_event", "redundancy-event/1")
    assert (promise["respond_by"], promise["overdue"]) == ("2026-06-10", False)
    assert _evidence(database, referral_id)["event"]["employer_name"] == "Oscar Mayer"
    _is_honoured(employer, board, referral_id, "redundancy_event")


@pytest.mark.parametrize(
    ("kind", "route", "told"),
    [
        ("swap", "swap_completion", "that you finished the sector-based work academy"),
        ("prepare_to_care", "prepare_to_care_completion", "that you finished Prepare to Care"),
        ("pre_employment", "pre_employment", "that you finished a course to get ready for work"),
    ],
)
def test_a_completed_course(
    someone: SomeoneCalled, employer: Call, board: Call, database: Database, kind: str, route: str, told: str
) -> None:
    assert sign_up(board, route).status_code == 201
    ana = someone()
    assert ana.cards()["hca-taunton"]["guaranteed_interview"] is None
    recorded = completed(board, ana, kind)
    assert recorded.status_code == 201
    assert recorded.json()["recorded_by"] == "coordinator:partnership board"
    assert ana.cards()["hca-taunton"]["guaranteed_interview"] == "Entrevista garantida"
    assert told in ana.asked_to_share()
    referral_id = ana.agrees()
    promise = _promise(employer, referral_id)
    assert (promise["entitled"], promise["route"]) == (True, route)
    evidence = _evidence(database, referral_id)
    assert evidence["completion"] == {
        "id": recorded.json()["id"],
        "kind": kind,
        "completed_on": "2026-05-29",
        "recorded_by": "coordinator:partnership board",
    }
    assert "List of the college" not in str(evidence)
    _is_honoured(employer, board, referral_id, route)


@pytest.mark.parametrize(("day", "entitled"), [("2025-12-03", True), ("2025-12-02", False)])
def test_a_completion_counts_for_26_weeks(
    someone: SomeoneCalled, employer: Call, board: Call, day: str, entitled: bool
) -> None:
    sign_up(board, "swap_completion")
    ana = someone()
    completed(board, ana, "swap", day)
    assert _promise(employer, ana.agrees())["entitled"] is entitled


def test_disability_confident_as_the_candidate_agreed(
    someone: SomeoneCalled, employer: Call, board: Call, database: Database
) -> None:
    sign_up(board, "disability_confident")
    ana = someone()
    asked = ana.call("GET", "disability-confident").json()
    assert (asked["opted_in"], asked["show_route"]) == (False, None)
    assert ana.cards()["hca-taunton"]["guaranteed_interview"] is None
    assert ana.call("PUT", "disability-confident", {"show_route": True}).json()["opted_in"] is True
    assert ana.cards()["hca-taunton"]["guaranteed_interview"] == "Entrevista garantida"
    assert "through Disability Confident" in ana.asked_to_share()
    referral_id = ana.agrees()
    promise = _promise(employer, referral_id)
    assert (promise["route"], promise["rule"]) == ("disability_confident", "disability-confident/1")
    criteria = _evidence(database, referral_id)["minimum_criteria"]
    assert set(criteria.values()) == {"yes"}
    assert {"english", "experience", "right_to_work", "driving"} <= set(criteria)
    _is_honoured(employer, board, referral_id, "disability_confident")


def test_disability_confident_stays_between_candidate_and_coordinators_when_asked(
    someone: SomeoneCalled, employer: Call, board: Call
) -> None:
    sign_up(board, "disability_confident")
    ana = someone()
    ana.call("PUT", "disability-confident", {"show_route": False})
    assert "Disability" not in ana.asked_to_share()
    referral_id = ana.agrees()
    read = employer("GET", referral_id)
    promise = read.json()["guaranteed_interview"]
    assert (promise["entitled"], promise["route"], promise["rule"]) == (True, None, None)
    told = {key: value for key, value in read.json().items() if key != "opportunity"}
    assert "disab" not in str(told).lower()
    (item,) = board("GET", "review-queue").json()["items"]
    assert item["referral"]["guaranteed_interview"]["route"] == "disability_confident"


@pytest.mark.parametrize(
    ("answers", "changes"),
    [
        ({"english_speaking": "A1"}, {}),
        ({"english_speaking": None}, {}),
        ({}, {"driving": "required"}),
        ({"add_skills": []}, {"experience_required": True}),
        ({"age_band": "16_17"}, {"minimum_age": 18}),
    ],
)
def test_disability_confident_needs_the_minimum_criteria(
    someone: SomeoneCalled,
    employer: Call,
    board: Call,
    database: Database,
    answers: dict[str, Any],
    changes: dict[str, Any],
) -> None:
    sign_up(board, "disability_confident")
    ana = someone(**answers)
    ana.call("PUT", "disability-confident", {"show_route": True})
    ana.cards()  # shown while it was an ordinary job
    with database.session() as session:
        row = session.get_one(Opportunity, "hca-taunton")
        for name, value in changes.items():
            setattr(row, name, value)
    body = {"language": "pt", "opportunity_id": "hca-taunton"}
    ana._bot("POST", "referrals", body)
    (own,) = ana.call("GET", "entitlements").json()["items"]
    assert _promise(employer, own["id"])["entitled"] is False


def test_disability_confident_is_for_employers_of_the_scheme(
    someone: SomeoneCalled, employer: Call, board: Call, database: Database
) -> None:
    sign_up(board, "disability_confident")
    with database.session() as session:
        session.get_one(Employer, "somerset-care").disability_confident = False
    ana = someone()
    ana.call("PUT", "disability-confident", {"show_route": True})
    assert _promise(employer, ana.agrees())["entitled"] is False


def test_opting_out_leaves_nothing_but_what_was_promised(
    someone: SomeoneCalled, employer: Call, board: Call, database: Database
) -> None:
    sign_up(board, "disability_confident")
    ana = someone()
    ana.call("PUT", "disability-confident", {"show_route": True})
    referral_id = ana.agrees()
    assert ana.call("DELETE", "disability-confident").status_code == 204
    assert ana.call("GET", "disability-confident").json()["opted_in"] is False
    assert _promise(employer, referral_id)["entitled"] is True


def test_another_route_goes_before_disability_confident(
    someone: SomeoneCalled, employer: Call, board: Call
) -> None:
    sign_up(board, "disability_confident")
    sign_up(board, "swap_completion")
    ana = someone()
    ana.call("PUT", "disability-confident", {"show_route": False})
    completed(board, ana, "swap")
    assert _promise(employer, ana.agrees())["route"] == "swap_completion"


def test_a_limited_promise_is_kept_for_so_many_in_so_many_days(
    someone: SomeoneCalled, employer: Call, board: Call, clock: StandingClock
) -> None:
    sign_up(board, "swap_completion", limit_number=2, limit_days=28)
    people = [someone() for _ in range(4)]
    for one in people:
        completed(board, one, "swap")
    first, second = (one.agrees() for one in people[:2])
    assert people[2].cards()["hca-taunton"]["guaranteed_interview"] is None
    third = people[2].agrees()
    entitled = [_promise(employer, one)["entitled"] for one in (first, second, third)]
    assert entitled == [True, True, False]
    # A place given back can be had by somebody else …
    employer("POST", f"{second}/events", {"type": "withdrawn"})
    assert people[3].cards()["hca-taunton"]["guaranteed_interview"] == "Entrevista garantida"
    # … and after four weeks there are new ones.
    people[3].agrees()
    late = someone()
    completed(board, late, "swap")
    clock.now += timedelta(days=27)
    assert late.cards()["hca-taunton"]["guaranteed_interview"] is None
    clock.now += timedelta(days=1)
    assert late.cards()["hca-taunton"]["guaranteed_interview"] == "Entrevista garantida"


def test_what_is_recorded_late_can_still_be_granted_but_its_route_is_not_told(
    someone: SomeoneCalled, employer: Call, board: Call
) -> None:
    sign_up(board, "swap_completion")
    ana = someone()
    referral_id = ana.agrees()
    assert ana.call("GET", "entitlements").json()["items"][0]["can_contest"] == "not_granted"
    contested = ana.call("POST", f"referrals/{referral_id}/contest", {"note": "Fiz a academia."}).json()
    assert contested["contest_open"] is True
    (item,) = board("GET", "review-queue").json()["items"]
    assert (item["attention"], item["candidate_id"]) == (["contested"], ana.candidate_id)
    refused = board("POST", f"referrals/{referral_id}/entitlement")
    assert (refused.status_code, refused.json()["code"]) == (409, "review.not_entitled")
    completed(board, ana, "swap")
    granted = board("POST", f"referrals/{referral_id}/entitlement").json()
    assert granted["referral"]["guaranteed_interview"]["route"] == "swap_completion"
    assert granted["log"][-1]["type"] == "interview_granted"
    assert granted["attention"] == []
    promise = _promise(employer, referral_id)
    assert (promise["entitled"], promise["route"], promise["respond_by"]) == (True, None, "2026-06-10")
