"""Several referrals acknowledged at once: each by itself, so that one refusal stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.core.errors import DomainError
from api.referrals import repository
from api.referrals.reporting import report
from api.referrals.statuses import EventType
from api.staff.service import Principal


@dataclass(frozen=True)
class Refused:
    """A referral that was left as it is, and why. `reference` is null when it is not the principal's."""

    reference: str | None
    error: DomainError


@dataclass(frozen=True)
class Acknowledged:
    """What became of the chosen referrals."""

    done: int
    refused: tuple[Refused, ...]


def acknowledge(
    session: Session, principal: Principal, chosen: Sequence[tuple[str, int]], now: datetime
) -> Acknowledged:
    """Acknowledge each ``(referral id, version read)`` whose referral still stands at that version.

    Raises
    ------
    ReadOnly
        The principal may only read.
    """
    principal.check_may_work()
    done, refused = 0, []
    for referral_id, version in dict(chosen).items():
        try:
            with session.begin_nested():
                report(
                    session, principal, referral_id, EventType.ACKNOWLEDGED, now=now, expected_version=version
                )
            done += 1
        except DomainError as error:
            row = repository.find(session, principal, referral_id)
            refused.append(Refused(row.reference if row else None, error))
    return Acknowledged(done, tuple(refused))
