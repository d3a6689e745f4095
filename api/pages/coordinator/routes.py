"""The coordinators' page at ``/coordinator``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response

from api.chat import hand_over
from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.insights import service as insights
from api.pages.recruiter.wording import (
    ATTENTION,
    OUTCOMES,
    ROUTES,
    STATUSES,
    contested_words,
    language_name,
    refusal,
    shared_facts,
)
from api.pages.rendering import page
from api.pages.staff_session import CoordinatorUser, Told, forget_flash, redirect, staff_context
from api.referrals.refusals import offered
from api.referrals.statuses import FINAL
from api.reviews import rulings
from api.reviews import service as reviews
from api.reviews.reasons import OVERTURN_REASONS, STOP_REASONS, UPHOLD_REASONS
from api.reviews.rulings import Ruling

router = APIRouter()

HOME = "/coordinator"

Id = Annotated[str, Path(max_length=80, pattern=r"^\w+$")]
Csrf = Annotated[str, Form(max_length=200)]


@router.get(HOME)
def read_overview(request: Request, session: SessionDep, now: NowDep, user: CoordinatorUser) -> Response:
    """How many people get how far, who wants to speak to a person, and what waits for review."""
    today = local_day(now)
    response = page(
        request,
        "coordinator/overview.jinja",
        funnel=insights.funnel(session),
        queue=reviews.queue(session, now=now),
        people=hand_over.waiting(session),
        statuses=STATUSES,
        outcomes=OUTCOMES,
        ended=FINAL,
        routes=ROUTES,
        attention=ATTENTION,
        contested_words=contested_words,
        stop_reasons=offered(STOP_REASONS, today),
        uphold_reasons=offered(UPHOLD_REASONS, today),
        overturn_reasons=offered(OVERTURN_REASONS, today),
        shared_facts=shared_facts,
        language_name=language_name,
        refusal=refusal,
        **staff_context(request, user),
    )
    forget_flash(response)
    return response


@router.post(HOME + "/referrals/{referral_id}/approve")
def approve(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: CoordinatorUser,
    referral_id: Id,
    csrf_token: Csrf = "",
) -> Response:
    """Approve a referral; one that waited for it is sent now."""
    try:
        user.check_csrf(csrf_token)
        view = reviews.approve(session, user.principal, referral_id, now=now)
    except DomainError as error:
        raise Told(HOME, error) from error
    return redirect(request, HOME, "approved", view.reference)


@router.post(HOME + "/referrals/{referral_id}/stop")
def stop(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: CoordinatorUser,
    referral_id: Id,
    csrf_token: Csrf = "",
    reason_code: Annotated[str, Form(max_length=60)] = "",
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Stop a referral, with a reason: recruiters do not see it any more."""
    try:
        user.check_csrf(csrf_token)
        view = reviews.stop(
            session,
            user.principal,
            referral_id,
            reason_code=reason_code or None,
            note=note.replace("\x00", "") or None,
            now=now,
        )
    except DomainError as error:
        raise Told(HOME, error) from error
    return redirect(request, HOME, "stopped", view.reference)


@router.post(HOME + "/referrals/{referral_id}/ruling/{ruling}")
def rule(
    request: Request,
    session: SessionDep,
    now: NowDep,
    user: CoordinatorUser,
    referral_id: Id,
    ruling: Ruling,
    csrf_token: Csrf = "",
    reason_code: Annotated[str, Form(max_length=60)] = "",
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Decide about a refused guaranteed interview, with a reason."""
    try:
        user.check_csrf(csrf_token)
        view = rulings.rule(
            session,
            user.principal,
            referral_id,
            ruling,
            reason_code=reason_code or None,
            note=note.replace("\x00", "") or None,
            now=now,
        )
    except DomainError as error:
        raise Told(HOME, error) from error
    return redirect(request, HOME, ruling, view.reference)
