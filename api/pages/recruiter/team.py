"""``/recruiter/team``: who works for the employer, and what each may do. For managers."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Request, Response

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import N_
from api.core.settings import Settings
from api.pages.recruiter.asked import HOME
from api.pages.rendering import page
from api.pages.staff_session import RecruiterUser, Told, forget_flash, redirect, staff_context
from api.staff import team
from api.staff.errors import NotAManager
from api.staff.service import Access

router = APIRouter()

PATH: Final = HOME + "/team"

ACCESS: Final[dict[Access, str]] = {
    "manager": N_("Manager: also decides who works here"),
    "member": N_("Member: works on referrals"),
    "viewer": N_("Viewer: reads only"),
}

Csrf = Annotated[str, Form(max_length=200)]


def _team_page(
    request: Request, session: SessionDep, user: RecruiterUser, invitation: str | None = None
) -> Response:
    try:
        colleagues = team.colleagues(session, user.principal)
    except NotAManager as error:
        raise Told(HOME, error) from error
    response = page(
        request,
        "recruiter/team.jinja",
        colleagues=colleagues,
        access=ACCESS,
        invitation=invitation,
        **staff_context(request, user),
    )
    forget_flash(response)
    return response


@router.get(PATH)
def read_team(request: Request, session: SessionDep, user: RecruiterUser) -> Response:
    """Every colleague, and a form to invite one."""
    return _team_page(request, session, user)


@router.post(PATH)
def invite(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: RecruiterUser,
    access: Annotated[Access, Form()],
    email: Annotated[str, Form(max_length=254)] = "",
    name: Annotated[str, Form(max_length=100)] = "",
    csrf_token: Csrf = "",
) -> Response:
    """Invite a colleague; the page shows the link to hand over, this once."""
    try:
        user.check_csrf(csrf_token)
        token = team.invite(session, user.principal, email=email, name=name, access=access, now=now)
    except DomainError as error:
        raise Told(PATH, error) from error
    settings: Settings = request.app.state.settings
    return _team_page(request, session, user, f"{settings.base_url}/join/{token}")


@router.post(PATH + "/{user_id}/deactivate")
def deactivate(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: RecruiterUser,
    user_id: Annotated[str, Path(max_length=80, pattern=r"^\w+$")],
    csrf_token: Csrf = "",
) -> Response:
    """Let a colleague in no more."""
    try:
        user.check_csrf(csrf_token)
        team.deactivate(session, user.principal, user_id, now)
    except DomainError as error:
        raise Told(PATH, error) from error
    return redirect(request, PATH, "deactivated")
