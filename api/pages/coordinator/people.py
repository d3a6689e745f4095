"""Speaking to a candidate who asked for a person, at ``/coordinator/people/…``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response

from api.chat import hand_over
from api.chat.errors import PersonRequestUnknown
from api.chat.ready_made import READY_MADE
from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import direction, translate
from api.pages.recruiter.wording import language_name
from api.pages.rendering import page
from api.pages.staff_session import (
    HOMES,
    CoordinatorUser,
    Told,
    forget_flash,
    redirect,
    staff_context,
)
from api.staff.service import SignedIn

router = APIRouter()

HOME = HOMES["coordinator"]

Id = Annotated[str, Path(max_length=80, pattern=r"^\w+$")]
Csrf = Annotated[str, Form(max_length=200)]


def _path(request_id: str) -> str:
    return f"{HOME}/people/{request_id}"


def _first_name(user: SignedIn) -> str:
    return user.name.split()[0]


@router.get(HOME + "/people/{request_id}")
def read_person(request: Request, session: SessionDep, user: CoordinatorUser, request_id: Id) -> Response:
    """The conversation so far, and a box to answer in."""
    try:
        found = hand_over.read(session, request_id)
    except PersonRequestUnknown as error:
        raise Told(HOME, error) from error
    language = found.hand_over.language
    response = page(
        request,
        "coordinator/person.jinja",
        person=found.hand_over,
        is_open=found.is_open,
        lines=found.lines,
        their_language=language,
        their_direction=direction(language),
        language_name=language_name,
        ready_made={code: (text, translate(text, language)) for code, text in READY_MADE.items()},
        my_name=_first_name(user),
        **staff_context(request, user),
    )
    forget_flash(response)
    return response


@router.post(HOME + "/people/{request_id}/reply")
def reply(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: CoordinatorUser,
    request_id: Id,
    csrf_token: Csrf = "",
    ready_made: Annotated[str, Form(max_length=40)] = "",
    text: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """Send a ready-made sentence in the candidate's language, own words, or both."""
    try:
        user.check_csrf(csrf_token)
        language = hand_over.read(session, request_id).hand_over.language
        chosen = READY_MADE.get(ready_made)
        parts = [translate(chosen, language) if chosen else "", text.strip()]
        said = " ".join(part for part in parts if part)
        hand_over.reply(session, request_id, said, name=_first_name(user), now=now)
    except DomainError as error:
        raise Told(_path(request_id), error) from error
    return redirect(request, _path(request_id))


@router.post(HOME + "/person-requests/{request_id}/close")
def close(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: CoordinatorUser,
    request_id: Id,
    csrf_token: Csrf = "",
) -> Response:
    """Note that somebody has spoken to the candidate; in the chat, the bot is back."""
    try:
        user.check_csrf(csrf_token)
        hand_over.close(session, request_id, now)
    except DomainError as error:
        raise Told(HOME, error) from error
    return redirect(request, HOME, "answered")
