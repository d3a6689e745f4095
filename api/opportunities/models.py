"""Opportunities."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.db import Base
from api.staff.models import Employer


class Opportunity(Base):
    """Something a candidate can go to: a vacancy, an intake, a course, a placement.

    ``review_mode`` says whether a coordinator looks before a referral is sent (``before``) or
    may stop it afterwards under the programme's standing approval (``after``). ``minimum_age`` is in
    years; ``checks`` lists the kinds of check before the first day, where they are not the usual ones of
    its type (`api.opportunities.checks`); ``revision`` grows with every change. What came in from outside
    has the employer's own ``reference`` and the ``source`` that wrote it last; ``inferred`` names the fields
    nobody said.
    """

    __tablename__ = "opportunities"
    __table_args__ = (Index("ix_opportunities_reference", "employer_id", "reference", unique=True),)

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"), index=True)
    programme_id: Mapped[str | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    place: Mapped[str]
    outward_code: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    hours_min: Mapped[float | None]
    hours_max: Mapped[float | None]
    shifts: Mapped[list[str]]
    first_shift_start: Mapped[str | None]
    pay_hourly_min: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    band: Mapped[str | None]
    dbs: Mapped[str]
    driving: Mapped[str]
    english_speaking: Mapped[str | None]
    english_reading: Mapped[str | None]
    english_writing: Mapped[str | None]
    skills_wanted: Mapped[list[str]]
    experience_required: Mapped[bool] = mapped_column(default=False)
    posted_on: Mapped[date]
    closes_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    places: Mapped[int]
    places_taken: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="open", index=True)
    leads_to_roles: Mapped[list[str]]
    esol_level: Mapped[str | None]
    minimum_age: Mapped[int] = mapped_column(default=16)
    benefit_required: Mapped[bool] = mapped_column(default=False)
    checks_paid_by: Mapped[str] = mapped_column(default="employer")
    checks: Mapped[list[str] | None]
    review_mode: Mapped[str] = mapped_column(default="after")
    demo: Mapped[bool] = mapped_column(default=False)
    reference: Mapped[str | None]
    source: Mapped[str | None] = mapped_column(index=True)
    inferred: Mapped[list[str]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012

    employer: Mapped[Employer] = relationship(lazy="raise")
