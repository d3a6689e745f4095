"""The candidate hears of each step of a referral, in their language, where they last wrote.

The worker looks for lines of the referrals' logs that nobody has told yet. Telling one and noting it happen in
one transaction, so that none is lost and none is told twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.chat import interview_words, repository
from api.chat.models import ChatSession
from api.chat.saying import body, say
from api.core.i18n import N_, translate
from api.interviews import repository as interviews
from api.interviews import service
from api.opportunities.models import Opportunity
from api.referrals.models import Referral, ReferralEvent

AT_ONCE = 50

_OTHERS = {"title": N_("Show me other jobs"), "payload": "/show_matches"}
_PERSON = {"title": N_("Speak to a person"), "payload": "/speak_to_person"}

# What is said of an event of the log, and the buttons under it. Events by the candidate are answered in the
# conversation itself; what is not listed is between staff.
NEWS: dict[str, tuple[str, tuple[dict[str, str], ...]]] = {
    "sent": (N_("Good news: the team has sent your details to {employer}, for: {title}."), ()),
    "stopped": (
        N_("The team has not sent your details to {employer}. A person can tell you why."),
        (_PERSON, _OTHERS),
    ),
    "acknowledged": (N_("{employer} has got your details, for: {title}."), ()),
    "interview_offered": (N_("{employer} wants to meet you, for: {title}. They will contact you."), ()),
    "interview_booked": (N_("Your interview with {employer} is booked. They tell you when and where."), ()),
    "no_show": (
        N_("{employer} says you were not at the interview. Did something go wrong? A person can help."),
        (_PERSON,),
    ),
    "offered": (N_("Good news! {employer} offers you: {title}. They will contact you."), ()),
    "started": (N_("You have started at {employer}. Well done! I wish you all the best."), ()),
    "declined": (
        N_("I'm sorry. {employer} has said no this time, for: {title}. Let's look at what else there is."),
        (_OTHERS, _PERSON),
    ),
}


def tell(session: Session, now: datetime) -> int:
    """Tell what has not been told. Returns how many events were looked at."""
    query = (
        select(ReferralEvent)
        .where(ReferralEvent.told_at.is_(None))
        .order_by(ReferralEvent.at, ReferralEvent.referral_id, ReferralEvent.position)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    events = session.scalars(query).all()
    for event in events:
        event.told_at = now
        if event.actor != service.CANDIDATE:
            _tell(session, event, now)
    return len(events)


def remind(session: Session, now: datetime) -> int:
    """Remind of tomorrow's interviews. Returns how many."""
    due = service.due_reminders(session, now)
    for interview in due:
        referral = interviews.referral_of(session, interview)
        chat = _chat_of(session, referral)
        if chat is not None:
            say(session, chat, interview_words.reminder(interview, referral, chat.language or "en"), now)
    return len(due)


def _tell(session: Session, event: ReferralEvent, now: datetime) -> None:
    query = (
        select(Referral)
        .where(Referral.id == event.referral_id)
        .options(joinedload(Referral.opportunity).joinedload(Opportunity.employer))
    )
    referral = session.scalars(query).one()
    chat = _chat_of(session, referral)
    if chat is None:
        return
    bodies = _words(session, event, referral, chat.language or "en")
    if bodies:
        say(session, chat, bodies, now)
        session.flush()


def _words(
    session: Session, event: ReferralEvent, referral: Referral, language: str
) -> Sequence[dict[str, Any]]:
    if event.type in ("interview_offered", "times_offered"):
        interview = interviews.open_of(session, referral.id)
        if interview is not None and interview.state == "offered":
            return interview_words.choice_of_times(interview, referral, language)
    # By rule, it was sent in the moment of consent; the conversation has said so.
    if event.type not in NEWS or event.actor.startswith("rule:"):
        return []
    sentence, buttons = NEWS[event.type]
    said = translate(
        sentence, language, employer=referral.opportunity.employer.name, title=referral.opportunity.title
    )
    return [body(said, [_in(language, **one) for one in buttons])]


def _in(language: str, title: str, payload: str) -> dict[str, str]:
    return {"title": translate(title, language), "payload": payload}


def _chat_of(session: Session, referral: Referral) -> ChatSession | None:
    """Where the candidate last wrote, locked; null once they deleted everything."""
    if referral.candidate_id is None:
        return None
    query = (
        select(ChatSession.id)
        .where(ChatSession.candidate_id == referral.candidate_id, ChatSession.erased_at.is_(None))
        .order_by(ChatSession.last_message_at.desc(), ChatSession.id)
        .limit(1)
    )
    found = session.scalars(query).one_or_none()
    return repository.lock(session, found) if found else None
