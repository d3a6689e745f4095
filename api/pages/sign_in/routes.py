"""``/sign-in`` and ``/sign-out`` for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from api.core.clock import NowDep
from api.core.db import Database, SessionDep
from api.core.errors import DomainError
from api.core.settings import Settings
from api.pages.rendering import page
from api.pages.sign_in import demo
from api.pages.staff_session import (
    HOMES,
    SESSION_COOKIE,
    MaybeSignedIn,
    Told,
    begin,
    end,
    forget_flash,
    form_token,
    form_token_fits,
    home_after,
    keep_form_token,
    redirect,
    staff_context,
)
from api.staff import service as staff

router = APIRouter()

NextPath = Annotated[str | None, Query(alias="next", max_length=200)]


def _sign_in_page(
    request: Request, next_path: str | None, *, error: DomainError | None = None, email: str = ""
) -> Response:
    token = form_token(request)
    settings: Settings = request.app.state.settings
    response = page(
        request,
        "sign_in/sign_in.jinja",
        status_code=error.status if error else 200,
        error=error.text("en") if error else None,
        email=email,
        form_token=token,
        next_path=next_path or "",
        provider=settings.oidc_name if settings.oidc_issuer else None,
        demo_accounts=demo.accounts(request),
        **staff_context(request, None),
    )
    keep_form_token(request, response, token)
    forget_flash(response)
    return response


@router.get("/sign-in")
def read_sign_in(request: Request, user: MaybeSignedIn, next_path: NextPath = None) -> Response:
    """The form; who is signed in already goes to their own page."""
    if user is not None:
        return redirect(request, home_after(next_path, user.role))
    return _sign_in_page(request, next_path)


@router.post("/sign-in")
def sign_in(
    request: Request,
    now: NowDep,
    email: Annotated[str, Form(max_length=254)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    csrf_token: Annotated[str, Form(max_length=200)] = "",
    next_path: Annotated[str, Form(alias="next", max_length=200)] = "",
) -> Response:
    """Sign in; the form comes back with what is wrong when it does not work."""
    # A transaction of its own: a refused sign-in answers with a page, and still writes nothing.
    database: Database = request.app.state.database
    try:
        if not form_token_fits(request, csrf_token):
            raise staff.CsrfMismatch
        with database.session() as session:
            token, user = staff.sign_in(session, email, password, now)
            role: staff.Role = "coordinator" if user.role == "coordinator" else "recruiter"
    except DomainError as error:
        return _sign_in_page(request, next_path, error=error, email=email)
    response = redirect(request, home_after(next_path, role))
    begin(request, response, token)
    return response


@router.post("/sign-out")
def sign_out(
    request: Request,
    session: SessionDep,
    user: MaybeSignedIn,
    csrf_token: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Sign out; the cookie is worthless from now on."""
    if user is not None:
        try:
            user.check_csrf(csrf_token)
        except DomainError as error:
            raise Told(HOMES[user.role], error) from error
        staff.sign_out(session, request.cookies.get(SESSION_COOKIE))
    response = redirect(request, "/sign-in", "signed_out")
    end(response)
    return response
