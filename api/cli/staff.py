"""Accounts of recruiters and coordinators: ``ponte staff add | list | deactivate``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.core.clock import system_clock
from api.core.db import Database
from api.core.errors import DomainError
from api.core.settings import Settings, SettingsError, load_settings
from api.staff import repository, team
from api.staff.models import Employer, StaffUser
from api.staff.service import access_of, normal_email


class AccessOption(StrEnum):
    """What a recruiter may do."""

    MANAGER = "manager"
    MEMBER = "member"
    VIEWER = "viewer"


def add(
    email: Annotated[str, typer.Argument(help="Their e-mail address.")],
    name: Annotated[str, typer.Option(help="Their name, as colleagues read it.")],
    employer: Annotated[
        str | None, typer.Option(help="The employer's id; without one it is a coordinator's account.")
    ] = None,
    access: Annotated[AccessOption, typer.Option(help="What a recruiter may do.")] = AccessOption.MEMBER,
) -> None:
    """Add an account, and print the link with which its owner chooses a password."""
    with _working() as (settings, session):
        if employer is not None and session.get(Employer, employer) is None:
            raise _refused(f"There is no employer with the id {employer}.")
        token = team.add(
            session, email=email, name=name, employer_id=employer, access=access.value, now=system_clock()
        )
    typer.echo(f"Added {email}. The link to choose a password holds for seven days:")
    typer.echo(f"{settings.base_url}/join/{token}")


def list_(
    employer: Annotated[str | None, typer.Option(help="Only accounts of this employer.")] = None,
) -> None:
    """List accounts: e-mail address, name, what they are, whether they may come in."""
    query = select(StaffUser).order_by(StaffUser.employer_id, StaffUser.email)
    if employer is not None:
        query = query.where(StaffUser.employer_id == employer)
    with _working() as (_, session):
        for user in session.scalars(query):
            what = f"{access_of(user)} of {user.employer_id}" if user.employer_id else user.role
            state = "deactivated" if user.deactivated_at else "invited" if user.invitation_hash else "active"
            typer.echo(f"{user.email}  {user.name}  {what}  {state}")


def deactivate(email: Annotated[str, typer.Argument(help="Whose account.")]) -> None:
    """Let somebody in no more; their sessions end at once."""
    with _working() as (_, session):
        user = repository.user_by_email(session, normal_email(email))
        if user is None:
            raise _refused(f"There is no account with the address {email}.")
        team.shut_out(session, user, system_clock())
    typer.echo(f"Deactivated {email}.")


@contextmanager
def _working() -> Iterator[tuple[Settings, Session]]:
    try:
        settings = load_settings()
    except SettingsError as error:
        raise _refused(str(error)) from None
    database = Database(settings.resolved_database_url)
    try:
        with database.session() as session:
            yield settings, session
    except DomainError as error:
        raise _refused(error.text("en")) from None
    except SQLAlchemyError:
        raise _refused("The database cannot be read: run `ponte migrate`.") from None
    finally:
        database.close()


def _refused(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)
