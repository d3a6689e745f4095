"""One referral at ``/recruiter/referrals/…``: what was shared, what happened, what happens next."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request, Response

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.pages.recruiter.asked import HOME
from api.pages.recruiter.case import fits_because, interview_facts, log_lines, still_needed
from api.pages.recruiter.wording import EVENT_BUTTONS, OUTCOMES, STATUSES, plain_day, shared_facts
from api.pages.rendering import page
from api.pages.staff_session import RecruiterUser, Told, forget_flash, redirect, staff_context
from api.referrals import notes, reporting
from api.referrals import service as referrals
from api.referrals.errors import ReferralUnknown
from api.referrals.refusals import DECLINE_REASONS, WITHDRAW_REASONS, offered
from api.referrals.statuses import EventType

router = APIRouter()

Id = Annotated[str, Path(max_length=80, pattern=r"^\w+$")]
Csrf = Annotated[str, Form(max_length=200)]


def _path(referral_id: str) -> str:
    return f"{HOME}/referrals/{referral_id}"


def _back(referral_id: str, error: DomainError) -> str:
    """Where a refused form is told: on its referral, unless that is not the reader's."""
    return HOME if isinstance(error, ReferralUnknown) else _path(referral_id)


def _reasons(today: date) -> dict[EventType, dict[Any, str]]:
    return {
        EventType.DECLINED: dict(offered(DECLINE_REASONS, today)),
        EventType.WITHDRAWN: dict(offered(WITHDRAW_REASONS, today)),
    }


@router.get(HOME + "/referrals/{referral_id}")
def read_referral(
    request: Request, session: SessionDep, now: NowDep, user: RecruiterUser, referral_id: Id
) -> Response:
    """Everything about a referral that its recruiter may know."""
    try:
        view = referrals.read(session, user.principal, referral_id, now=now)
    except ReferralUnknown as error:
        raise Told(HOME, error) from error
    response = page(
        request,
        "recruiter/referral.jinja",
        item=view,
        fits=fits_because(view),
        needed=still_needed(view),
        promise=interview_facts(view),
        log=log_lines(view),
        notes=notes.of_referral(session, user.principal, view.id),
        longest_note=notes.LONGEST,
        statuses=STATUSES,
        outcomes=OUTCOMES,
        event_buttons=EVENT_BUTTONS,
        reasons=_reasons(local_day(now)),
        shared_facts=shared_facts,
        plain_day=plain_day,
        **staff_context(request, user),
    )
    forget_flash(response)
    return response


@router.post(HOME + "/referrals/{referral_id}/events")
def report_event(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: RecruiterUser,
    referral_id: Id,
    event: Annotated[EventType, Form(alias="type")],
    version: Annotated[int, Form()],
    csrf_token: Csrf = "",
    reason_code: Annotated[str, Form(max_length=60)] = "",
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Write what happened into the referral's log."""
    try:
        user.check_csrf(csrf_token)
        view = reporting.report(
            session,
            user.principal,
            referral_id,
            event,
            now=now,
            reason_code=reason_code or None,
            note=note.replace("\x00", "") or None,
            expected_version=version,
        )
    except DomainError as error:
        raise Told(_back(referral_id, error), error) from error
    return redirect(request, _path(referral_id), "reported", view.reference)


@router.post(HOME + "/referrals/{referral_id}/notes")
def add_note(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: RecruiterUser,
    referral_id: Id,
    csrf_token: Csrf = "",
    text: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Write a note for colleagues of the same employer."""
    try:
        user.check_csrf(csrf_token)
        reference = notes.add(session, user.principal, referral_id, text.replace("\x00", ""), now)
    except DomainError as error:
        raise Told(_back(referral_id, error), error) from error
    return redirect(request, _path(referral_id), "noted", reference)
