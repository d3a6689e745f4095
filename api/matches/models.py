"""What was shown to whom, at which position: the material the ranking learns from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base
from api.core.ids import new_id


class ShownMatch(Base):
    """One opportunity as it was shown to one candidate.

    ``ranker`` names the ranking in use, ``features`` what it saw and ``contributions`` what each
    feature added; null for what was shown before these were kept.
    """

    __tablename__ = "shown_matches"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: new_id("mat"))
    candidate_id: Mapped[str] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    opportunity_id: Mapped[str] = mapped_column(ForeignKey("opportunities.id"), index=True)
    shown_at: Mapped[datetime]
    rank: Mapped[int]
    status: Mapped[str]
    score: Mapped[float]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pathway: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    ranker: Mapped[str | None]
    features: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    contributions: Mapped[dict[str, Any] | None] = mapped_column(JSON)
