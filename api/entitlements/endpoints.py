"""Routes, promises and completed courses over HTTP, for coordinators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.paging import NO_NUL
from api.core.problems import refusals
from api.entitlements import completions, repository, signing_up
from api.entitlements.errors import (
    CandidateUnknown,
    CompletedInFuture,
    CompletionUnknown,
    SignupDoesNotFit,
    SignupExists,
    SignupUnknown,
)
from api.entitlements.models import InterviewSignup
from api.entitlements.routes import every_route
from api.entitlements.schemas import (
    CompletionIn,
    CompletionList,
    CompletionOut,
    RouteList,
    RouteOut,
    SignupIn,
    SignupList,
    SignupOut,
)
from api.entitlements.signing_up import Promise
from api.staff.auth import Coordinator

router = APIRouter(prefix="/v1/coordinator", tags=["coordinator"])

Id = Annotated[str, Path(max_length=80, pattern=NO_NUL)]


@router.get("/interview-routes")
def list_routes(_: Coordinator) -> RouteList:
    """The rules that grant guaranteed interviews, the one that is looked at first in front."""
    return RouteList(items=[RouteOut.model_validate(route) for route in every_route()])


@router.get("/interview-signups")
def list_signups(session: SessionDep, _: Coordinator) -> SignupList:
    """Employers' promises, those that have ended too."""
    return SignupList(items=[_signup(row, granted) for row, granted in signing_up.every_signup(session)])


@router.post("/interview-signups", status_code=201, responses=refusals(SignupDoesNotFit, SignupExists))
def sign_up(promise: SignupIn, session: SessionDep, _: Coordinator) -> SignupOut:
    """Record an employer's promise to interview people who come by one route."""
    return _signup(signing_up.sign_up(session, Promise(**promise.model_dump())), 0)


@router.post("/interview-signups/{signup_id}/end", responses=refusals(SignupUnknown))
def end_signup(signup_id: Id, session: SessionDep, now: NowDep, _: Coordinator) -> SignupOut:
    """End a promise today. Interviews granted under it are still owed."""
    row = signing_up.end(session, signup_id, local_day(now))
    return _signup(row, repository.granted_under(session, [row.id])[row.id])


@router.get("/candidates/{candidate_id}/completions", responses=refusals(CandidateUnknown))
def list_completions(candidate_id: Id, session: SessionDep, _: Coordinator) -> CompletionList:
    """Courses a candidate completed, the latest first."""
    rows = completions.of_candidate(session, candidate_id)
    return CompletionList(items=[CompletionOut.model_validate(row) for row in rows])


@router.post(
    "/candidates/{candidate_id}/completions",
    status_code=201,
    responses=refusals(CandidateUnknown, CompletedInFuture),
)
def record_completion(
    candidate_id: Id, course: CompletionIn, session: SessionDep, now: NowDep, principal: Coordinator
) -> CompletionOut:
    """Record that a candidate completed a course; recording the same twice is one record."""
    row = completions.record(
        session,
        candidate_id,
        kind=course.kind,
        completed_on=course.completed_on,
        evidence=course.evidence,
        actor=principal.actor,
        now=now,
    )
    return CompletionOut.model_validate(row)


@router.delete(
    "/candidates/{candidate_id}/completions/{completion_id}",
    status_code=204,
    responses=refusals(CompletionUnknown),
)
def remove_completion(candidate_id: Id, completion_id: Id, session: SessionDep, _: Coordinator) -> None:
    """Take out a record that was wrong. Interviews granted by it stay."""
    completions.remove(session, candidate_id, completion_id)


def _signup(row: InterviewSignup, granted: int) -> SignupOut:
    columns = {name: getattr(row, name) for name in SignupOut.model_fields if name != "granted"}
    return SignupOut(**columns, granted=granted)
