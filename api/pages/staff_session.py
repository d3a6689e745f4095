"""Who is signed in on a staff page, and what a form must bring to be believed."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from api.chat.errors import PersonRequestClosed, PersonRequestUnknown, ReplyEmpty, ReplyTooLong
from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import N_, translate
from api.referrals.errors import (
    ChangedMeanwhile,
    IllegalMove,
    NoteNeeded,
    NotSustainedYet,
    ReasonNeeded,
    ReasonNotExpected,
    ReasonUnknown,
    ReferralUnknown,
)
from api.referrals.notes import NoteEmpty, NoteTooLong
from api.reviews.errors import AlreadyReviewed, CannotOverturn, CannotStop, NothingToRule, RulingNeeded
from api.staff import errors as staff_errors
from api.staff.service import (
    SESSION_LASTS,
    CsrfMismatch,
    NoAccount,
    ReadOnly,
    Role,
    SignedIn,
    user_for_cookie,
)

SESSION_COOKIE = "ponte_staff"
FORM_COOKIE = "ponte_form"
FLASH_COOKIE = "ponte_flash"

HOMES: dict[Role, str] = {"recruiter": "/recruiter", "coordinator": "/coordinator"}

# What is said after a step that succeeded, by the code the cookie carries. The cookie holds no sentence,
# so that nobody can put words into Ponte's mouth.
_FLASHES = {
    "reported": N_("Saved: {reference}."),
    "approved": N_("Approved: {reference}."),
    "stopped": N_("Stopped: {reference}."),
    "upheld": N_("The refusal stands: {reference}."),
    "overturned": N_("The employer is asked again: {reference}."),
    "answered": N_("The request is marked as answered."),
    "noted": N_("The note is saved: {reference}."),
    "deactivated": N_("The account is deactivated."),
    "joined": N_("Your password is saved. Please sign in."),
    "signed_out": N_("You have signed out."),
}
_REFERENCE = re.compile(r"[A-Z0-9-]{0,20}")

# What can be refused on a staff page.
PROBLEMS: dict[str, type[DomainError]] = {
    error.code: error
    for error in (
        AlreadyReviewed,
        CannotOverturn,
        CannotStop,
        ChangedMeanwhile,
        CsrfMismatch,
        IllegalMove,
        NoAccount,
        ReadOnly,
        staff_errors.ColleagueUnknown,
        staff_errors.EmailInvalid,
        staff_errors.EmailNotVerified,
        staff_errors.EmailTaken,
        staff_errors.InvitationOver,
        staff_errors.NameNeeded,
        staff_errors.NotAManager,
        staff_errors.NotYourself,
        staff_errors.PasswordTooShort,
        staff_errors.ProviderFailed,
        NoteEmpty,
        NoteNeeded,
        NothingToRule,
        NotSustainedYet,
        NoteTooLong,
        PersonRequestClosed,
        PersonRequestUnknown,
        ReasonNeeded,
        ReasonNotExpected,
        ReasonUnknown,
        ReferralUnknown,
        ReplyEmpty,
        ReplyTooLong,
        RulingNeeded,
    )
}


def _secure(request: Request) -> bool:
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"


def set_cookie(request: Request, response: Response, name: str, value: str, max_age: int) -> None:
    """Keep a value in the browser for `max_age` seconds, out of reach of scripts and other sites."""
    response.set_cookie(
        name, value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=_secure(request)
    )


def begin(request: Request, response: Response, token: str) -> None:
    """Put the session's token into the browser."""
    set_cookie(request, response, SESSION_COOKIE, token, int(SESSION_LASTS.total_seconds()))


def end(response: Response) -> None:
    """Take the session's token out of the browser."""
    response.delete_cookie(SESSION_COOKIE, path="/")


class SignInNeeded(HTTPException):
    """Nobody is signed in: off to the sign-in page, and back afterwards."""

    def __init__(self, path: str) -> None:
        super().__init__(303, headers={"Location": f"/sign-in?next={quote(path)}"})


class OtherRole(HTTPException):
    """Someone is signed in whose page this is not: off to their own."""

    def __init__(self, role: Role) -> None:
        super().__init__(303, headers={"Location": HOMES[role]})


def _signed_in(request: Request, session: SessionDep, now: NowDep) -> SignedIn | None:
    return user_for_cookie(session, request.cookies.get(SESSION_COOKIE), now)


MaybeSignedIn = Annotated[SignedIn | None, Depends(_signed_in)]


def _needs(request: Request, role: Role, user: SignedIn | None) -> SignedIn:
    if user is None:
        raise SignInNeeded(request.url.path if request.method == "GET" else HOMES[role])
    if user.role != role:
        raise OtherRole(user.role)
    return user


def _recruiter(request: Request, user: MaybeSignedIn) -> SignedIn:
    return _needs(request, "recruiter", user)


def _coordinator(request: Request, user: MaybeSignedIn) -> SignedIn:
    return _needs(request, "coordinator", user)


RecruiterUser = Annotated[SignedIn, Depends(_recruiter)]
CoordinatorUser = Annotated[SignedIn, Depends(_coordinator)]


def form_token(request: Request) -> str:
    """The token of a form that is filled in before anyone is signed in."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)


def keep_form_token(request: Request, response: Response, token: str) -> None:
    """Let the browser send the token back beside the form."""
    set_cookie(request, response, FORM_COOKIE, token, 3600)


def form_token_fits(request: Request, sent: str) -> bool:
    """Whether a form was made for the browser that sends it."""
    kept = request.cookies.get(FORM_COOKIE, "")
    return bool(kept) and hmac.compare_digest(kept.encode(), sent.encode())


def home_after(next_path: str | None, role: Role) -> str:
    """Where to go after sign-in: the page that was asked for when it is the role's own, else its first."""
    home = HOMES[role]
    own = re.compile(re.escape(home) + r"(/\w+)*")
    return next_path if next_path and own.fullmatch(next_path) else home


def redirect(request: Request, path: str, done: str | None = None, reference: str = "") -> RedirectResponse:
    """See another page after a form, which says there once what was done."""
    response = RedirectResponse(path, 303, {"Cache-Control": "no-store"})
    if done is not None:
        set_cookie(request, response, FLASH_COOKIE, f"{done}:{reference}", 60)
    return response


class Told(HTTPException):
    """A form was refused: back to its page, which says why. Raised, so that nothing is committed."""

    def __init__(self, path: str, error: DomainError) -> None:
        cookie = f"{FLASH_COOKIE}={error.code}; Max-Age=60; Path=/; HttpOnly; SameSite=Lax"
        super().__init__(303, headers={"Location": path, "Set-Cookie": cookie})


@dataclass(frozen=True)
class Flash:
    """What the page says once about the form that was just sent."""

    text: str
    is_problem: bool


def flash(request: Request) -> Flash | None:
    """What to say, when the browser has just been redirected here."""
    code, _, reference = request.cookies.get(FLASH_COOKIE, "").partition(":")
    if code in PROBLEMS:
        return Flash(PROBLEMS[code]().text("en"), True)
    if code in _FLASHES and _REFERENCE.fullmatch(reference):
        return Flash(translate(_FLASHES[code], "en", reference=reference), False)
    return None


def forget_flash(response: Response) -> None:
    """Say it once only."""
    response.delete_cookie(FLASH_COOKIE, path="/")


def staff_context(request: Request, user: SignedIn | None) -> dict[str, Any]:
    """What the frame of every staff page shows."""
    return {"user": user, "flash": flash(request), "home": HOMES[user.role] if user else None}
