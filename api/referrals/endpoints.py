"""Referrals over HTTP, for recruiters' systems."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.etags import content_tag, is_held
from api.core.idempotency import REFUSALS
from api.core.paging import DEFAULT_PAGE, EMPTY_IS_ABSENT, NO_NUL, CursorQuery, InvalidCursor, LimitQuery
from api.core.problems import refusals
from api.opportunities.checks import CheckKind
from api.referrals import check_reporting, reporting, service
from api.referrals.errors import (
    ChangedMeanwhile,
    CheckTooEarly,
    CheckUnknown,
    IllegalMove,
    NoteNeeded,
    NotSustainedYet,
    ReasonNeeded,
    ReasonNotExpected,
    ReasonUnknown,
    ReferralUnknown,
)
from api.referrals.schemas import CheckIn, EventIn, ReferralOut, ReferralPageOut, referral_out
from api.referrals.statuses import Status
from api.referrals.views import ReferralView
from api.staff.auth import ReferralReader, ReferralWriter
from api.staff.once import OnceDep

router = APIRouter(tags=["referrals"])

ReferralId = Annotated[str, Path(max_length=80, pattern=NO_NUL, examples=["ref_9f2c5d0b7a13468e2c90fd41"])]

_UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed since the answer whose ETag came in If-None-Match."}
}
_TAGGED: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"ETag": {"description": "Changes with the answer.", "schema": {"type": "string"}}}}
}


@router.get(
    "/v1/referrals",
    response_model=ReferralPageOut,
    responses={**_TAGGED, **_UNCHANGED, **refusals(InvalidCursor)},
)
def list_referrals(
    request: Request,
    principal: ReferralReader,
    session: SessionDep,
    now: NowDep,
    status: Annotated[Status | None, EMPTY_IS_ABSENT, Query()] = None,
    updated_since: Annotated[
        AwareDatetime | None,
        EMPTY_IS_ABSENT,
        Query(
            description="Changed at this moment or later. When you look again, begin a minute before you "
            "last began: a change takes a moment to be written.",
            examples=["2026-06-03T12:00:00Z"],
        ),
    ] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = DEFAULT_PAGE,
) -> Response:
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
    items = [referral_out(view) for view in page.items]
    return _unless_held(request, ReferralPageOut(items=items, next_cursor=page.next_cursor))


@router.get(
    "/v1/referrals/{referral_id}",
    response_model=ReferralOut,
    responses={**_TAGGED, **_UNCHANGED, **refusals(ReferralUnknown)},
)
def read_referral(
    request: Request, referral_id: ReferralId, principal: ReferralReader, session: SessionDep, now: NowDep
) -> Response:
    """One referral. Its ETag goes into If-Match when you report an event."""
    view = service.read(session, principal, referral_id, now=now)
    return _unless_held(request, referral_out(view), f"{view.version}-")


@router.post(
    "/v1/referrals/{referral_id}/events",
    responses={
        **_TAGGED,
        **refusals(
            ReferralUnknown,
            IllegalMove,
            ChangedMeanwhile,
            ReasonNeeded,
            ReasonUnknown,
            ReasonNotExpected,
            NoteNeeded,
            NotSustainedYet,
            *REFUSALS,
        ),
    },
)
def report_event(
    referral_id: ReferralId,
    event: EventIn,
    principal: ReferralWriter,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
    response: Response,
    if_match: Annotated[
        str | None,
        Header(
            max_length=100,
            description="The ETag of the referral as you last read it. If it has changed since, the answer "
            "is 409 `referral.changed_meanwhile` and nothing happens.",
            examples=['"3-6b1f0c2e9d8a47b5a1e2c3d4f5061728"'],
        ),
    ] = None,
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
        expected_version=read_version(if_match),
    )
    return once.keep(_tagged(view, response), response)


@router.put(
    "/v1/referrals/{referral_id}/checks/{kind}",
    responses={
        **_TAGGED,
        **refusals(ReferralUnknown, CheckUnknown, CheckTooEarly, IllegalMove, ChangedMeanwhile),
    },
)
def report_check(
    referral_id: ReferralId,
    kind: CheckKind,
    check: CheckIn,
    principal: ReferralWriter,
    session: SessionDep,
    now: NowDep,
    response: Response,
    if_match: Annotated[str | None, Header(max_length=100)] = None,
) -> ReferralOut:
    """Report how far a check before the first day is; the answer is the referral as it stands now.

    Keep documents and their numbers where you keep them today: there is no place for them here.
    """
    view = check_reporting.report_check(
        session,
        principal,
        referral_id,
        kind,
        check.state,
        now=now,
        expected_version=read_version(if_match),
    )
    return _tagged(view, response)


# It may be asked again whether it has changed, and is personal.
_CACHE = "private, no-cache"


def _tagged(view: ReferralView, response: Response) -> ReferralOut:
    answer = referral_out(view)
    response.headers["ETag"] = content_tag(answer.model_dump_json().encode(), f"{view.version}-")
    response.headers["Cache-Control"] = _CACHE
    return answer


def _unless_held(request: Request, answer: BaseModel, tag_prefix: str = "") -> Response:
    """The answer with its ETag, or 304 when the client holds it."""
    content = answer.model_dump_json().encode()
    headers = {"ETag": content_tag(content, tag_prefix), "Cache-Control": _CACHE}
    if is_held(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def read_version(if_match: str | None) -> int | None:
    """The version an If-Match header names; null when it names none.

    What a step depends on is the referral, not how the answer was worded.

    Raises
    ------
    ChangedMeanwhile
        It is no ETag of a referral.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    tag = re.fullmatch(r'\s*(?:W/)?"(\d{1,9})(?:-[0-9a-f]{32})?"\s*', if_match)
    if tag is None:
        raise ChangedMeanwhile
    return int(tag[1])
