"""A candidate says that a guaranteed interview was refused, forgotten or withheld wrongly: a person looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from api.core.clock import local_day
from api.referrals import repository
from api.referrals.errors import ContestDecided, NothingToContest, ReferralUnknown
from api.referrals.moves import move
from api.referrals.statuses import FINAL, Status
from api.referrals.views import LogEntry, ReferralView, views

CONTESTED = "contested"


class Matter(StrEnum):
    """What is contested; the reason code of the event in the log."""

    INTERVIEW_REFUSED = "interview_refused"
    NO_ANSWER = "no_answer"
    NOT_GRANTED = "not_granted"


def matter(view: ReferralView) -> Matter | None:
    """What the candidate can contest about a referral as it stands; null when nothing."""
    interview = view.guaranteed_interview
    if interview is not None:
        if interview.outcome == "declined":
            return Matter.INTERVIEW_REFUSED
        return Matter.NO_ANSWER if interview.overdue else None
    goes_on = view.status not in FINAL or view.status is Status.DECLINED
    return Matter.NOT_GRANTED if goes_on else None


def is_open(view: ReferralView) -> bool:
    """Whether a contest waits for a coordinator."""
    return CONTESTED in view.attention


def can_contest(view: ReferralView) -> bool:
    """Whether contesting would reach a coordinator now."""
    about = matter(view)
    return about is not None and not is_open(view) and not _decided(view.log, about)


def _decided(log: Sequence[LogEntry], about: Matter) -> bool:
    """Whether the same matter was contested before, in the same round of asking the employer."""
    contested = False
    for entry in log:
        if entry.type == "refusal_overturned":
            contested = False
        elif entry.type == CONTESTED and entry.reason_code == about:
            contested = True
    return contested


def contest(
    session: Session, candidate_id: str, referral_id: str, *, note: str | None, now: datetime
) -> ReferralView:
    """Bring a referral of the candidate before the coordinators.

    Contesting what waits for a coordinator already changes nothing.

    Raises
    ------
    ReferralUnknown
        It does not exist, or is somebody else's.
    NothingToContest
        The employer still has time to answer, has given the interview, or it is over.
    ContestDecided
        A coordinator has decided about the same matter.
    ChangedMeanwhile
        Someone else changed it in the same moment.
    """
    found = {row.id: row for row in repository.of_candidate(session, candidate_id)}
    referral = found.get(referral_id)
    if referral is None:
        raise ReferralUnknown
    today: date = local_day(now)
    (view,) = views(session, [referral], today)
    if is_open(view):
        return view
    about = matter(view)
    if about is None:
        raise NothingToContest
    if _decided(view.log, about):
        raise ContestDecided
    referral.needs_coordinator = True
    move(
        session,
        referral,
        CONTESTED,
        None,
        actor="candidate",
        now=now,
        reason_code=about,
        note=(note or "").strip() or None,
    )
    return views(session, [referral], today)[0]
