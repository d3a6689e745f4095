"""Coordinators record promises and completed courses, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.api.entitlements.conftest import Call, Someone, completed, sign_up
from tests.factories.http import StandingClock

SomeoneCalled = Callable[..., Someone]


def _promise(employer: Call, referral_id: str) -> Any:
    return employer("GET", referral_id).json()["guaranteed_interview"]


def test_a_promise_made_twice_or_wrongly_is_refused(board: Call) -> None:
    assert sign_up(board, "swap_completion").status_code == 201
    again = sign_up(board, "swap_completion", valid_from="2026-12-31", valid_to="2027-12-31")
    assert (again.status_code, again.json()["code"]) == (409, "entitlement.signup_exists")
    assert sign_up(board, "redundancy_event", event_id="oscar-mayer").status_code == 409
    for field, changes in {
        "employer_id": {"employer_id": "nobody"},
        "route": {"route": "luck"},
        "event_id": {"event_id": "oscar-mayer"},
        "valid_to": {"valid_to": "2026-05-31"},
        "limit_days": {"limit_number": 3},
    }.items():
        changed = {"route": "pre_employment", **changes}
        refused = sign_up(board, changed.pop("route"), **changed)
        assert (refused.status_code, refused.json()["problem"]) == (422, field)


def test_a_promise_that_ends_keeps_what_was_granted(
    someone: SomeoneCalled, employer: Call, board: Call, clock: StandingClock
) -> None:
    signup = sign_up(board, "swap_completion").json()
    ana, bia = someone(), someone()
    for one in (ana, bia):
        completed(board, one, "swap")
    kept = ana.agrees()
    ended = board("POST", f"interview-signups/{signup['id']}/end").json()
    assert (ended["valid_to"], ended["granted"]) == ("2026-06-03", 1)
    clock.now += timedelta(days=1)
    assert _promise(employer, bia.agrees())["entitled"] is False
    assert _promise(employer, kept)["entitled"] is True
    assert board("POST", "interview-signups/none/end").json()["code"] == "entitlement.signup_unknown"


def test_records_of_courses(someone: SomeoneCalled, board: Call) -> None:
    ana, bia = someone(), someone()
    path = f"candidates/{ana.candidate_id}/completions"
    first = completed(board, ana, "swap").json()
    assert completed(board, ana, "swap").json()["id"] == first["id"]
    future = completed(board, ana, "swap", "2026-06-04")
    assert (future.status_code, future.json()["code"]) == (422, "entitlement.completed_in_future")
    assert completed(board, ana, "juggling").status_code == 422
    assert [one["id"] for one in board("GET", path).json()["items"]] == [first["id"]]
    others = f"candidates/{bia.candidate_id}/completions/{first['id']}"
    assert board("DELETE", others).json()["code"] == "entitlement.completion_unknown"
    assert board("DELETE", f"{path}/{first['id']}").status_code == 204
    assert board("GET", path).json()["items"] == []
    assert board("GET", "candidates/nobody/completions").json()["code"] == "candidate.unknown"


def test_only_coordinators_record_and_only_the_candidate_opts_in(
    client: Any, someone: SomeoneCalled, county: Any
) -> None:
    ana, bia = someone(), someone()
    theirs = {"Authorization": f"Bearer {county.somerset_care}"}
    for method, path in (
        ("GET", f"/v1/coordinator/candidates/{ana.candidate_id}/completions"),
        ("GET", "/v1/coordinator/interview-signups"),
        ("GET", "/v1/coordinator/interview-routes"),
        ("GET", "/v1/coordinator/insights/guaranteed-interviews"),
    ):
        assert client.request(method, path, headers=theirs).json()["code"] == "auth.forbidden"
    address = f"/v1/chat/sessions/{ana.id}/disability-confident"
    for headers in ({}, theirs, {"Authorization": f"Bearer {bia.token}"}):
        assert client.put(address, json={"show_route": True}, headers=headers).status_code in (401, 403, 404)
        assert client.get(address, headers=headers).status_code in (401, 403, 404)


def test_the_rules_can_be_read_with_their_sources(board: Call) -> None:
    rules = board("GET", "interview-routes").json()["items"]
    assert [rule["code"] for rule in rules] == [
        "redundancy_event",
        "prepare_to_care_completion",
        "swap_completion",
        "pre_employment",
        "disability_confident",
    ]
    assert all(rule["source"] and rule["effective_from"] for rule in rules)
    assert len({rule["version"] for rule in rules}) == len(rules)
