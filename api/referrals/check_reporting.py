"""What a recruiter reports about the checks before the first day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.opportunities.checks import CheckKind, checks_for
from api.referrals import repository
from api.referrals.checks import CheckState
from api.referrals.errors import (
    ChangedMeanwhile,
    CheckTooEarly,
    CheckUnknown,
    IllegalMove,
    ReferralUnknown,
)
from api.referrals.models import ReferralCheck
from api.referrals.moves import move
from api.referrals.statuses import Status, allowed
from api.referrals.views import ReferralView, views
from api.staff.service import Principal

# Equality Act 2010, s. 60: no question about health before work is offered.
_AFTER_THE_OFFER = frozenset({CheckKind.OCCUPATIONAL_HEALTH})
_OFFERED = frozenset({Status.OFFERED, Status.STARTED, Status.SUSTAINED_13_WEEKS, Status.SUSTAINED_26_WEEKS})
_OVER = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.OBSOLETE})


def report_check(
    session: Session,
    principal: Principal,
    referral_id: str,
    kind: CheckKind,
    state: CheckState,
    *,
    now: datetime,
    expected_version: int | None = None,
) -> ReferralView:
    """Note how far a check is; the log keeps each change, and saying the same twice changes nothing.

    Raises
    ------
    ReferralUnknown
        It does not exist, or the principal may not see it.
    CheckUnknown
        The opportunity does not ask for this check.
    IllegalMove
        The referral has ended.
    CheckTooEarly
        The check may be asked for only once work is offered.
    ReadOnly
        The principal only reads.
    ChangedMeanwhile
        It is not at `expected_version`, or someone else changed it in the same moment.
    """
    principal.check_may_work()
    referral = repository.find(session, principal, referral_id)
    if referral is None:
        raise ReferralUnknown
    if expected_version is not None and expected_version != referral.version:
        raise ChangedMeanwhile
    status, today = Status(referral.status), local_day(now)
    if status in _OVER:
        events = list(allowed(status, referral.started_on, today))
        raise IllegalMove(extra={"referral_status": status, "allowed": events})
    known = {check.kind for check in checks_for(referral.opportunity)}
    if kind not in known:
        raise CheckUnknown(extra={"allowed": sorted(known)})
    begins = state in (CheckState.ASKED, CheckState.DONE)
    if begins and kind in _AFTER_THE_OFFER and status not in _OFFERED:
        raise CheckTooEarly
    row = session.get(ReferralCheck, (referral.id, kind))
    before = CheckState.NOT_STARTED if row is None else CheckState(row.state)
    if before is not state:
        move(
            session,
            referral,
            "check_reported",
            None,
            actor=principal.actor,
            now=now,
            reason_code=f"{kind}:{state}",
        )
        if row is None:
            session.add(ReferralCheck(referral_id=referral.id, kind=kind, state=state, changed_at=now))
        else:
            row.state, row.changed_at = state, now
        session.flush()
    return views(session, [referral], today)[0]
