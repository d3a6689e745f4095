"""A refused guaranteed interview: the coordinator decides, the candidate can contest, and the report counts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from api.core.db import Database
from api.referrals import service
from api.referrals.models import Referral, ReferralEvent
from api.referrals.refusals import DECLINE_REASONS
from api.reviews.reasons import OVERTURN_REASONS, UPHOLD_REASONS, OverturnReason, UpholdReason
from api.staff.service import Principal
from tests.api.entitlements.conftest import Call, Someone
from tests.conftest import NOON
from tests.factories.http import StandingClock


@pytest.fixture
def ana(someone: Callable[..., Someone]) -> Someone:
    """Someone of Oscar Mayer."""
    return someone(situation="made_redundant", redundancy_event="oscar-mayer")


@pytest.fixture
def promised(ana: Someone) -> str:
    """Her referral with a guaranteed interview."""
    return ana.agrees()


@pytest.fixture
def refused(employer: Call, promised: str) -> str:
    """The same, refused by the employer."""
    body = {"type": "declined", "reason_code": "experience_needed"}
    assert employer("POST", f"{promised}/events", body).status_code == 200
    return promised


def _rule(board: Call, referral_id: str, ruling: str, **fields: Any) -> Any:
    return board("POST", f"referrals/{referral_id}/ruling", {"ruling": ruling, **fields})


def _contest(ana: Someone, referral_id: str, note: str | None = None) -> Any:
    return ana.call("POST", f"referrals/{referral_id}/contest", {"note": note})


def _own(ana: Someone) -> Any:
    (one,) = ana.call("GET", "entitlements").json()["items"]
    return one


def _queue(board: Call) -> dict[str, list[str]]:
    items = board("GET", "review-queue").json()["items"]
    return {item["referral"]["id"]: item["attention"] for item in items}


def test_a_refusal_that_stands(board: Call, employer: Call, refused: str) -> None:
    assert _queue(board) == {refused: ["interview_refused"]}
    stands = _rule(
        board, refused, "upheld", reason_code="legal_requirement", note="No driving licence."
    ).json()
    assert stands["referral"]["status"] == "declined"
    assert stands["log"][-1]["type"] == "refusal_upheld"
    assert (stands["log"][-1]["reason_code"], stands["log"][-1]["note"]) == (
        "legal_requirement",
        "No driving licence.",
    )
    assert _queue(board) == {}
    read = employer("GET", refused).json()["guaranteed_interview"]
    assert (read["outcome"], read["ruling"]) == ("declined", "upheld")


def test_an_overturned_refusal_is_asked_again_with_a_new_clock(
    board: Call,
    employer: Call,
    refused: str,
    clock: StandingClock,
) -> None:
    clock.now += timedelta(days=2)
    again = _rule(board, refused, "overturned", reason_code="promise_applies").json()
    assert (again["referral"]["status"], again["attention"]) == ("sent", [])
    read = employer("GET", refused).json()
    assert "interview_offered" in read["allowed_events"]
    interview = read["guaranteed_interview"]
    assert (interview["outcome"], interview["responded_at"]) == (None, None)
    assert (interview["respond_by"], interview["ruling"]) == ("2026-06-12", "overturned")
    # Refusing a second time needs a second decision.
    employer("POST", f"{refused}/events", {"type": "declined", "reason_code": "position_filled"})
    assert _queue(board) == {refused: ["interview_refused"]}
    assert employer("GET", refused).json()["guaranteed_interview"]["ruling"] is None
    assert _rule(board, refused, "upheld", reason_code="vacancy_gone").status_code == 200


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ruling": "upheld"}, "referral.reason_needed"),
        ({"ruling": "upheld", "reason_code": "promise_applies"}, "referral.reason_unknown"),
        ({"ruling": "overturned", "reason_code": "vacancy_gone"}, "referral.reason_unknown"),
        ({"ruling": "overturned", "reason_code": "other", "note": " "}, "referral.note_needed"),
        ({"ruling": "forgotten", "reason_code": "other"}, "request.invalid"),
    ],
)
def test_a_ruling_needs_a_reason_of_its_own_list(
    board: Call,
    refused: str,
    fields: dict[str, str],
    code: str,
) -> None:
    answer = board("POST", f"referrals/{refused}/ruling", fields)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert _queue(board) == {refused: ["interview_refused"]}


def test_nothing_is_ruled_on_twice_or_without_a_refusal(
    board: Call,
    promised: str,
    employer: Call,
) -> None:
    for _ in range(2):
        answer = _rule(board, promised, "overturned", reason_code="facts_wrong")
        assert (answer.status_code, answer.json()["code"]) == (409, "review.nothing_to_rule")
        employer("POST", f"{promised}/events", {"type": "declined", "reason_code": "hours_or_shifts"})
        _rule(board, promised, "upheld", reason_code="candidate_agrees")


def test_the_employer_is_not_asked_about_somebody_who_is_gone_or_asked_again(
    board: Call,
    refused: str,
    ana: Someone,
    database: Database,
) -> None:
    ana.agrees()  # waits for a coordinator, because of the refusal before
    answer = _rule(board, refused, "overturned", reason_code="facts_wrong")
    assert (answer.status_code, answer.json()["code"]) == (409, "review.cannot_overturn")
    with database.session() as session:
        session.get_one(Referral, refused).candidate_id = None
    assert _rule(board, refused, "overturned", reason_code="facts_wrong").status_code == 409
    assert _rule(board, refused, "upheld", reason_code="vacancy_gone").status_code == 200


def test_a_candidate_contests_a_refusal_that_was_upheld_once(
    board: Call,
    refused: str,
    ana: Someone,
    database: Database,
) -> None:
    _rule(board, refused, "upheld", reason_code="promise_did_not_apply")
    assert (_own(ana)["can_contest"], _own(ana)["contest_open"]) == ("interview_refused", False)
    contested = _contest(ana, refused, " Trabalhei na cozinha cinco anos. ")
    assert contested.status_code == 200
    assert (contested.json()["can_contest"], contested.json()["contest_open"]) == (None, True)
    assert _contest(ana, refused, "twice").json()["contest_open"] is True
    assert _queue(board) == {refused: ["contested"]}
    (item,) = board("GET", "review-queue").json()["items"]
    assert item["log"][-1] == {
        "type": "contested",
        "reason_code": "interview_refused",
        "note": "Trabalhei na cozinha cinco anos.",
        "actor": "candidate",
        "at": "2026-06-03T12:00:00Z",
    }
    assert board("POST", f"referrals/{refused}/approve").json()["code"] == "review.ruling_needed"
    _rule(board, refused, "upheld", reason_code="legal_requirement")
    over = _contest(ana, refused)
    assert (over.status_code, over.json()["code"]) == (409, "referral.contest_decided")
    assert _own(ana)["can_contest"] is None
    with database.session() as session:
        events = session.query(ReferralEvent).filter_by(referral_id=refused, type="contested").count()
    assert events == 1


def test_what_is_written_about_a_refusal_is_not_for_the_one_who_refused(
    board: Call, refused: str, ana: Someone, database: Database
) -> None:
    _contest(ana, refused, "O chefe foi mal-educado.")
    _rule(board, refused, "upheld", reason_code="other", note="Spoke to both.")
    recruiter = Principal("recruiter", "somerset-care", None, "ats")
    with database.session() as session:
        theirs = service.read(session, recruiter, refused, now=NOON)
    assert [entry.note for entry in theirs.log] == [None] * 6
    assert [entry["note"] for entry in board("GET", f"referrals/{refused}").json()["log"][-2:]] == [
        "O chefe foi mal-educado.",
        "Spoke to both.",
    ]


def test_a_contest_can_turn_a_decision(board: Call, refused: str, ana: Someone) -> None:
    _contest(ana, refused)
    assert _queue(board) == {refused: ["interview_refused", "contested"]}
    _rule(board, refused, "overturned", reason_code="not_a_minimum_criterion")
    assert _own(ana)["status"] == "sent"
    assert _contest(ana, refused).json()["code"] == "referral.nothing_to_contest"


def test_silence_can_be_contested_from_the_day_after(
    board: Call,
    promised: str,
    ana: Someone,
    clock: StandingClock,
) -> None:
    early = _contest(ana, promised)
    assert (early.status_code, early.json()["code"]) == (409, "referral.nothing_to_contest")
    clock.now += timedelta(days=8)
    assert _own(ana)["can_contest"] == "no_answer"
    assert _contest(ana, promised).status_code == 200
    assert _queue(board)[promised] == ["contested"]
    noted = board("POST", f"referrals/{promised}/approve").json()
    assert (noted["attention"], noted["log"][-1]["type"]) == ([], "noted")


def test_nobody_contests_for_somebody_else(
    someone: Callable[..., Someone],
    refused: str,
    client: Any,
    ana: Someone,
) -> None:
    bia = someone()
    assert _contest(bia, refused).json()["code"] == "referral.unknown"
    address = f"/v1/chat/sessions/{ana.id}/referrals/{refused}/contest"
    assert client.post(address, json={}).status_code == 401
    headers = {"Authorization": f"Bearer {bia.token}"}
    assert client.post(address, json={}, headers=headers).status_code in (401, 403, 404)


def test_a_coordinator_finds_a_referral_by_its_reference(board: Call, refused: str) -> None:
    found = board("GET", f"referrals/{refused}").json()
    assert found["candidate_id"].startswith("can_")
    reference = found["referral"]["reference"]
    assert board("GET", f"referrals/{reference.lower()}").json() == found
    assert board("GET", "referrals/P-0000-0000").json()["code"] == "referral.unknown"


def test_the_report_counts_by_employer_and_route(
    board: Call,
    employer: Call,
    someone: Callable[..., Someone],
    clock: StandingClock,
) -> None:
    def row() -> Any:
        (found,) = board("GET", "insights/guaranteed-interviews").json()["rows"]
        return {name: value for name, value in found.items() if value and isinstance(value, int | float)}

    def event(referral_id: str, type_: str, **fields: str) -> None:
        answer = employer("POST", f"{referral_id}/events", {"type": type_, **fields})
        assert answer.status_code == 200

    assert board("GET", "insights/guaranteed-interviews").json()["rows"] == []
    in_time, late, silent, left, stands, turned, undecided = (
        someone(redundancy_event="oscar-mayer").agrees() for _ in range(7)
    )
    assert row() == {"granted": 7, "open": 7}
    event(in_time, "interview_booked")
    event(left, "withdrawn")
    for one in (stands, turned, undecided):
        event(one, "declined", reason_code="experience_needed")
    _rule(board, stands, "upheld", reason_code="legal_requirement")
    _rule(board, turned, "overturned", reason_code="promise_applies")
    event(turned, "interview_offered")
    clock.now += timedelta(days=8)
    event(late, "interview_offered")
    assert row() == {
        "granted": 7,
        "given_in_time": 2,
        "given_late": 1,
        "released": 1,
        "overdue": 1,
        "refused": 2,
        "upheld": 1,
        "overturned": 1,
        "honoured_on_time": 2 / 5,
    }
    assert silent
    none = board("GET", "insights/guaranteed-interviews?granted_from=2026-06-04").json()["rows"]
    assert none == []
    some = board("GET", "insights/guaranteed-interviews?granted_from=2026-06-03&granted_to=2026-06-03")
    assert some.json()["rows"][0]["granted"] == 7


def test_every_reason_has_a_sentence() -> None:
    assert set(UPHOLD_REASONS) == set(UpholdReason)
    assert set(OVERTURN_REASONS) == set(OverturnReason)
    assert DECLINE_REASONS
