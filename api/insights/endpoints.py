"""Coordinators' measures over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.insights import service
from api.insights.schemas import FunnelOut, FunnelStepOut
from api.staff.auth import Coordinator

router = APIRouter(prefix="/v1/coordinator/insights", tags=["coordinator"])


@router.get("/funnel")
def read_funnel(session: SessionDep, now: NowDep, _: Coordinator) -> FunnelOut:
    """How many people get how far, from the first message to the first day at work."""
    steps = [
        FunnelStepOut(code=step.code, label=step.label, count=step.count) for step in service.funnel(session)
    ]
    return FunnelOut(counted_at=now, steps=steps)
