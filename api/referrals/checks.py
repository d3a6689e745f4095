"""How far each check before the first day at work is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from api.opportunities.checks import CheckKind, PaidBy, checks_for
from api.referrals import repository
from api.referrals.models import Referral


class CheckState(StrEnum):
    """Where a check stands."""

    NOT_STARTED = "not_started"
    ASKED = "asked"
    DONE = "done"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class CheckView:
    """A check of a referral; ``changed_at`` is null while nothing was reported."""

    kind: CheckKind
    level: str | None
    paid_by: PaidBy | None
    state: CheckState
    changed_at: datetime | None


def checks_of(session: Session, rows: Sequence[Referral]) -> dict[str, tuple[CheckView, ...]]:
    """The checks of each referral, by its id; one statement however many there are.

    One that was reported stays in the list when the opportunity does not ask for it any more.
    """
    reported = repository.reported_checks(session, [row.id for row in rows])
    found: dict[str, tuple[CheckView, ...]] = {}
    for row in rows:
        of_row = reported.get(row.id, {})
        asked = {check.kind: check for check in checks_for(row.opportunity)}
        kinds = [*asked, *(CheckKind(kind) for kind in sorted(of_row) if CheckKind(kind) not in asked)]
        found[row.id] = tuple(
            CheckView(
                kind=kind,
                level=asked[kind].level if kind in asked else None,
                paid_by=asked[kind].paid_by if kind in asked else None,
                state=CheckState(of_row[kind].state) if kind in of_row else CheckState.NOT_STARTED,
                changed_at=of_row[kind].changed_at if kind in of_row else None,
            )
            for kind in kinds
        )
    return found
