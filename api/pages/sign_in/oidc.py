"""``/sign-in/oidc``: staff sign in with their organisation's accounts."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.core.clock import NowDep
from api.core.db import Database
from api.core.errors import DomainError
from api.pages.sign_in import provider
from api.pages.sign_in.routes import NextPath
from api.pages.staff_session import Told, begin, home_after, redirect
from api.staff import service as staff

router = APIRouter()

_NEXT = "next"


def _there_is_a_provider(request: Request) -> None:
    if request.app.state.oidc is None:
        raise HTTPException(404)


_Provided = Depends(_there_is_a_provider)


@router.get(provider.START, dependencies=[_Provided])
async def leave(request: Request, next_path: NextPath = None) -> Response:
    """Off to the provider, which sends people back to `come_back`."""
    request.session.clear()
    request.session[_NEXT] = next_path
    try:
        return await provider.off_to_provider(request)
    except DomainError as error:
        raise Told("/sign-in", error) from error


@router.get(provider.CALLBACK, dependencies=[_Provided])
async def come_back(request: Request, now: NowDep) -> Response:
    """Sign in whom the provider vouches for, if they have an account here."""
    next_path = request.session.pop(_NEXT, None)
    try:
        email = await provider.verified_email(request)
        token, role = await run_in_threadpool(_sign_in, request.app.state.database, email, now)
    except DomainError as error:
        raise Told("/sign-in", error) from error
    finally:
        request.session.clear()
    response = redirect(request, home_after(next_path, role))
    begin(request, response, token)
    return response


def _sign_in(database: Database, email: str, now: datetime) -> tuple[str, staff.Role]:
    with database.session() as session:
        token, user = staff.sign_in_vouched_for(session, email, now)
        return token, "coordinator" if user.role == "coordinator" else "recruiter"
