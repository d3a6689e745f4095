"""Keys of programs, and for personal data at rest: ``ponte keys``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from cryptography.fernet import Fernet
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.core.clock import system_clock
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.errors import DomainError
from api.core.settings import SettingsError, load_settings
from api.staff import keys, repository
from api.staff.models import ApiKey, Employer
from api.staff.scopes import Scope, in_order, scopes_of

EVERYTHING = "all"

app = typer.Typer(no_args_is_help=True, help="Keys of programs, and for personal data at rest.")

AsJson = Annotated[bool, typer.Option("--json", help="For programs: JSON instead of lines.")]
KeyId = Annotated[str, typer.Argument(metavar="KEY_ID", help="Its id, as `ponte keys list` shows it.")]
Ends = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="When it ends (UTC); never if left out."),
]


class _Refused(Exception):
    """The text is one clear sentence."""


@contextmanager
def _transaction() -> Iterator[Session]:
    """A transaction on the database of the settings; a refusal becomes one sentence and exit code 1."""
    try:
        settings = load_settings()
        use_keys(settings.resolved_secret_keys)
        database = Database(settings.resolved_database_url)
        try:
            with database.session() as session:
                yield session
        finally:
            database.close()
    except DomainError as error:
        _end(error.text("en"))
    except (SettingsError, _Refused) as error:
        _end(str(error))
    except SQLAlchemyError:
        _end("The database cannot be read: run `ponte migrate`.")


def _end(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(1) from None


@app.command("new")
def new_key() -> None:
    """Print a fresh key for PONTE_SECRET_KEYS."""
    typer.echo(Fernet.generate_key().decode())


@app.command("create")
def create(
    name: Annotated[str, typer.Option(help="What it is for, such as the program's name.")],
    employer: Annotated[str | None, typer.Option(metavar="ID", help="Whose recruiters' key.")] = None,
    coordinators: Annotated[bool, typer.Option("--coordinators", help="A coordinators' key.")] = False,
    scope: Annotated[
        list[str] | None,
        typer.Option(help=f"What it may do; again for more: {', '.join(Scope)}, or {EVERYTHING}."),
    ] = None,
    expires: Ends = None,
    as_json: AsJson = False,
) -> None:
    """Make a key. It is shown now and never again."""
    now = system_clock()
    with _transaction() as session:
        if coordinators is (employer is not None):
            raise _Refused("Say whose key it is: --employer ID or --coordinators.")
        if employer is not None and session.get(Employer, employer) is None:
            raise _Refused(f"There is no employer {employer}.")
        made = keys.create(
            session,
            role="coordinator" if coordinators else "recruiter",
            employer_id=employer,
            name=name,
            now=now,
            scopes=None if coordinators else _scopes(scope or []),
            expires_at=_utc(expires),
        )
        _show_new(made, now, as_json)


@app.command("list")
def list_(
    employer: Annotated[str | None, typer.Option(metavar="ID", help="Of this employer only.")] = None,
    as_json: AsJson = False,
) -> None:
    """List keys, the newest first."""
    now = system_clock()
    with _transaction() as session:
        rows = repository.every_key(session) if employer is None else keys.of_employer(session, employer)
        found = [_facts(row, now) for row in rows]
    if as_json:
        typer.echo(json.dumps({"keys": found}, indent=2))
        return
    for one in found:
        whose = one["employer_id"] or "coordinators"
        used = f"last used {one['last_used_at']}" if one["last_used_at"] else "never used"
        scopes = f"  {' '.join(one['scopes'])}" if one["scopes"] else ""
        typer.echo(f"{one['id']}  {whose}  {one['name']}  {one['state']}  {used}{scopes}")


@app.command("rotate")
def rotate(
    key_id: KeyId,
    overlap_days: Annotated[
        float, typer.Option(min=0, help="How long the old key still works.")
    ] = keys.OVERLAP.days,
    expires: Ends = None,
    as_json: AsJson = False,
) -> None:
    """Make a key with the same name and scopes; the old one works for a while longer."""
    now = system_clock()
    with _transaction() as session:
        until = now + timedelta(days=overlap_days)
        row = _row(session, key_id)
        made = keys.rotate(session, row, now, old_works_until=until, expires_at=_utc(expires))
        _show_new(made, now, as_json)


@app.command("revoke")
def revoke(key_id: KeyId) -> None:
    """End a key at once, and every access token made with it."""
    with _transaction() as session:
        keys.revoke(_row(session, key_id), system_clock())
    typer.echo(f"{key_id} has ended.")


def _row(session: Session, key_id: str) -> ApiKey:
    row = repository.key_by_id(session, key_id)
    if row is None:
        raise keys.KeyUnknown
    return row


def _scopes(named: list[str]) -> list[Scope] | None:
    if named == [EVERYTHING]:
        return None
    unknown = [one for one in named if one not in list(Scope)]
    if unknown or not named:
        which = f"There is no scope {unknown[0]}. " if unknown else ""
        raise _Refused(f"{which}Say what the key may do with --scope: {', '.join(Scope)}, or {EVERYTHING}.")
    return [Scope(one) for one in named]


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _facts(row: ApiKey, now: datetime) -> dict[str, Any]:
    state = "works" if keys.is_live(row, now) else "revoked" if row.revoked_at else "expired"
    moments = {
        name: moment.isoformat(timespec="seconds") if moment else None
        for name, moment in (
            ("created_at", row.created_at),
            ("expires_at", row.expires_at),
            ("last_used_at", row.last_used_at),
            ("revoked_at", row.revoked_at),
        )
    }
    return {
        "id": row.id,
        "employer_id": row.employer_id,
        "name": row.label,
        "scopes": in_order(scopes_of(row.scopes)) if row.role == "recruiter" else [],
        "state": state,
        **moments,
    }


def _show_new(made: keys.NewKey, now: datetime, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({**_facts(made.row, now), "key": made.key}, indent=2))
    else:
        typer.echo(f"id   {made.row.id}\nkey  {made.key}\nIt is shown this once: keep it in a safe place.")
