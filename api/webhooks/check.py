"""How webhooks stand in all: endpoints, what waits, what died."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.core import outbox
from api.referrals import announcements
from api.webhooks import deliveries, repository

# A receiver may be away for a day; that nobody is told of anything is the worker's doing.
LONG_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Report:
    """How webhooks stand. `problem` is one sentence; null when there is nothing to be done."""

    enabled: int
    disabled: dict[str, int]
    unaddressed: int
    waiting: int
    oldest_waiting: str | None
    dead: dict[str, int]
    problem: str | None

    def as_json(self) -> dict[str, Any]:
        """The report as an object."""
        return asdict(self)

    def line(self) -> str:
        """The report as one line for a person."""
        since = f" since {self.oldest_waiting}" if self.oldest_waiting else ""
        said = [
            f"endpoints {self.enabled} enabled, {_counted('disabled', self.disabled)}",
            f"waiting {self.waiting}{since}",
            _counted("dead", self.dead),
        ]
        return "; ".join(said) + (f". {self.problem}" if self.problem else "")


def check(session: Session, now: datetime) -> Report:
    """How webhooks stand at this moment."""
    endpoints = repository.disabled_counts(session)
    unaddressed = outbox.standing(session, announcements.TOPIC)
    sending = outbox.standing(session, deliveries.TOPIC)
    late = unaddressed.oldest is not None and now - unaddressed.oldest > LONG_WAIT
    return Report(
        enabled=endpoints.get(None, 0),
        disabled={reason: count for reason, count in endpoints.items() if reason is not None},
        unaddressed=unaddressed.waiting,
        waiting=sending.waiting,
        oldest_waiting=sending.oldest.isoformat(timespec="seconds") if sending.oldest else None,
        dead=sending.dead,
        problem="What happened is not told to anybody: is the worker running?" if late else None,
    )


def _counted(name: str, by_code: dict[str, int]) -> str:
    codes = ", ".join(f"{code} {count}" for code, count in sorted(by_code.items()))
    return f"{sum(by_code.values())} {name}" + (f" ({codes})" if codes else "")
