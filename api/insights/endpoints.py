"""Coordinators' measures over HTTP."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.paging import EMPTY_IS_ABSENT
from api.insights import fairness, interviews, service
from api.insights.schemas import (
    FairnessOut,
    FunnelOut,
    FunnelStepOut,
    GroupRateOut,
    GuaranteedInterviewsOut,
    HonouredOut,
    IntervalOut,
)
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


@router.get("/guaranteed-interviews")
def read_guaranteed_interviews(
    session: SessionDep,
    now: NowDep,
    _: Coordinator,
    response: Response,
    granted_from: Annotated[date | None, EMPTY_IS_ABSENT, Query()] = None,
    granted_to: Annotated[date | None, EMPTY_IS_ABSENT, Query()] = None,
) -> GuaranteedInterviewsOut:
    """Whether employers honour the interviews they promised, by employer and route.

    Every number is shown, however small. Hide small ones before you show them to anybody else.
    """
    response.headers["Cache-Control"] = "private, no-store"
    found = interviews.honoured(session, local_day(now), granted_from, granted_to)
    return GuaranteedInterviewsOut(counted_at=now, rows=[HonouredOut.model_validate(one) for one in found])


def _interval(known: Interval | None) -> IntervalOut | None:
    if known is None:
        return None
    value, low, high = (one if math.isfinite(one) else None for one in (known.value, known.low, known.high))
    return IntervalOut(value=value, low=low, high=high)
