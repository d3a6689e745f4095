"""Queries about redundancy events and programmes."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.programmes.mentions import mentioned
from api.programmes.models import Programme, RedundancyEvent

# People hear of a redundancy before it happens (collective consultation starts up to 45 days ahead,
# and notice adds up to 12 weeks: GOV.UK, redundancy: your rights), and look for work long after it.
_KNOWN_BEFORE = timedelta(days=45 + 12 * 7)
_REMEMBERED_FOR = timedelta(days=365)


def events(session: Session, today: date) -> list[RedundancyEvent]:
    """Events announced and not yet a year past, the latest first."""
    query = (
        select(RedundancyEvent)
        .where(
            RedundancyEvent.first_on <= today + _KNOWN_BEFORE,
            RedundancyEvent.last_on >= today - _REMEMBERED_FOR,
        )
        .order_by(RedundancyEvent.last_on.desc(), RedundancyEvent.id)
    )
    return list(session.scalars(query))


def find_event(session: Session, text: str, today: date | None = None) -> list[RedundancyEvent]:
    """Events whose employer a sentence names, in any language and with slips of the pen, best first.

    A name that several events share brings them all. With `today` only current events are looked
    for. Empty when nothing in the sentence is close enough to a name.
    """
    if today is not None:
        rows = events(session, today)
    else:
        rows = list(session.scalars(select(RedundancyEvent).order_by(RedundancyEvent.id)))
    by_id = {row.id: row for row in rows}
    names = {row.id: (row.employer_name, f"{row.employer_name} {row.site}", *row.aliases) for row in rows}
    return [by_id[event_id] for event_id in mentioned(text, names)]


def programmes(session: Session) -> list[Programme]:
    """All programmes by name."""
    return list(session.scalars(select(Programme).order_by(Programme.name, Programme.id)))
