"""Coordinators' measures over HTTP."""

from __future__ import annotations

import math

from fastapi import APIRouter

from api.core.clock import NowDep
from api.core.db import SessionDep
from api.insights import fairness, service
from api.insights.schemas import FairnessOut, FunnelOut, FunnelStepOut, GroupRateOut, IntervalOut
from api.staff.auth import Coordinator
from matcher.evaluate import Interval

router = APIRouter(prefix="/v1/coordinator/insights", tags=["coordinator"])


@router.get("/funnel")
def read_funnel(session: SessionDep, now: NowDep, _: Coordinator) -> FunnelOut:
    """How many people get how far, from the first message to the first day at work."""
    steps = [
        FunnelStepOut(code=step.code, label=step.label, count=step.count) for step in service.funnel(session)
    ]
    return FunnelOut(counted_at=now, steps=steps)


@router.get("/fairness")
def read_fairness(session: SessionDep, now: NowDep, _: Coordinator) -> FairnessOut:
    """Who is shown, accepted, referred, interviewed and hired, by group; small groups are hidden."""
    from matcher.fairness import SMALLEST_CELL

    found = [
        GroupRateOut(
            attribute=one.attribute,
            group=one.group,
            stage=one.outcome,
            people=one.people,
            rate=one.rate,
            ratio=_interval(one.ratio),
            difference=_interval(one.difference),
            reference=one.reference,
        )
        for one in fairness.rates(session)
    ]
    return FairnessOut(counted_at=now, smallest_group=SMALLEST_CELL, rates=found)


def _interval(known: Interval | None) -> IntervalOut | None:
    if known is None:
        return None
    value, low, high = (one if math.isfinite(one) else None for one in (known.value, known.low, known.high))
    return IntervalOut(value=value, low=low, high=high)
