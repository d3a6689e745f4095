"""What a candidate does about an interview by pressing a button in the chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat import interview_words
from api.core.errors import DomainError
from api.interviews import repository, service
from api.interviews.errors import InterviewUnknown
from api.interviews.schemas import calendar_url
from api.referrals import service as referrals
from api.referrals.models import Referral

Step = Literal["choose", "other_times", "confirm", "withdraw"]


def take(
    session: Session, candidate_id: str, step: Step, name: str, *, language: str, base_url: str, now: datetime
) -> list[dict[str, Any]]:
    """Do it and return what is said about it, as ``{text, quick_replies, cards, links}``.

    Parameters
    ----------
    name
        The id of a time (to choose), of an interview (to confirm or rebook), or of a referral (to withdraw).
    """
    try:
        if step == "withdraw":
            referral = _own(session, candidate_id, name)
            referrals.withdraw(session, referral, now)
            service.end(session, referral.id)
            return interview_words.withdrawn(referral, language)
        act = {"choose": service.choose, "other_times": service.refuse_times, "confirm": service.confirm}[
            step
        ]
        interview = act(session, candidate_id, name, now)
    except DomainError:
        return interview_words.gone(language)
    referral = repository.referral_of(session, interview)
    if step == "choose":
        address = calendar_url(interview, base_url)
        return interview_words.booked(interview, referral, language, address)
    if step == "confirm":
        return interview_words.confirmed(interview, referral, language)
    return interview_words.others_asked(interview, referral, language)


def _own(session: Session, candidate_id: str, referral_id: str) -> Referral:
    query = select(Referral.id).where(Referral.id == referral_id, Referral.candidate_id == candidate_id)
    if session.scalars(query).one_or_none() is None:
        raise InterviewUnknown
    return repository.referral_with_id(session, referral_id)
