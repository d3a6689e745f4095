"""The market of the day, laid out once and kept until an opportunity changes."""

from __future__ import annotations

from datetime import date
from threading import Lock

from sqlalchemy.orm import Session

from api.opportunities import repository as opportunities
from matcher import Market


class Markets:
    """Keeps the last market; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[tuple[date, int, int], Market] | None = None

    def on(self, session: Session, today: date) -> Market:
        """What is open on a day, as the session sees it."""
        mark = (today, *opportunities.revision(session))
        kept = self._kept
        if kept is not None and kept[0] == mark:
            return kept[1]
        market = Market(opportunities.to_record(row) for row in opportunities.open_on(session, today))
        with self._lock:
            self._kept = (mark, market)
        return market
