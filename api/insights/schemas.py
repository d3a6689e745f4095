"""What goes over the wire about coordinators' measures."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel


class FunnelStepOut(BaseModel):
    """A step and how many people reached it."""

    code: str
    label: str
    count: int


class FunnelOut(BaseModel):
    """The funnel as it stood at a moment."""

    counted_at: datetime
    steps: list[FunnelStepOut]
