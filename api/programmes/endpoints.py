"""Redundancy events and programmes over HTTP, for coordinators."""

from __future__ import annotations

from fastapi import APIRouter

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.programmes import repository
from api.programmes.schemas import ProgrammeList, ProgrammeOut, RedundancyEventList, RedundancyEventOut
from api.staff.auth import Coordinator

router = APIRouter(tags=["coordinator"])


@router.get("/v1/coordinator/redundancy-events")
def list_redundancy_events(session: SessionDep, now: NowDep, _: Coordinator) -> RedundancyEventList:
    """The region's current redundancy events, the latest first."""
    rows = repository.events(session, local_day(now))
    return RedundancyEventList(items=[RedundancyEventOut.model_validate(row) for row in rows])


@router.get("/v1/coordinator/programmes")
def list_programmes(session: SessionDep, _: Coordinator) -> ProgrammeList:
    """All programmes by name."""
    rows = repository.programmes(session)
    return ProgrammeList(items=[ProgrammeOut.model_validate(row) for row in rows])
