"""A manager decides who works for their employer; a member works, a viewer reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.errors import DomainError
from api.referrals import bulk, notes, reporting
from api.referrals import service as referrals
from api.referrals.statuses import EventType
from api.staff import team
from api.staff.errors import (
    ColleagueUnknown,
    EmailInvalid,
    EmailTaken,
    InvitationOver,
    NameNeeded,
    NotAManager,
    NotYourself,
    PasswordTooShort,
)
from api.staff.models import StaffUser
from api.staff.service import (
    Access,
    NoAccount,
    Principal,
    ReadOnly,
    WrongPassword,
    create_user,
    sign_in,
    sign_in_vouched_for,
    user_for_cookie,
)
from api.staff.throttle import FailedSignIns
from tests.factories.candidates import a_candidate
from tests.factories.referrals import a_referral
from tests.factories.region import a_region
from tests.factories.staff import a_recruiter, an_employer

PASSWORD = "three random words"


def _someone(session: Session, access: Access, employer_id: str = "somerset-care") -> Principal:
    user = create_user(
        session,
        email=f"{access}@{employer_id}.example",
        name=access.title(),
        password=None,
        role="recruiter",
        employer_id=employer_id,
        access=access,
    )
    return Principal("recruiter", employer_id, user.id, user.id, access)


@pytest.fixture
def manager(session: Session) -> Principal:
    an_employer(session)
    an_employer(session, "stranger")
    return _someone(session, "manager")


def _invite(session: Session, who: Principal, now: datetime, **changes: Any) -> str:
    values: dict[str, Any] = {"email": "New@Care.example ", "name": " Nuno ", "access": "viewer"}
    return team.invite(session, who, **{**values, **changes}, now=now)


def test_whom_a_manager_invites_chooses_a_password_and_signs_in(
    session: Session, manager: Principal, now: datetime
) -> None:
    token = _invite(session, manager, now)
    assert [(one.email, one.access, one.invited) for one in team.colleagues(session, manager)] == [
        ("manager@somerset-care.example", "manager", False),
        ("new@care.example", "viewer", True),
    ]
    with pytest.raises(WrongPassword):
        sign_in(session, "new@care.example", "", now, FailedSignIns())

    team.accept(session, token, PASSWORD, now + timedelta(days=6))
    cookie, _ = sign_in(session, "new@care.example", PASSWORD, now, FailedSignIns())

    who = user_for_cookie(session, cookie, now)
    assert who is not None
    assert (who.name, who.employer_id, who.access) == ("Nuno", "somerset-care", "viewer")
    assert not who.may_work
    assert not who.may_manage


def test_an_invitation_holds_seven_days_and_works_once(
    session: Session, manager: Principal, now: datetime
) -> None:
    token = _invite(session, manager, now)
    assert token not in str(session.scalars(select(StaffUser.invitation_hash)).all())
    with pytest.raises(InvitationOver):
        team.accept(session, token, PASSWORD, now + timedelta(days=7))
    for password in ("eleven char", "x" * 201):
        with pytest.raises(PasswordTooShort):
            team.accept(session, token, password, now)
    team.accept(session, token, PASSWORD, now)
    with pytest.raises(InvitationOver):
        team.accept(session, token, "another password", now)
    with pytest.raises(InvitationOver):
        team.invited(session, "join_guessed", now)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"email": "no address"}, EmailInvalid),
        ({"email": "a@b"}, EmailInvalid),
        ({"email": "a@b.example\nBcc: c@d.example"}, EmailInvalid),
        ({"name": " \0"}, NameNeeded),
        ({"email": "manager@somerset-care.example"}, EmailTaken),
        ({"email": "rita@stranger.example"}, EmailTaken),
    ],
)
def test_what_makes_no_account_is_refused_by_name(
    session: Session, manager: Principal, now: datetime, changes: dict[str, str], refusal: type[DomainError]
) -> None:
    a_recruiter(session, "stranger", "rita@stranger.example")
    with pytest.raises(refusal):
        _invite(session, manager, now, **changes)


def test_who_was_deactivated_is_out_at_once_and_can_be_invited_again(
    session: Session, manager: Principal, now: datetime
) -> None:
    team.accept(session, _invite(session, manager, now), PASSWORD, now)
    cookie, user = sign_in(session, "new@care.example", PASSWORD, now, FailedSignIns())
    pending = _invite(session, manager, now, email="late@care.example")

    team.deactivate(session, manager, user.id, now)

    assert user_for_cookie(session, cookie, now) is None
    with pytest.raises(WrongPassword):
        sign_in(session, "new@care.example", PASSWORD, now, FailedSignIns())
    with pytest.raises(NoAccount):
        sign_in_vouched_for(session, "new@care.example", now)

    late = session.scalars(select(StaffUser).where(StaffUser.email == "late@care.example")).one()
    team.deactivate(session, manager, late.id, now)
    with pytest.raises(InvitationOver):
        team.accept(session, pending, PASSWORD, now)

    again = _invite(session, manager, now, access="member")
    with pytest.raises(WrongPassword):
        sign_in(session, "new@care.example", PASSWORD, now, FailedSignIns())
    assert team.accept(session, again, "another password", now).id == user.id


def test_another_employer_cannot_bring_back_whom_one_let_go(
    session: Session, manager: Principal, now: datetime
) -> None:
    other = _someone(session, "manager", "stranger")
    team.accept(session, _invite(session, manager, now), PASSWORD, now)
    user = session.scalars(select(StaffUser).where(StaffUser.email == "new@care.example")).one()
    team.deactivate(session, manager, user.id, now)
    with pytest.raises(EmailTaken):
        _invite(session, other, now)


def test_nobody_else_decides_about_colleagues(session: Session, manager: Principal, now: datetime) -> None:
    member, viewer = _someone(session, "member"), _someone(session, "viewer")
    coordinator = Principal("coordinator", None, None, "board", "manager")
    key = Principal("recruiter", "somerset-care", None, "a program's key")
    for who in (member, viewer, coordinator, key):
        calls: tuple[Callable[[], object], ...] = (
            lambda who=who: team.colleagues(session, who),  # type: ignore[misc]
            lambda who=who: _invite(session, who, now),  # type: ignore[misc]
            lambda who=who: team.deactivate(session, who, str(manager.user_id), now),  # type: ignore[misc]
        )
        for call in calls:
            with pytest.raises(NotAManager):
                call()


def test_a_manager_decides_about_their_own_employers_people_and_not_about_themselves(
    session: Session, manager: Principal, now: datetime
) -> None:
    foreign = _someone(session, "member", "stranger")
    for unknown in (str(foreign.user_id), "usr_nobody"):
        with pytest.raises(ColleagueUnknown):
            team.deactivate(session, manager, unknown, now)
    with pytest.raises(NotYourself):
        team.deactivate(session, manager, str(manager.user_id), now)
    assert [one.name for one in team.colleagues(session, manager)] == ["Manager"]


def test_a_viewer_reads_and_changes_nothing(session: Session, now: datetime) -> None:
    a_region(session, now)
    viewer, member = _someone(session, "viewer"), _someone(session, "member")
    row = a_referral(session, a_candidate(session), now=now)

    assert referrals.read(session, viewer, row.id, now=now).reference == row.reference
    with pytest.raises(ReadOnly):
        reporting.report(session, viewer, row.id, EventType.ACKNOWLEDGED, now=now)
    with pytest.raises(ReadOnly):
        notes.add(session, viewer, row.id, "A note", now)
    with pytest.raises(ReadOnly):
        bulk.acknowledge(session, viewer, [(row.id, row.version)], now)
    assert referrals.read(session, viewer, row.id, now=now).status == "sent"

    notes.add(session, member, row.id, "A note", now)
    assert [note.text for note in notes.of_referral(session, viewer, row.id)] == ["A note"]
    assert bulk.acknowledge(session, member, [(row.id, row.version)], now).done == 1
