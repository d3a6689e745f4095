"""From "in so many days" to dates, seen from the day a region is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from api.cli.demo.entries import OpportunityEntry


@dataclass(frozen=True, slots=True)
class Dated:
    """One vacancy or intake with its dates and places."""

    id: str
    posted_on: date
    closes_on: date | None
    starts_on: date | None
    ends_on: date | None
    places: int
    places_taken: int


def monday_from(day: date) -> date:
    """The first Monday on or after a day: jobs and intakes start at the beginning of a week."""
    return day + timedelta(days=-day.weekday() % 7)


def dated(entry: OpportunityEntry, loaded_on: date) -> Iterator[Dated]:
    """The vacancy, or each intake, of an entry.

    An intake carries its start in its identity (``swap-chard-2021-06-07``): loading the region
    again weeks later adds new intakes and leaves alone those people were referred to.
    """
    posted_on = loaded_on - timedelta(days=entry.posted_days_ago)
    plan = entry.intakes
    if plan is None:
        yield Dated(
            id=entry.id,
            posted_on=posted_on,
            closes_on=_in_days(loaded_on, entry.closes_in_days),
            starts_on=_monday_in_days(loaded_on, entry.starts_in_days),
            ends_on=None,
            places=entry.places or 1,
            places_taken=entry.places_taken,
        )
        return
    first = monday_from(loaded_on + timedelta(days=plan.first_in_days))
    for number, taken in enumerate(plan.taken):
        starts_on = first + timedelta(weeks=number * plan.every_weeks)
        closes_on = starts_on - timedelta(days=plan.closes_days_before)
        yield Dated(
            id=f"{entry.id}-{starts_on.isoformat()}",
            posted_on=min(posted_on, closes_on),
            closes_on=closes_on,
            starts_on=starts_on,
            # A course of whole weeks that starts on a Monday ends on a Friday.
            ends_on=starts_on + timedelta(weeks=plan.length_weeks, days=-3),
            places=plan.places,
            places_taken=taken,
        )


def _in_days(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)


def _monday_in_days(day: date, days: int | None) -> date | None:
    return None if days is None else monday_from(day + timedelta(days=days))
