"""Notes beside a referral, for the colleagues of their author's employer and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core.errors import DomainError
from api.core.i18n import N_
from api.referrals import repository
from api.referrals.errors import ReferralUnknown
from api.referrals.models import Referral, ReferralNote
from api.staff.models import StaffUser
from api.staff.service import Principal

LONGEST: Final = 2000


class NoteEmpty(DomainError):
    """A note without words."""

    code = "referral.note_empty"
    status = 422
    sentence = N_("Please write the note first.")


class NoteTooLong(DomainError):
    """A note of more than 2,000 characters."""

    code = "referral.note_too_long"
    status = 422
    sentence = N_("This note is too long. Please keep it under 2,000 characters.")


@dataclass(frozen=True)
class Note:
    """A note as colleagues read it, with its author's name."""

    text: str
    author: str
    written_at: datetime


def add(session: Session, principal: Principal, referral_id: str, text: str, now: datetime) -> str:
    """Write a note beside a referral; the referral itself does not change. Returns its reference.

    Raises
    ------
    ReferralUnknown
        It does not exist, the principal may not see it, or is nobody of an employer's staff.
    ReadOnly
        The principal may only read.
    NoteEmpty, NoteTooLong
        There is nothing to write, or more than 2,000 characters.
    """
    referral = repository.find(session, principal, referral_id)
    if referral is None or principal.employer_id is None or principal.user_id is None:
        raise ReferralUnknown
    principal.check_may_work()
    text = text.strip()
    if not text:
        raise NoteEmpty
    if len(text) > LONGEST:
        raise NoteTooLong
    session.add(
        ReferralNote(
            referral_id=referral.id,
            employer_id=principal.employer_id,
            author_id=principal.user_id,
            text=text,
            written_at=now,
        )
    )
    session.flush()
    return referral.reference


def of_referral(session: Session, principal: Principal, referral_id: str) -> list[Note]:
    """The notes the principal's own employer has written, the newest first."""
    query = (
        select(ReferralNote, StaffUser.name)
        .join(StaffUser, StaffUser.id == ReferralNote.author_id)
        .where(
            ReferralNote.referral_id == referral_id,
            ReferralNote.employer_id == principal.employer_id,
        )
        .order_by(ReferralNote.written_at.desc(), ReferralNote.id)
    )
    return [Note(note.text, author, note.written_at) for note, author in session.execute(query)]


def forget(session: Session, candidate_id: str) -> None:
    """Erase every note beside a candidate's referrals."""
    of = select(Referral.id).where(Referral.candidate_id == candidate_id)
    session.execute(delete(ReferralNote).where(ReferralNote.referral_id.in_(of)))
