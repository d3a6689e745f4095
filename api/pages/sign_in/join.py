"""``/join/…``: whoever was invited chooses a password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.pages.rendering import page
from api.pages.staff_session import (
    Told,
    forget_flash,
    form_token,
    form_token_fits,
    keep_form_token,
    redirect,
    staff_context,
)
from api.staff import team
from api.staff.errors import InvitationOver
from api.staff.service import CsrfMismatch

router = APIRouter()

Token = Annotated[str, Path(max_length=100, pattern=r"^[\w-]+$")]


@router.get("/join/{token}")
def read_invitation(request: Request, session: SessionDep, now: NowDep, token: Token) -> Response:
    """A form for the password of the invited account."""
    try:
        invited = team.invited(session, token, now)
    except InvitationOver as error:
        raise Told("/sign-in", error) from error
    form = form_token(request)
    response = page(
        request,
        "sign_in/join.jinja",
        email=invited.email,
        shortest=team.SHORTEST_PASSWORD,
        form_token=form,
        token=token,
        **staff_context(request, None),
    )
    # The address is the invitation: it goes to no other page.
    response.headers["Referrer-Policy"] = "no-referrer"
    keep_form_token(request, response, form)
    forget_flash(response)
    return response


@router.post("/join/{token}")
def accept(
    request: Request,
    session: SessionDep,
    now: NowDep,
    token: Token,
    password: Annotated[str, Form(max_length=1000)] = "",
    csrf_token: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Keep the password; its owner signs in with it."""
    try:
        if not form_token_fits(request, csrf_token):
            raise CsrfMismatch
        team.accept(session, token, password, now)
    except InvitationOver as error:
        raise Told("/sign-in", error) from error
    except DomainError as error:
        raise Told(f"/join/{token}", error) from error
    return redirect(request, "/sign-in", "joined")
