"""Staff accounts and sign-in by e-mail and password."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.core.crypto import hash_password, new_token, password_matches, token_hash
from api.core.errors import DomainError
from api.core.i18n import N_
from api.staff import repository
from api.staff.errors import NoAccount as NoAccount
from api.staff.errors import ReadOnly as ReadOnly
from api.staff.models import StaffSession, StaffUser
from api.staff.throttle import PROCESS_FAILURES, FailedSignIns

Role = Literal["recruiter", "coordinator"]
# What a recruiter may do for their employer: a manager also decides who else works there, a viewer reads.
Access = Literal["manager", "member", "viewer"]

SESSION_LASTS = timedelta(hours=12)
_LONGEST_PASSWORD = 200
# The hash of nothing: checking against it takes as long as checking a real one.
_NOBODYS_HASH = "00" * 16 + "$" + "00" * 64


class WrongPassword(DomainError):
    """No account has this e-mail address and password."""

    code = "staff.wrong_password"
    status = 401
    sentence = N_("The e-mail address or the password is wrong.")


class TooManyAttempts(DomainError):
    """Sign-in for this address failed too often in a short time."""

    code = "staff.too_many_attempts"
    status = 429
    sentence = N_("Too many attempts. Please wait 15 minutes and try again.")


class CsrfMismatch(DomainError):
    """A form came back without the token of the session it was made for."""

    code = "staff.form_expired"
    status = 403
    sentence = N_("This form has expired. Please go back, load the page again and try once more.")


@dataclass(frozen=True)
class Principal:
    """Who acts: a person who is signed in, or a program with a key."""

    role: Role
    employer_id: str | None
    user_id: str | None
    label: str
    access: Access = "member"

    def check_may_work(self) -> None:
        """Refuse a viewer.

        Raises
        ------
        ReadOnly
            They may read only.
        """
        if self.access == "viewer":
            raise ReadOnly

    @property
    def actor(self) -> str:
        """How the log of a referral names them: an identity, never a person's name."""
        return f"{self.role}:{self.user_id or self.label}"


@dataclass(frozen=True)
class SignedIn:
    """A staff member's browser session."""

    user_id: str
    name: str
    email: str
    role: Role
    employer_id: str | None
    employer_name: str | None
    access: Access
    csrf_token: str
    expires_at: datetime

    @property
    def principal(self) -> Principal:
        """The same person as services know them."""
        return Principal(self.role, self.employer_id, self.user_id, self.user_id, self.access)

    @property
    def may_work(self) -> bool:
        """Whether they may change anything; services check it by themselves."""
        return self.access != "viewer"

    @property
    def may_manage(self) -> bool:
        """Whether they decide who else works for their employer."""
        return self.role == "recruiter" and self.access == "manager"

    def check_csrf(self, sent: str | None) -> None:
        """Refuse a form without this session's token.

        Raises
        ------
        CsrfMismatch
            The token is missing or another's.
        """
        if not hmac.compare_digest((sent or "").encode(), self.csrf_token.encode()):
            raise CsrfMismatch


def role_of(role: str, employer_id: str | None) -> Role:
    """The role of an account or key, checked against where it belongs.

    Raises
    ------
    ValueError
        A recruiter without an employer, a coordinator with one, or an unknown role.
    """
    if role == "recruiter" and employer_id is not None:
        return "recruiter"
    if role == "coordinator" and employer_id is None:
        return "coordinator"
    raise ValueError("a recruiter belongs to one employer, a coordinator to none")


def access_of(user: StaffUser) -> Access:
    """What an account may do. A coordinator's is a member's: it has no employer to manage."""
    return next((one for one in get_args(Access) if one == user.access), "member")


def normal_email(email: str) -> str:
    """An address as accounts keep it."""
    return email.replace("\0", "").strip().casefold()


def create_user(
    session: Session,
    *,
    email: str,
    name: str,
    password: str | None,
    role: str,
    employer_id: str | None = None,
    access: Access = "member",
) -> StaffUser:
    """A new account; without a password nobody can sign in by one. `access` counts for recruiters only.

    Raises
    ------
    ValueError
        A recruiter without an employer, a coordinator with one, or an unknown role.
    """
    user = StaffUser(
        email=normal_email(email),
        name=name,
        password_hash=hash_password(password) if password is not None else "",
        role=role_of(role, employer_id),
        employer_id=employer_id,
        access=access if role == "recruiter" else None,
    )
    session.add(user)
    session.flush()
    return user


def sign_in(
    session: Session,
    email: str,
    password: str,
    now: datetime,
    failures: FailedSignIns = PROCESS_FAILURES,
) -> tuple[str, StaffUser]:
    """Start a browser session of 12 hours; the token goes into the cookie and nowhere else.

    An unknown address takes as long to refuse as a wrong password.

    Raises
    ------
    WrongPassword
        No such account, or not its password.
    TooManyAttempts
        Five failures for this address within 15 minutes; the right password is refused too.
    """
    email = normal_email(email)
    if failures.is_blocked(email, now):
        raise TooManyAttempts
    user = repository.user_by_email(session, email)
    if user is not None and user.deactivated_at is not None:
        user = None
    stored = user.password_hash if user and user.password_hash else _NOBODYS_HASH
    if not password_matches(password[:_LONGEST_PASSWORD], stored) or user is None:
        failures.add(email, now)
        raise WrongPassword
    failures.clear(email)
    return _begin(session, user, now), user


def sign_in_vouched_for(session: Session, email: str, now: datetime) -> tuple[str, StaffUser]:
    """Start a browser session for whom a trusted provider has just signed in; no account is made.

    Raises
    ------
    NoAccount
        Nobody has this address here.
    """
    # Beyond ASCII, addresses of two people can be the same once capitals are set aside.
    user = repository.user_by_email(session, normal_email(email)) if email.isascii() else None
    if user is None or user.deactivated_at is not None:
        raise NoAccount
    return _begin(session, user, now), user


def _begin(session: Session, user: StaffUser, now: datetime) -> str:
    """A new browser session's token; the user's expired ones go."""
    session.execute(
        delete(StaffSession).where(StaffSession.user_id == user.id, StaffSession.expires_at <= now)
    )
    token = new_token("st")
    session.add(
        StaffSession(
            token_hash=token_hash(token),
            user_id=user.id,
            csrf_token=secrets.token_urlsafe(32),
            created_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )
    session.flush()
    return token


def user_for_cookie(session: Session, token: str | None, now: datetime) -> SignedIn | None:
    """Who a session cookie belongs to; null when it is unknown, signed out or older than 12 hours."""
    if not token:
        return None
    found = repository.open_session(session, token_hash(token), now)
    if found is None:
        return None
    row, user, employer_name = found
    return SignedIn(
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=role_of(user.role, user.employer_id),
        employer_id=user.employer_id,
        employer_name=employer_name,
        access=access_of(user),
        csrf_token=row.csrf_token,
        expires_at=row.expires_at,
    )


def sign_out(session: Session, token: str | None) -> None:
    """End the browser session; the cookie is worthless from now on."""
    if token:
        session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash(token)))
