"""Bring the rows of the database in line with a region's entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.cli.demo.dating import Dated, dated
from api.cli.demo.entries import OpportunityEntry
from api.cli.demo.reading import Region, SeedError
from api.entitlements.models import InterviewSignup
from api.opportunities.models import Opportunity
from api.programmes.models import Programme, RedundancyEvent
from api.staff.models import Employer
from matcher.records import Place

R = TypeVar("R", Employer, RedundancyEvent, Programme, Opportunity, InterviewSignup)


class RegionWriter:
    """Writes one region into an open transaction and counts what it did.

    Rows are found by identity: those that are there are brought up to date, the others added.
    Candidates, referrals and granted interviews are never read or written.
    """

    def __init__(self, session: Session, region: Region, loaded_on: date, *, moved: bool) -> None:
        self._session = session
        self._region = region
        self._loaded_on = loaded_on
        self._moved = moved
        self.added: Counter[str] = Counter()
        self.updated: Counter[str] = Counter()
        self.closed: Counter[str] = Counter()

    def write(self, places: Mapping[str, Place]) -> None:
        """Write everything, what others refer to first."""
        self._employers()
        self._events()
        self._programmes()
        self._opportunities(places)
        self._signups()

    def _day(self, days: int) -> date:
        return self._loaded_on + timedelta(days=days)

    def _employers(self) -> None:
        # Those that recruit through another come after it.
        for through_another in (False, True):
            self._bring_in_line(
                Employer,
                {
                    entry.id: {
                        "name": entry.name,
                        "kind": entry.kind,
                        "recruits_through_id": entry.recruits_through,
                        "disability_confident": entry.disability_confident,
                    }
                    for entry in self._region.employers
                    if (entry.recruits_through is not None) is through_another
                },
            )

    def _events(self) -> None:
        self._bring_in_line(
            RedundancyEvent,
            {
                entry.id: {
                    **entry.model_dump(exclude={"id", "first_in_days", "last_in_days"}),
                    "first_on": self._day(entry.first_in_days),
                    "last_on": self._day(entry.last_in_days),
                }
                for entry in self._region.events
            },
        )

    def _programmes(self) -> None:
        self._bring_in_line(
            Programme,
            {
                entry.id: {
                    **entry.model_dump(exclude={"id", "provider"}),
                    "provider_id": entry.provider,
                }
                for entry in self._region.programmes
            },
        )

    def _signups(self) -> None:
        wanted = {
            f"{entry.employer}-{event or route.replace('_', '-')}": {
                "employer_id": entry.employer,
                "route": route,
                "event_id": event,
                "valid_from": self._day(entry.valid_from_in_days),
                "valid_to": self._day(entry.valid_to_in_days),
                "respond_within_working_days": entry.respond_within_working_days,
                "limit_number": entry.limit_number,
                "limit_days": entry.limit_days,
                "evidence": entry.evidence,
            }
            for entry in self._region.signups
            for route, event in entry.promises
        }
        _, gone = self._bring_in_line(InterviewSignup, wanted)
        for row in gone:
            # Interviews granted under it may refer to it, so the promise ends and the row stays.
            ended_on = self._loaded_on - timedelta(days=1)
            if row.valid_to > ended_on:
                row.valid_to = max(ended_on, row.valid_from)
                self.closed[row.__tablename__] += 1

    def _opportunities(self, places: Mapping[str, Place]) -> None:
        both = [
            (entry, one) for _, entry in self._region.opportunities for one in dated(entry, self._loaded_on)
        ]
        there, gone = self._bring_in_line(
            Opportunity,
            {one.id: _opportunity(entry, one, places[entry.id]) for entry, one in both},
            {one.id: {"places_taken": one.places_taken} for _, one in both},
        )
        for row in gone:
            if row.status == "open":
                row.status = "closed"
                self.closed[row.__tablename__] += 1
        if self._moved:
            # Places that people took stay taken; what was withdrawn by a person stays withdrawn.
            for _, one in both:
                if (known := there.get(one.id)) is not None:
                    known.places_taken = max(known.places_taken, one.places_taken)
                    known.status = "open" if known.status == "closed" else known.status

    def _bring_in_line(
        self,
        model: type[R],
        wanted: Mapping[str, dict[str, Any]],
        when_new: Mapping[str, dict[str, Any]] | None = None,
    ) -> tuple[dict[str, R], list[R]]:
        """Add and update; return the rows that were there before, and the demo rows no longer wanted.

        `when_new` is what changes while people use the demo: it is set in a new row only.
        """
        query = select(model).where(model.id.in_(wanted) | model.demo.is_(True))
        found = {row.id: row for row in self._session.scalars(query)}
        there = {row_id: found.pop(row_id) for row_id in wanted if row_id in found}
        for row_id, values in wanted.items():
            row = there.get(row_id)
            if row is None:
                self._session.add(model(id=row_id, demo=True, **values, **(when_new or {}).get(row_id, {})))
                self.added[model.__tablename__] += 1
                continue
            if not row.demo:
                raise SeedError(f"{model.__tablename__} “{row_id}” is real, not demo; nothing was loaded.")
            for name, value in values.items():
                setattr(row, name, value)
            self.updated[model.__tablename__] += self._session.is_modified(row)
        self._session.flush()
        return there, list(found.values())


def _opportunity(entry: OpportunityEntry, one: Dated, place: Place) -> dict[str, Any]:
    return {
        **entry.model_dump(
            include={
                "type",
                "role",
                "title",
                "description",
                "shifts",
                "first_shift_start",
                "pay_hourly_min",
                "band",
                "dbs",
                "driving",
                "skills_wanted",
                "experience_required",
                "leads_to_roles",
                "esol_level",
                "minimum_age",
                "benefit_required",
                "checks_paid_by",
                "review_mode",
            }
        ),
        "employer_id": entry.employer,
        "programme_id": entry.programme,
        "place": place.name,
        "outward_code": place.outward_code,
        "lat": place.lat,
        "lon": place.lon,
        "hours_min": entry.hours.min if entry.hours else None,
        "hours_max": entry.hours.max if entry.hours else None,
        "english_speaking": entry.english.speaking,
        "english_reading": entry.english.reading,
        "english_writing": entry.english.writing,
        "posted_on": one.posted_on,
        "closes_on": one.closes_on,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "places": one.places,
    }
