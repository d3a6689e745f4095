"""Referrals over HTTP, for recruiters' systems."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import AwareDatetime

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.paging import DEFAULT_PAGE, EMPTY_IS_ABSENT, NO_NUL, CursorQuery, LimitQuery
from api.referrals import reporting, service
from api.referrals.errors import ChangedMeanwhile
from api.referrals.schemas import EventIn, ReferralOut, ReferralPageOut, referral_out
from api.referrals.statuses import Status
from api.referrals.views import ReferralView
from api.staff.auth import Recruiter

router = APIRouter(tags=["referrals"])


ReferralId = Annotated[str, Path(max_length=80, pattern=NO_NUL)]


@router.get("/v1/referrals")
def list_referrals(
    principal: Recruiter,
    session: SessionDep,
    now: NowDep,
    status: Annotated[Status | None, EMPTY_IS_ABSENT, Query()] = None,
    updated_since: Annotated[
        AwareDatetime | None,
        EMPTY_IS_ABSENT,
        Query(description="Changed at this moment or later, such as `2026-06-03T12:00:00Z`."),
    ] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = DEFAULT_PAGE,
) -> ReferralPageOut:
    """Referrals to your employer and to those that recruit through it, the longest unchanged first.

    One that changes while you page through moves to the end: you may see it twice, you never miss it.
    """
    page = service.page(
        session,
        principal,
        now=now,
        status=status,
        updated_since=updated_since,
        cursor=cursor,
        limit=limit,
    )
    return ReferralPageOut(items=[referral_out(view) for view in page.items], next_cursor=page.next_cursor)


@router.get("/v1/referrals/{referral_id}")
def read_referral(
    referral_id: ReferralId, principal: Recruiter, session: SessionDep, now: NowDep, response: Response
) -> ReferralOut:
    """One referral. Its ETag goes into If-Match when you report an event."""
    return _answer(service.read(session, principal, referral_id, now=now), response)


@router.post("/v1/referrals/{referral_id}/events")
def report_event(
    referral_id: ReferralId,
    event: EventIn,
    principal: Recruiter,
    session: SessionDep,
    now: NowDep,
    response: Response,
    if_match: Annotated[str | None, Header(max_length=100)] = None,
) -> ReferralOut:
    """Report what happened; the answer is the referral as it stands now."""
    view = reporting.report(
        session,
        principal,
        referral_id,
        event.type,
        now=now,
        reason_code=event.reason_code,
        note=event.note,
        expected_version=expected_version(if_match),
    )
    return _answer(view, response)


def _answer(view: ReferralView, response: Response) -> ReferralOut:
    response.headers["ETag"] = f'"{view.version}"'
    response.headers["Cache-Control"] = "private, no-store"
    return referral_out(view)


def expected_version(if_match: str | None) -> int | None:
    """The version an If-Match header names; null when it names none.

    Raises
    ------
    ChangedMeanwhile
        It is no ETag of a referral.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    tag = re.fullmatch(r'\s*(?:W/)?"(\d{1,9})"\s*', if_match)
    if tag is None:
        raise ChangedMeanwhile
    return int(tag[1])
