"""Staff sign in with e-mail and password, and stay signed in for 12 hours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.staff.models import StaffSession
from api.staff.service import (
    CsrfMismatch,
    TooManyAttempts,
    WrongPassword,
    create_user,
    sign_in,
    sign_out,
    user_for_cookie,
)
from api.staff.throttle import FailedSignIns
from tests.factories.staff import PASSWORD, a_coordinator, a_recruiter, an_employer


@pytest.fixture
def failures() -> FailedSignIns:
    return FailedSignIns()


def test_a_recruiter_signs_in_whatever_the_case_of_the_address(
    session: Session, now: datetime, failures: FailedSignIns
) -> None:
    an_employer(session)
    a_recruiter(session)
    token, user = sign_in(session, " Rita@Care.example ", PASSWORD, now, failures)
    who = user_for_cookie(session, token, now)
    assert who is not None
    assert (who.user_id, who.role, who.employer_name) == (user.id, "recruiter", "Somerset Care")
    assert who.principal.employer_id == "somerset-care"
    assert "Rita" not in who.principal.actor


def test_the_cookie_and_the_password_are_not_in_the_database(
    session: Session, now: datetime, failures: FailedSignIns
) -> None:
    user = a_coordinator(session)
    token, _ = sign_in(session, user.email, PASSWORD, now, failures)
    assert token not in session.scalars(select(StaffSession.token_hash)).all()
    assert PASSWORD not in user.password_hash


@pytest.mark.parametrize(
    ("email", "password"),
    [("carla@hub.example", "wrong"), ("nobody@hub.example", PASSWORD), ("", ""), ("\0", PASSWORD)],
)
def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(
    session: Session, now: datetime, failures: FailedSignIns, email: str, password: str
) -> None:
    a_coordinator(session)
    with pytest.raises(WrongPassword) as refusal:
        sign_in(session, email, password, now, failures)
    assert (refusal.value.status, refusal.value.code) == (401, "staff.wrong_password")
    assert refusal.value.text("en") == "The e-mail address or the password is wrong."


def test_an_unknown_address_costs_a_password_check_too(
    session: Session, now: datetime, failures: FailedSignIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(
        "api.staff.service.password_matches", lambda _password, stored: bool(checked.append(stored))
    )
    with pytest.raises(WrongPassword):
        sign_in(session, "nobody@hub.example", PASSWORD, now, failures)
    assert len(checked) == 1


def test_after_five_failures_even_the_right_password_waits_15_minutes(
    session: Session, now: datetime, failures: FailedSignIns
) -> None:
    user = a_coordinator(session)
    for minute in range(5):
        with pytest.raises(WrongPassword):
            sign_in(session, user.email, "guess", now + timedelta(minutes=minute), failures)
    with pytest.raises(TooManyAttempts) as refusal:
        sign_in(session, user.email, PASSWORD, now + timedelta(minutes=14), failures)
    assert (refusal.value.status, refusal.value.code) == (429, "staff.too_many_attempts")
    assert refusal.value.text("en") == "Too many attempts. Please wait 15 minutes and try again."
    assert sign_in(session, user.email, PASSWORD, now + timedelta(minutes=15, seconds=1), failures)


def test_signing_in_forgets_earlier_failures(
    session: Session, now: datetime, failures: FailedSignIns
) -> None:
    user = a_coordinator(session)
    for _ in range(4):
        failures.add(user.email, now)
    sign_in(session, user.email, PASSWORD, now, failures)
    failures.add(user.email, now)
    assert not failures.is_blocked(user.email, now)


def test_failures_of_one_address_do_not_lock_another(now: datetime, failures: FailedSignIns) -> None:
    for _ in range(9):
        failures.add("a@hub.example", now)
    assert failures.is_blocked("a@hub.example", now)
    assert not failures.is_blocked("b@hub.example", now)


def test_a_session_ends_after_12_hours_however_busy(
    session: Session, now: datetime, failures: FailedSignIns
) -> None:
    user = a_coordinator(session)
    token, _ = sign_in(session, user.email, PASSWORD, now, failures)
    almost = now + timedelta(hours=12) - timedelta(seconds=1)
    assert user_for_cookie(session, token, almost) is not None
    assert user_for_cookie(session, token, now + timedelta(hours=12)) is None


def test_signing_out_makes_the_cookie_worthless(
    session: Session, now: datetime, failures: FailedSignIns
) -> None:
    user = a_coordinator(session)
    token, _ = sign_in(session, user.email, PASSWORD, now, failures)
    sign_out(session, token)
    assert user_for_cookie(session, token, now) is None


@pytest.mark.parametrize("cookie", [None, "", "st_unknown"])
def test_no_cookie_or_a_strange_one_is_nobody(session: Session, now: datetime, cookie: str | None) -> None:
    assert user_for_cookie(session, cookie, now) is None


def test_a_form_needs_the_token_of_its_own_session(
    session: Session, now: datetime, failures: FailedSignIns
) -> None:
    user = a_coordinator(session)
    cookies = [sign_in(session, user.email, PASSWORD, now, failures)[0] for _ in range(2)]
    mine, other = (user_for_cookie(session, cookie, now) for cookie in cookies)
    assert mine is not None
    assert other is not None
    mine.check_csrf(mine.csrf_token)
    for sent in (other.csrf_token, "", None):
        with pytest.raises(CsrfMismatch) as refusal:
            mine.check_csrf(sent)
        assert (refusal.value.status, refusal.value.code) == (403, "staff.form_expired")


@pytest.mark.parametrize(("role", "employer"), [("recruiter", None), ("coordinator", "x"), ("admin", None)])
def test_an_account_has_the_employer_its_role_asks_for(
    session: Session, role: str, employer: str | None
) -> None:
    with pytest.raises(ValueError, match="a recruiter belongs to one employer"):
        create_user(session, email="a@b", name="A", password="x", role=role, employer_id=employer)
