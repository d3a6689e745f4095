"""The one place where a referral changes its status: together with its log, or not at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from api.referrals.announcements import announce_move
from api.referrals.errors import ChangedMeanwhile
from api.referrals.models import Referral, ReferralEvent
from api.referrals.statuses import Status


def move(
    session: Session,
    referral: Referral,
    event: str,
    to: Status | None,
    *,
    actor: str,
    now: datetime,
    reason_code: str | None = None,
    note: str | None = None,
) -> None:
    """Write an event into the log and, unless `to` is null, change the status; recruiters are told.

    Raises
    ------
    ChangedMeanwhile
        Someone else changed the referral since it was loaded. The transaction is lost.
    """
    before = referral.status
    if to is not None:
        referral.status = to
    referral.updated_at = now
    referral.events_logged += 1
    try:
        session.flush()
    except StaleDataError:
        raise ChangedMeanwhile from None
    session.add(
        ReferralEvent(
            referral_id=referral.id,
            position=referral.events_logged,
            type=event,
            reason_code=reason_code,
            note=note,
            actor=actor,
            at=now,
        )
    )
    session.flush()
    announce_move(session, referral, event, before, now)
