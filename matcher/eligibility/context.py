"""What a rule may look at besides the candidate and the opportunities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.journeys import Journeys
from matcher.market import Day
from matcher.pathways import Paths


@dataclass(frozen=True)
class Context:
    """The day, the candidate's ways to its places, and the courses that could come first."""

    day: Day
    journeys: Journeys
    paths: Paths

    @property
    def today(self) -> date:
        """The local day."""
        return self.day.today
