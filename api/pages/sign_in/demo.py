"""``/sign-in/demo``: the demo's accounts, opened without a password on a developer's own machine.

It stands in for an organisation's provider: it vouches for an address, and the rest is as with one. The
settings refuse it together with anything that real people would use.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy import select
from starlette.exceptions import HTTPException

from api.core.clock import NowDep
from api.core.db import Database
from api.core.errors import DomainError
from api.core.settings import Settings
from api.pages.staff_session import Told, begin, form_token_fits, home_after, redirect
from api.staff import service as staff
from api.staff.models import StaffUser

router = APIRouter()

DEMO_ADDRESSES: Final = "@demo.ponte.example"


def _is_on(request: Request) -> bool:
    settings: Settings = request.app.state.settings
    return settings.demo and settings.dev_sign_in


def accounts(request: Request) -> list[StaffUser]:
    """The accounts that open without a password; none unless the setting is on."""
    if not _is_on(request):
        return []
    database: Database = request.app.state.database
    query = select(StaffUser).where(StaffUser.email.endswith(DEMO_ADDRESSES)).order_by(StaffUser.email)
    with database.session() as session:
        return list(session.scalars(query))


@router.post("/sign-in/demo")
def sign_in(
    request: Request,
    now: NowDep,
    email: Annotated[str, Form(max_length=254)] = "",
    csrf_token: Annotated[str, Form(max_length=200)] = "",
    next_path: Annotated[str, Form(alias="next", max_length=200)] = "",
) -> Response:
    """Sign in as one of the demo's accounts."""
    if not _is_on(request):
        raise HTTPException(404)
    database: Database = request.app.state.database
    try:
        if not form_token_fits(request, csrf_token):
            raise staff.CsrfMismatch
        if not email.endswith(DEMO_ADDRESSES):
            raise staff.NoAccount
        with database.session() as session:
            token, user = staff.sign_in_vouched_for(session, email, now)
            role: staff.Role = "coordinator" if user.role == "coordinator" else "recruiter"
    except DomainError as error:
        raise Told("/sign-in", error) from error
    response = redirect(request, home_after(next_path, role))
    begin(request, response, token)
    return response
