"""Sign-ins and keys of the demo: made once, kept in a file only its owner can read.

The database keeps hashes. The file is for people who try the demo, and for programs that test it.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import update
from sqlalchemy.orm import Session

from api.core.crypto import hash_password, token_hash
from api.core.settings import Settings, SettingsError, load_settings
from api.staff import keys, repository, service
from api.staff.models import ApiKey, Employer

FILE_NAME = "demo-credentials.json"


class CredentialsError(Exception):
    """There are no demo credentials to show; the text is one clear sentence."""


@dataclass(frozen=True, slots=True)
class _Account:
    role: str
    employer_id: str | None
    email: str
    name: str


# The first recruiter works for the organisation the others recruit through, so their key reads all referrals.
_ACCOUNTS = (
    _Account("recruiter", "somerset-nhs-trust", "recruiter@demo.ponte.example", "Robin (demo recruiter)"),
    _Account("recruiter", "somerset-care", "somerset-care@demo.ponte.example", "Sam (demo recruiter)"),
    _Account("coordinator", None, "coordinator@demo.ponte.example", "Charlie (demo coordinator)"),
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """One account as the file keeps it."""

    role: str
    employer_id: str | None
    employer: str | None
    email: str
    password: str
    key: str


def create(session: Session, settings: Settings, *, now: datetime) -> None:
    """Make the demo's accounts and keys, or put back those that are missing.

    A password or key that is in the file and works is left as it is. The file is replaced as a
    whole and is never readable by others.
    """
    path = settings.data_dir / FILE_NAME
    before = {kept.email: kept for kept in _read(path)}
    accounts = [_bring_in_line(session, account, before.get(account.email), now) for account in _ACCOUNTS]
    if accounts != list(before.values()):
        _write(path, accounts)


def _bring_in_line(session: Session, account: _Account, kept: _Kept | None, now: datetime) -> _Kept:
    password = kept.password if kept else secrets.token_urlsafe(12)
    # A known key shows that file and database belong together; checking the password too would take
    # a third of a second at each start.
    row = repository.key_by_hash(session, token_hash(kept.key)) if kept else None
    together = row is not None and keys.is_live(row, now)
    user = repository.user_by_email(session, account.email)
    if user is None:
        service.create_user(
            session,
            email=account.email,
            name=account.name,
            password=password,
            role=account.role,
            employer_id=account.employer_id,
            access="manager",
        )
    elif not together:
        user.password_hash = hash_password(password)
    employer = session.get(Employer, account.employer_id) if account.employer_id else None
    return _Kept(
        role=account.role,
        employer_id=account.employer_id,
        employer=employer.name if employer else None,
        email=account.email,
        password=password,
        key=kept.key if kept and together else _new_key(session, account, now),
    )


def _new_key(session: Session, account: _Account, now: datetime) -> str:
    label = f"demo-{account.employer_id or account.role}"
    # A key that nobody knows any more should open nothing.
    lost = update(ApiKey).where(ApiKey.label == label, ApiKey.revoked_at.is_(None))
    session.execute(lost.values(revoked_at=now))
    return keys.create(session, role=account.role, employer_id=account.employer_id, name=label, now=now).key


def load(settings: Settings) -> dict[str, Any]:
    """The demo's address, sign-ins and keys.

    Returns
    -------
    dict
        ``base_url``; ``recruiter_key``, ``recruiter`` and ``employer`` of the organisation the others
        recruit through (its key reads every referral; ``employer`` is the name its opportunities
        show); ``coordinator`` with e-mail, password and key; ``employers``, one for each recruiter.

    Raises
    ------
    CredentialsError
        Not in demo mode, or nothing has been loaded yet.
    """
    if not settings.demo:
        raise CredentialsError("Demo credentials exist in demo mode only: set PONTE_DEMO=1.")
    accounts = _read(settings.data_dir / FILE_NAME)
    if not accounts:
        raise CredentialsError(f"No demo is loaded in {settings.data_dir}: run `ponte seed` first.")
    recruiters = [account for account in accounts if account.role == "recruiter"]
    hub, coordinator = recruiters[0], next(one for one in accounts if one.role == "coordinator")
    return {
        "base_url": settings.base_url,
        "recruiter_key": hub.key,
        "employer": hub.employer,
        "recruiter": {"email": hub.email, "password": hub.password},
        "coordinator": {
            "email": coordinator.email,
            "password": coordinator.password,
            "key": coordinator.key,
        },
        "employers": [
            {
                "employer": one.employer,
                "employer_id": one.employer_id,
                "email": one.email,
                "password": one.password,
                "key": one.key,
            }
            for one in recruiters
        ],
    }


def _read(path: Path) -> list[_Kept]:
    """What the file keeps; nothing when there is no file or it is not one of ours (it is then made anew)."""
    try:
        accounts = [_Kept(**row) for row in json.loads(path.read_text(encoding="utf-8"))["accounts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return accounts if {kept.email for kept in accounts} == {one.email for one in _ACCOUNTS} else []


def _write(path: Path, accounts: list[_Kept]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    # Created with its mode, not changed to it: there is no moment at which others can read it.
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"accounts": [asdict(kept) for kept in accounts]}, file, indent=2)
    fresh.replace(path)


app = typer.Typer(help="The demo.", no_args_is_help=True)


@app.callback()
def _demo() -> None:
    """The demo: who can sign in."""
    # Who asks for the demo's sign-ins means the demo; only its data folder has to be the right one.
    os.environ.setdefault("PONTE_DEMO", "1")


@app.command("credentials")
def credentials(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False,
) -> None:
    """Show the demo's address, sign-ins and keys."""
    try:
        found = load(load_settings())
    except (CredentialsError, SettingsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(json.dumps(found, indent=2) if as_json else _table(found))


def _table(found: dict[str, Any]) -> str:
    rows = [(f"Recruiter, {one['employer']}", one) for one in found["employers"]]
    rows.append(("Coordinator", found["coordinator"]))
    width = max(len(who) for who, _ in rows)
    lines = [f"Demo at {found['base_url']}", ""]
    for who, one in rows:
        lines.append(f"{who:<{width}}  {one['email']}  {one['password']}")
        lines.append(f"{'':<{width}}  key {one['key']}")
    return "\n".join(lines)
