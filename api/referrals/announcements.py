"""What recruiters' systems are told of: written in the transaction of the change, sent afterwards (`api.webhooks`)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from api.core import outbox
from api.core.ids import new_id
from api.referrals.models import Referral
from api.referrals.statuses import HIDDEN_FROM_RECRUITERS, Status

TOPIC = "announcements"
ERASED = "erased"
# Whatever else the log says is not for recruiters by name: they are told that something changed, and look.
CHANGED = "changed"


class Announcement(StrEnum):
    """What a recruiter's system can be told of a referral."""

    SENT = "referral.sent"
    UPDATED = "referral.updated"
    WITHDRAWN = "referral.withdrawn"
    INTERVIEW_GRANTED = "guaranteed_interview.granted"
    INTERVIEW_DUE_SOON = "guaranteed_interview.due_soon"
    INTERVIEW_OVERDUE = "guaranteed_interview.overdue"


# What the log calls what happens to a guaranteed interview apart from the referral's own steps.
_OF_INTERVIEWS = {
    "interview_granted": Announcement.INTERVIEW_GRANTED,
    "answer_half_time": Announcement.INTERVIEW_DUE_SOON,
    "answer_due": Announcement.INTERVIEW_DUE_SOON,
    "answer_overdue": Announcement.INTERVIEW_OVERDUE,
}
_TOLD_BY_NAME = frozenset({*Status, "approved", ERASED, *_OF_INTERVIEWS})


def announce(session: Session, referral: Referral, kind: Announcement, event: str, now: datetime) -> None:
    """Have every recruiter who may see the referral told.

    Identities, status and times only: who may know more reads the referral with a key.

    Parameters
    ----------
    event : str
        What happened, as the referral's log names it.
    """
    told: dict[str, Any] = {
        "message_id": new_id("msg"),
        "type": kind,
        "at": now.isoformat(),
        "referral_id": referral.id,
        "reference": referral.reference,
        "opportunity_id": referral.opportunity_id,
        "status": referral.status,
        "version": referral.version,
        "event": event if event in _TOLD_BY_NAME else CHANGED,
    }
    if referral.guaranteed_interview is not None:
        told["respond_by"] = referral.guaranteed_interview.respond_by.isoformat()
    outbox.put(session, TOPIC, referral.id, told, now)


def announce_move(session: Session, referral: Referral, event: str, before: str, now: datetime) -> None:
    """Have recruiters told of an event in the log, if they could see the referral before it or can after it."""
    seen, seen_before = (one not in HIDDEN_FROM_RECRUITERS for one in (referral.status, before))
    if seen and not seen_before:
        announce(session, referral, Announcement.SENT, Status.SENT, now)
        if referral.guaranteed_interview is not None:
            announce(session, referral, Announcement.INTERVIEW_GRANTED, Status.SENT, now)
    elif seen_before and (not seen or referral.status == Status.WITHDRAWN):
        announce(session, referral, Announcement.WITHDRAWN, event, now)
    elif seen:
        announce(session, referral, _OF_INTERVIEWS.get(event, Announcement.UPDATED), event, now)


def announce_erasure(session: Session, referral: Referral, now: datetime) -> None:
    """Have recruiters told that the candidate is to be forgotten by them too (UK GDPR art. 19)."""
    if referral.status not in HIDDEN_FROM_RECRUITERS:
        announce(session, referral, Announcement.UPDATED, ERASED, now)
