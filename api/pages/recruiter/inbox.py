"""The recruiters' inbox at ``/recruiter``: narrow down, sort, acknowledge, take along as CSV."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import ValidationError

from api.core.clock import NowDep, local_date
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.pages.recruiter import bulk_report
from api.pages.recruiter.asked import HOME, Asked, AskedQuery
from api.pages.recruiter.export import as_csv
from api.pages.recruiter.wording import OUTCOMES, SORTS, STATUSES, plain_day
from api.pages.rendering import page
from api.pages.staff_session import RecruiterUser, Told, forget_flash, redirect, staff_context
from api.referrals import bulk, searching
from api.referrals.statuses import FINAL, HIDDEN_FROM_RECRUITERS, Status

router = APIRouter()

_CHOSEN = re.compile(r"(\w{1,80}):(\d{1,9})")
_SHOWN = [status for status in Status if status not in HIDDEN_FROM_RECRUITERS]


@router.get(HOME)
def read_inbox(
    request: Request, session: SessionDep, now: NowDep, user: RecruiterUser, asked: AskedQuery
) -> Response:
    """A page of referrals to the signed-in recruiter's employer; to htmx the list alone."""
    found = searching.search(session, user.principal, asked.criteria, page=asked.page, now=now)
    asked = asked.model_copy(update={"page": found.page})
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "statuses": STATUSES,
        "outcomes": OUTCOMES,
        "plain_day": plain_day,
        "nothing_asked": asked == Asked(),
        **staff_context(request, user),
    }
    if _wants_the_list_alone(request):
        response = page(request, "recruiter/list.jinja", alone=True, **context)
        response.headers["HX-Push-Url"] = asked.address()
        return response
    response = page(
        request,
        "recruiter/inbox.jinja",
        bulk_report=bulk_report.read(request),
        counts=searching.counts(session, user.principal, now),
        choices=searching.choices(session, user.principal),
        groups=(
            [status for status in _SHOWN if status not in FINAL],
            [status for status in _SHOWN if status in FINAL],
        ),
        sorts=SORTS,
        **context,
    )
    forget_flash(response)
    bulk_report.forget(response)
    return response


def _wants_the_list_alone(request: Request) -> bool:
    # Going back asks for the whole page, and must get it.
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


@router.get(HOME + "/referrals.csv")
def read_csv(session: SessionDep, now: NowDep, user: RecruiterUser, asked: AskedQuery) -> Response:
    """All that the inbox would list, on however many pages, as a table."""
    name = f"referrals-{local_date(now)}.csv"
    return StreamingResponse(
        as_csv(searching.each(session, user.principal, asked.criteria, now)),
        media_type="text/csv; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@router.post(HOME + "/acknowledge")
def acknowledge(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: RecruiterUser,
    chosen: Annotated[list[str], Form(max_length=searching.PAGE)] = [],  # noqa: B006 - never changed
    csrf_token: Annotated[str, Form(max_length=200)] = "",
    back: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Acknowledge the chosen referrals, each if it still stands as it was read; back to the same list."""
    list_address = _list_address(back)
    try:
        user.check_csrf(csrf_token)
        pairs = [match.groups() for one in chosen if (match := _CHOSEN.fullmatch(one))]
        result = bulk.acknowledge(
            session, user.principal, [(referral_id, int(version)) for referral_id, version in pairs], now
        )
    except DomainError as error:
        raise Told(list_address, error) from error
    response = redirect(request, list_address)
    bulk_report.keep(request, response, result)
    return response


def _list_address(query: str) -> str:
    """The inbox's address with these parameters, unless they are none of its own."""
    try:
        return Asked.model_validate(dict(parse_qsl(query))).address()
    except ValidationError:
        return HOME
