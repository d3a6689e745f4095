"""An employer's accounts: a manager invites colleagues, says what they may do, and lets them go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.core.crypto import hash_password, new_token, token_hash
from api.staff import repository
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
from api.staff.models import StaffSession, StaffUser
from api.staff.service import Access, Principal, access_of, create_user, normal_email

INVITATION_HOLDS: Final = timedelta(days=7)
# National Cyber Security Centre: length before rules about characters ("three random words").
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200
_EMAIL: Final = re.compile(r"[!-~]+@[!-?A-~]+\.[!-?A-~]+")


@dataclass(frozen=True)
class Colleague:
    """An account of an employer. `invited` while no password has been chosen."""

    id: str
    name: str
    email: str
    access: Access
    is_active: bool
    invited: bool


def colleagues(session: Session, manager: Principal) -> list[Colleague]:
    """Every account of the manager's employer, by name.

    Raises
    ------
    NotAManager
        They decide about nobody.
    """
    return [
        Colleague(
            user.id,
            user.name,
            user.email,
            access_of(user),
            user.deactivated_at is None,
            user.invitation_hash is not None,
        )
        for user in repository.colleagues(session, _employer(manager))
    ]


def invite(
    session: Session, manager: Principal, *, email: str, name: str, access: Access, now: datetime
) -> str:
    """Add a colleague, or bring one back who was deactivated. Returns the token of their invitation.

    Raises
    ------
    NotAManager
        They decide about nobody.
    EmailInvalid, NameNeeded
        This is no e-mail address, or there is no name.
    EmailTaken
        An account has this address.
    """
    employer_id = _employer(manager)
    return add(session, email=email, name=name, employer_id=employer_id, access=access, now=now)


def add(
    session: Session, *, email: str, name: str, employer_id: str | None, access: Access, now: datetime
) -> str:
    """A new account: a recruiter's, or a coordinator's without an employer. For whoever runs Ponte.

    Returns the token of an invitation of seven days, with which its owner chooses a password.

    Raises
    ------
    EmailInvalid, NameNeeded, EmailTaken
        As for `invite`.
    """
    email, name = normal_email(email), name.replace("\0", "").strip()
    if not _EMAIL.fullmatch(email):
        raise EmailInvalid
    if not name:
        raise NameNeeded
    user = repository.user_by_email(session, email)
    if user is None:
        role = "recruiter" if employer_id else "coordinator"
        user = create_user(
            session, email=email, name=name, password=None, role=role, employer_id=employer_id, access=access
        )
    elif user.deactivated_at is None or user.employer_id != employer_id:
        raise EmailTaken
    user.name, user.deactivated_at, user.password_hash = name, None, ""
    user.access = access if employer_id else None
    token = new_token("join")
    user.invitation_hash, user.invited_until = token_hash(token), now + INVITATION_HOLDS
    session.flush()
    return token


def deactivate(session: Session, manager: Principal, user_id: str, now: datetime) -> None:
    """Let a colleague in no more: their sessions end at once.

    Raises
    ------
    NotAManager, ColleagueUnknown
        The manager decides about nobody, or not about this person.
    NotYourself
        Nobody could let a last manager in again.
    """
    user = session.get(StaffUser, user_id)
    if user is None or user.employer_id != _employer(manager):
        raise ColleagueUnknown
    if user.id == manager.user_id:
        raise NotYourself
    shut_out(session, user, now)


def shut_out(session: Session, user: StaffUser, now: datetime) -> None:
    """Deactivate an account, with its sessions and its open invitation."""
    user.deactivated_at = now
    user.invitation_hash = user.invited_until = None
    session.execute(delete(StaffSession).where(StaffSession.user_id == user.id))
    session.flush()


def invited(session: Session, token: str, now: datetime) -> StaffUser:
    """Who an invitation is for.

    Raises
    ------
    InvitationOver
        It is unknown, used, or older than seven days.
    """
    user = repository.user_by_invitation(session, token_hash(token), now)
    if user is None:
        raise InvitationOver
    return user


def accept(session: Session, token: str, password: str, now: datetime) -> StaffUser:
    """Choose the password of an invited account; the invitation is used up.

    Raises
    ------
    InvitationOver
        As for `invited`.
    PasswordTooShort
        The password has fewer than 12 characters, or more than 200.
    """
    user = invited(session, token, now)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordTooShort
    user.password_hash = hash_password(password)
    user.invitation_hash = user.invited_until = None
    session.flush()
    return user


def _employer(manager: Principal) -> str:
    """The employer a manager decides for."""
    if manager.role != "recruiter" or manager.access != "manager" or manager.employer_id is None:
        raise NotAManager
    return manager.employer_id
