"""Opportunities over HTTP: public to read; intakes for coordinators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import StringConstraints
from sqlalchemy.orm import Session

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.errors import DomainError
from api.core.i18n import N_
from api.core.paging import DEFAULT_PAGE, EMPTY_IS_ABSENT, NO_NUL, CursorQuery, InvalidCursor, LimitQuery
from api.core.problems import refusals
from api.opportunities import repository
from api.opportunities.job_posting import JSON_LD, job_posting, job_posting_list
from api.opportunities.models import Opportunity
from api.opportunities.negotiation import cacheable, wants_json_ld
from api.opportunities.schemas import (
    IntakeList,
    IntakeOut,
    InterviewRoute,
    Kind,
    OpportunityOut,
    OpportunityPage,
    opportunity_out,
)
from api.staff.auth import Coordinator

router = APIRouter()

# Which guaranteed interviews hold for which opportunities is decided in a room above this one;
# the assembled application says where (`app.state.interview_routes`).
InterviewRoutes = Callable[[Session, Sequence[Opportunity], date], dict[str, list[InterviewRoute]]]


class OpportunityUnknown(DomainError):
    """No opportunity has this id."""

    code = "opportunity.unknown"
    status = 404
    sentence = N_("We do not know this opportunity.")


def _interview_routes(request: Request) -> InterviewRoutes:
    routes: InterviewRoutes = request.app.state.interview_routes
    return routes


ShortText = Annotated[str, StringConstraints(max_length=80, pattern=NO_NUL)]
RoutesDep = Annotated[InterviewRoutes, Depends(_interview_routes)]
_LD_DOC: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {JSON_LD: {"schema": {"type": "object"}}},
        "description": "JSON, or schema.org JobPosting as JSON-LD.",
    },
    304: {"description": "Nothing has changed since the answer whose ETag came in If-None-Match."},
}


@router.get(
    "/v1/opportunities",
    response_model=OpportunityPage,
    responses={**_LD_DOC, **refusals(InvalidCursor)},
    tags=["opportunities"],
)
def list_opportunities(
    request: Request,
    session: SessionDep,
    now: NowDep,
    routes_of: RoutesDep,
    kind: Annotated[Kind | None, EMPTY_IS_ABSENT, Query(alias="type")] = None,
    role: Annotated[ShortText | None, EMPTY_IS_ABSENT, Query()] = None,
    place: Annotated[
        ShortText | None, EMPTY_IS_ABSENT, Query(description="A town or the first half of a postcode.")
    ] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = DEFAULT_PAGE,
) -> Response:
    """What is open today, newest first."""
    today = local_day(now)
    rows, next_cursor = repository.open_page(
        session, today, kind=kind, role=role, place=place, cursor=cursor, limit=limit
    )
    routes = routes_of(session, rows, today)
    next_page = str(request.url.include_query_params(cursor=next_cursor)) if next_cursor else None
    if wants_json_ld(request):
        return cacheable(request, job_posting_list(rows, routes), JSON_LD, next_page)
    items = [opportunity_out(row, routes.get(row.id, ())) for row in rows]
    page = OpportunityPage(items=items, next_cursor=next_cursor)
    return cacheable(request, page.model_dump(mode="json"), "application/json", next_page)


@router.get(
    "/v1/opportunities/{opportunity_id}",
    response_model=OpportunityOut,
    responses={**_LD_DOC, **refusals(OpportunityUnknown)},
    tags=["opportunities"],
)
def read_opportunity(
    request: Request,
    session: SessionDep,
    now: NowDep,
    routes_of: RoutesDep,
    opportunity_id: Annotated[str, Path(max_length=120, pattern=NO_NUL)],
) -> Response:
    """One opportunity, also when it is no longer open."""
    row = repository.find(session, opportunity_id)
    if row is None:
        raise OpportunityUnknown
    routes = routes_of(session, [row], local_day(now)).get(row.id, [])
    if wants_json_ld(request):
        return cacheable(request, job_posting(row, routes), JSON_LD)
    return cacheable(request, opportunity_out(row, routes).model_dump(mode="json"), "application/json")


@router.get("/v1/coordinator/intakes", tags=["coordinator"])
def list_intakes(session: SessionDep, now: NowDep, routes_of: RoutesDep, _: Coordinator) -> IntakeList:
    """Intakes of programmes that have not ended, the next to start first."""
    today = local_day(now)
    rows = repository.intakes(session, today)
    routes = routes_of(session, rows, today)
    items = [
        IntakeOut(
            opportunity=opportunity_out(row, routes.get(row.id, ())),
            programme_id=row.programme_id or "",
            places=row.places,
            places_taken=row.places_taken,
        )
        for row in rows
    ]
    return IntakeList(items=items)
