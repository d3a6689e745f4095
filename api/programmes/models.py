"""Redundancy events and programmes: data with a source and dates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class RedundancyEvent(Base):
    """An employer that lets many people go, and when."""

    __tablename__ = "redundancy_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    employer_name: Mapped[str]
    site: Mapped[str]
    aliases: Mapped[list[str]]
    first_on: Mapped[date]
    last_on: Mapped[date]
    headcount: Mapped[int | None]
    affected: Mapped[int]
    evidence: Mapped[str]
    source: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)

    @property
    def name(self) -> str:
        """Employer and site, as people know the event: "Oscar Mayer, Chard"."""
        return f"{self.employer_name}, {self.site}"


class Programme(Base):
    """A programme with dated intakes (its intakes are opportunities)."""

    __tablename__ = "programmes"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    provider_id: Mapped[str] = mapped_column(ForeignKey("employers.id"))
    description: Mapped[str]
    source: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)
