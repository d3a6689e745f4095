"""Interviews over HTTP: times offered by recruiters' systems, and the calendar file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.paging import NO_NUL
from api.core.problems import refusals
from api.interviews import repository, service
from api.interviews.calendar import calendar_file
from api.interviews.errors import InterviewUnknown, TimesUnfit
from api.interviews.schemas import InterviewOffer, InterviewOut, interview_out
from api.referrals.endpoints import ReferralId, read_version
from api.referrals.errors import ChangedMeanwhile, IllegalMove, ReferralUnknown
from api.staff.auth import ReferralWriter

router = APIRouter(tags=["interviews"])


@router.put(
    "/v1/referrals/{referral_id}/interview",
    responses=refusals(TimesUnfit, ReferralUnknown, IllegalMove, ChangedMeanwhile),
)
def offer_times(
    referral_id: ReferralId,
    wish: InterviewOffer,
    request: Request,
    principal: ReferralWriter,
    session: SessionDep,
    now: NowDep,
    if_match: Annotated[str | None, Header(max_length=100)] = None,
) -> InterviewOut:
    """Offer times; the candidate chooses one in the chat, in their language. New times replace the old ones."""
    interview = service.offer(
        session,
        principal,
        referral_id,
        wish.times,
        minutes=wish.minutes,
        place=wish.place.replace("\x00", ""),
        now=now,
        expected_version=read_version(if_match),
    )
    return interview_out(interview, request.app.state.settings.base_url)


@router.get("/v1/referrals/{referral_id}/interview", responses=refusals(ReferralUnknown, InterviewUnknown))
def read_interview(
    referral_id: ReferralId, request: Request, principal: ReferralWriter, session: SessionDep
) -> InterviewOut:
    """The interview that is offered or booked."""
    interview = service.open_for(session, principal, referral_id)
    return interview_out(interview, request.app.state.settings.base_url)


@router.get(
    "/v1/interviews/{calendar_token}.ics",
    response_class=Response,
    responses={
        200: {"content": {"text/calendar": {}}, "description": "The calendar file."},
        **refusals(InterviewUnknown),
    },
)
def read_calendar(
    calendar_token: Annotated[str, Path(max_length=100, pattern=NO_NUL)], session: SessionDep, now: NowDep
) -> Response:
    """The interview for a calendar, at an address only the two sides know."""
    interview = repository.by_calendar_token(session, calendar_token)
    if interview is None:
        raise InterviewUnknown
    referral = repository.referral_of(session, interview)
    return Response(
        calendar_file(interview, referral, now),
        media_type="text/calendar",
        headers={
            "Content-Disposition": 'attachment; filename="interview.ics"',
            "Cache-Control": "private, no-store",
        },
    )
