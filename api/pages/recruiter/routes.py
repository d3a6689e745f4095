"""The recruiters' page at ``/recruiter``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Path, Query, Request, Response

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.pages.recruiter.wording import EVENT_BUTTONS, OUTCOMES, STATUSES, shared_facts
from api.pages.rendering import page
from api.pages.staff_session import (
    RecruiterUser,
    Told,
    forget_flash,
    redirect,
    staff_context,
)
from api.referrals import reporting
from api.referrals import service as referrals
from api.referrals.refusals import DECLINE_REASONS, WITHDRAW_REASONS, offered
from api.referrals.statuses import FINAL, EventType
from api.referrals.views import ReferralView

router = APIRouter()

HOME = "/recruiter"

Show = Literal["open", "ended"]


def _urgency(view: ReferralView) -> tuple[date, float]:
    interview = view.guaranteed_interview
    waits = interview is not None and interview.outcome is None
    respond_by = interview.respond_by if interview and waits else date.max
    return respond_by, -view.created_at.timestamp()


def _reasons(today: date) -> dict[EventType, dict[Any, str]]:
    return {
        EventType.DECLINED: dict(offered(DECLINE_REASONS, today)),
        EventType.WITHDRAWN: dict(offered(WITHDRAW_REASONS, today)),
    }


@router.get(HOME)
def read_inbox(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: RecruiterUser,
    show: Annotated[Show, Query()] = "open",
) -> Response:
    """Referrals to the signed-in recruiter's employer, those that must be answered soonest first."""
    views = referrals.inbox(session, user.principal, now=now)
    ended = [view for view in views if view.status in FINAL]
    under_way = sorted((view for view in views if view.status not in FINAL), key=_urgency)
    context = staff_context(request, user)
    response = page(
        request,
        "recruiter/inbox.jinja",
        items=under_way if show == "open" else ended,
        counts={"open": len(under_way), "ended": len(ended)},
        show=show,
        statuses=STATUSES,
        outcomes=OUTCOMES,
        event_buttons=EVENT_BUTTONS,
        reasons=_reasons(local_day(now)),
        shared_facts=shared_facts,
        **context,
    )
    forget_flash(response)
    return response


@router.post(HOME + "/referrals/{referral_id}/events")
def report_event(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: RecruiterUser,
    referral_id: Annotated[str, Path(max_length=80, pattern=r"^\w+$")],
    event: Annotated[EventType, Form(alias="type")],
    version: Annotated[int, Form()],
    csrf_token: Annotated[str, Form(max_length=200)] = "",
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
        raise Told(HOME, error) from error
    return redirect(request, HOME, "reported", view.reference)
