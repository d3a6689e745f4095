"""Staff accounts, sign-in by e-mail and password, and keys for programs."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.core.crypto import hash_password, new_token, password_matches, token_hash
from api.core.errors import DomainError
from api.core.i18n import N_
from api.staff import repository
from api.staff.models import ApiKey, StaffSession, StaffUser
from api.staff.throttle import PROCESS_FAILURES, FailedSignIns

Role = Literal["recruiter", "coordinator"]

SESSION_LASTS = timedelta(hours=12)
KEY_USE_NOTED_EVERY = timedelta(minutes=1)
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
    csrf_token: str
    expires_at: datetime

    @property
    def principal(self) -> Principal:
        """The same person as services know them."""
        return Principal(self.role, self.employer_id, self.user_id, self.user_id)

    def check_csrf(self, sent: str | None) -> None:
        """Refuse a form without this session's token.

        Raises
        ------
        CsrfMismatch
            The token is missing or another's.
        """
        if not hmac.compare_digest((sent or "").encode(), self.csrf_token.encode()):
            raise CsrfMismatch


def _role(role: str, employer_id: str | None) -> Role:
    if role == "recruiter" and employer_id is not None:
        return "recruiter"
    if role == "coordinator" and employer_id is None:
        return "coordinator"
    raise ValueError("a recruiter belongs to one employer, a coordinator to none")


def _normal(email: str) -> str:
    return email.replace("\0", "").strip().casefold()


def create_user(
    session: Session, *, email: str, name: str, password: str, role: str, employer_id: str | None = None
) -> StaffUser:
    """A new account.

    Raises
    ------
    ValueError
        A recruiter without an employer, a coordinator with one, or an unknown role.
    """
    user = StaffUser(
        email=_normal(email),
        name=name,
        password_hash=hash_password(password),
        role=_role(role, employer_id),
        employer_id=employer_id,
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
    email = _normal(email)
    if failures.is_blocked(email, now):
        raise TooManyAttempts
    user = repository.user_by_email(session, email)
    stored = user.password_hash if user else _NOBODYS_HASH
    if not password_matches(password[:_LONGEST_PASSWORD], stored) or user is None:
        failures.add(email, now)
        raise WrongPassword
    failures.clear(email)
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
    return token, user


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
        role=_role(user.role, user.employer_id),
        employer_id=user.employer_id,
        employer_name=employer_name,
        csrf_token=row.csrf_token,
        expires_at=row.expires_at,
    )


def sign_out(session: Session, token: str | None) -> None:
    """End the browser session; the cookie is worthless from now on."""
    if token:
        session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash(token)))


def create_api_key(session: Session, role: str, employer_id: str | None, label: str, now: datetime) -> str:
    """A new key for a program. It is returned once; only its hash is kept.

    Raises
    ------
    ValueError
        A recruiter's key without an employer, a coordinator's with one, or an unknown role.
    """
    key = new_token("pk")
    session.add(
        ApiKey(
            key_hash=token_hash(key),
            role=_role(role, employer_id),
            employer_id=employer_id,
            label=label,
            created_at=now,
        )
    )
    session.flush()
    return key


def principal_for_key(session: Session, key: str, now: datetime) -> Principal | None:
    """Who a key belongs to; null when it is unknown or revoked. Notes the use at most once a minute."""
    row = repository.valid_key(session, token_hash(key))
    if row is None:
        return None
    if row.last_used_at is None or now - row.last_used_at >= KEY_USE_NOTED_EVERY:
        row.last_used_at = now
    return Principal(_role(row.role, row.employer_id), row.employer_id, None, row.label)
