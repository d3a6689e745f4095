"""Keys for programs: made, rotated with an overlap, revoked, and looked up at each call.

A key is shown once; the database keeps its hash. Its id and the key itself are also the client id and
the client secret of the OAuth 2 client credentials grant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.core.crypto import new_token, token_hash
from api.core.errors import DomainError
from api.core.i18n import N_
from api.staff import repository
from api.staff.models import ApiKey
from api.staff.scopes import Scope, in_order, scopes_of
from api.staff.service import Principal, role_of

USE_NOTED_EVERY = timedelta(minutes=1)
# Long enough to bring the new key into every system, short enough that an old one is not forgotten.
OVERLAP = timedelta(days=7)
MOST_LIVE_KEYS = 20


class KeyUnknown(DomainError):
    """The employer has no such key; another employer's looks the same."""

    code = "keys.unknown"
    status = 404
    sentence = N_("We do not know this key.")


class KeyEnded(DomainError):
    """The key was revoked or has expired."""

    code = "keys.ended"
    status = 409
    sentence = N_("This key has ended already. Make a new one.")


class TooManyKeys(DomainError):
    """The employer has as many keys that work as it may have."""

    code = "keys.too_many"
    status = 409
    sentence = N_("Your employer has as many keys as it may have. Revoke one that is no longer used.")


class MomentPassed(DomainError):
    """A key cannot end before it begins."""

    code = "keys.moment_passed"
    status = 422
    sentence = N_("This moment has passed already. Choose a later one.")


class ScopeNotHeld(DomainError):
    """A key cannot give what it does not have; `scopes` in the answer lists what is missing."""

    code = "keys.scope_not_held"
    status = 403
    sentence = N_("Your key can only give scopes that it has itself.")


@dataclass(frozen=True)
class Caller:
    """A program: for whom it acts, what it may do, and the key it came with."""

    principal: Principal
    scopes: frozenset[Scope]
    key_id: str


@dataclass(frozen=True)
class NewKey:
    """A key just made. `key` is shown now and never again."""

    row: ApiKey
    key: str


def create(
    session: Session,
    *,
    role: str,
    employer_id: str | None,
    name: str,
    now: datetime,
    scopes: Iterable[Scope] | None = None,
    expires_at: datetime | None = None,
) -> NewKey:
    """Make a key.

    Parameters
    ----------
    scopes : iterable of Scope or None
        Null for all that there are and will be. A coordinators' key takes none.
    expires_at : datetime or None
        The moment from which it no longer works; null for never.

    Raises
    ------
    ValueError
        A recruiter's key without an employer, a coordinator's with one, or an unknown role.
    MomentPassed
        `expires_at` is not after `now`.
    TooManyKeys
        The employer has `MOST_LIVE_KEYS` keys that work.
    """
    known_role = role_of(role, employer_id)
    if expires_at is not None and expires_at <= now:
        raise MomentPassed
    if employer_id is not None and repository.count_live_keys(session, employer_id, now) >= MOST_LIVE_KEYS:
        raise TooManyKeys
    key = new_token("pk")
    row = ApiKey(
        key_hash=token_hash(key),
        role=known_role,
        employer_id=employer_id,
        label=name,
        scopes=None if scopes is None else in_order(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return NewKey(row, key)


def of_employer(session: Session, employer_id: str | None) -> list[ApiKey]:
    """The employer's keys (the coordinators' for null), those that ended too, the newest first."""
    return repository.keys_of(session, employer_id)


def find(session: Session, employer_id: str | None, key_id: str) -> ApiKey:
    """A key of the employer, or of the coordinators for null.

    Raises
    ------
    KeyUnknown
        There is none with this id.
    """
    row = repository.key_by_id(session, key_id)
    if row is None or row.employer_id != employer_id:
        raise KeyUnknown
    return row


def rotate(
    session: Session,
    row: ApiKey,
    now: datetime,
    *,
    old_works_until: datetime | None = None,
    expires_at: datetime | None = None,
) -> NewKey:
    """Make a key with the same name and scopes; the old one works for a while longer.

    Parameters
    ----------
    old_works_until : datetime or None
        When the old key ends, `OVERLAP` from now if null; `now` or earlier ends it at once. It never
        ends later than it would have.

    Raises
    ------
    KeyEnded
        The old key has ended already.
    MomentPassed, TooManyKeys
        As in `create`.
    """
    if not is_live(row, now):
        raise KeyEnded
    until = max(now, old_works_until or now + OVERLAP)
    row.expires_at = until if row.expires_at is None else min(row.expires_at, until)
    session.flush()
    return create(
        session,
        role=row.role,
        employer_id=row.employer_id,
        name=row.label,
        now=now,
        scopes=None if row.scopes is None else scopes_of(row.scopes),
        expires_at=expires_at,
    )


def revoke(row: ApiKey, now: datetime) -> None:
    """End a key, and every access token made with it, at once. One that has ended stays as it is."""
    row.revoked_at = row.revoked_at or now


def is_live(row: ApiKey, now: datetime) -> bool:
    """Whether the key works."""
    return row.revoked_at is None and (row.expires_at is None or now < row.expires_at)


def check_may_give(caller: Caller, scopes: Iterable[Scope]) -> None:
    """Refuse to give scopes that the caller does not have.

    Raises
    ------
    ScopeNotHeld
        The error lists them.
    """
    missing = in_order(set(scopes) - caller.scopes)
    if missing:
        raise ScopeNotHeld(extra={"scopes": missing})


def caller_for_key(session: Session, key: str, now: datetime) -> Caller | None:
    """Who a key belongs to; null when it is unknown or has ended."""
    return _caller(session, repository.key_by_hash(session, token_hash(key)), now)


def caller_for_id(session: Session, key_id: str, scopes: frozenset[Scope], now: datetime) -> Caller | None:
    """Who an access token belongs to, with at most `scopes`; null when its key is unknown or has ended."""
    caller = _caller(session, repository.key_by_id(session, key_id), now)
    return caller and Caller(caller.principal, caller.scopes & scopes, caller.key_id)


def note_use(session: Session, row: ApiKey, now: datetime) -> None:
    """Remember when a key was last used, written at most once a minute."""
    if row.last_used_at is None or now - row.last_used_at >= USE_NOTED_EVERY:
        repository.note_use(session, row.id, now)


def _caller(session: Session, row: ApiKey | None, now: datetime) -> Caller | None:
    """The program behind a live key, whose use is noted."""
    if row is None or not is_live(row, now):
        return None
    note_use(session, row, now)
    role = role_of(row.role, row.employer_id)
    scopes = scopes_of(row.scopes) if role == "recruiter" else frozenset[Scope]()
    return Caller(Principal(role, row.employer_id, None, row.label), scopes, row.id)
