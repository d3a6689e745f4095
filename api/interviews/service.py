"""Offering times for an interview, choosing one, asking for others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from api.core.clock import LOCAL_ZONE
from api.interviews import repository
from api.interviews.errors import InterviewUnknown, TimeGone, TimesUnfit
from api.interviews.models import Interview, InterviewSlot
from api.referrals import reporting
from api.referrals import repository as referrals
from api.referrals.errors import ChangedMeanwhile, ReferralUnknown
from api.referrals.models import Referral
from api.referrals.moves import move
from api.referrals.statuses import MOVES, EventType, Status
from api.staff.service import Principal

MOST_TIMES = 10
NOTICE = timedelta(hours=1)
FURTHEST = timedelta(days=180)
CANDIDATE = "candidate"
# Reminders are read when people are awake.
REMIND_FROM, REMIND_UNTIL = time(9), time(20)

_MAY_GET_TIMES = frozenset({Status.INTERVIEW_OFFERED, Status.INTERVIEW_BOOKED})


def offer(
    session: Session,
    principal: Principal,
    referral_id: str,
    times: Sequence[datetime],
    *,
    minutes: int,
    place: str,
    now: datetime,
    expected_version: int | None = None,
) -> Interview:
    """Offer times for an interview; the candidate chooses one in the chat.

    Where an interview is offered or booked already, the new times replace the old ones.

    Parameters
    ----------
    times
        1 to 10 different moments, an hour to 180 days ahead.
    minutes
        How long it takes.
    place
        Where it is: an address, or how to reach it by phone or video.

    Raises
    ------
    TimesUnfit, ReferralUnknown, ChangedMeanwhile
        Nothing is stored.
    IllegalMove
        The referral is not at a point where an interview can be offered.
    ReadOnly
        The principal only reads.
    """
    principal.check_may_work()
    moments = sorted(set(times))
    if len(moments) != len(times) or not 1 <= len(moments) <= MOST_TIMES:
        raise TimesUnfit
    if moments[0] < now + NOTICE or moments[-1] > now + FURTHEST:
        raise TimesUnfit
    referral = referrals.find(session, principal, referral_id)
    if referral is None:
        raise ReferralUnknown
    status = Status(referral.status)
    if status in _MAY_GET_TIMES:
        if expected_version is not None and expected_version != referral.version:
            raise ChangedMeanwhile
        move(session, referral, "times_offered", Status.INTERVIEW_OFFERED, actor=principal.actor, now=now)
    else:
        reporting.report(
            session,
            principal,
            referral_id,
            EventType.INTERVIEW_OFFERED,
            now=now,
            expected_version=expected_version,
        )
    end(session, referral_id)
    interview = Interview(
        referral_id=referral_id,
        state="offered",
        place=place,
        minutes=minutes,
        offered_at=now,
        slots=[InterviewSlot(starts_at=moment) for moment in moments],
    )
    session.add(interview)
    session.flush()
    return interview


def choose(session: Session, candidate_id: str, slot_id: str, now: datetime) -> Interview:
    """Book the time the candidate pressed; pressing it twice is once.

    Raises
    ------
    InterviewUnknown
        The time is not one offered to this candidate.
    TimeGone
        It lies in the past, or the offer has ended.
    """
    found = repository.slot_of(session, slot_id)
    if found is None:
        raise InterviewUnknown
    slot, interview = found
    referral = _own(session, interview, candidate_id)
    if interview.state == "booked" and interview.starts_at == slot.starts_at:
        return interview
    if interview.state not in repository.OPEN or slot.starts_at < now:
        raise TimeGone
    if EventType.INTERVIEW_BOOKED in MOVES[Status(referral.status)]:
        move(session, referral, EventType.INTERVIEW_BOOKED, Status.INTERVIEW_BOOKED, actor=CANDIDATE, now=now)
    elif referral.status != Status.INTERVIEW_BOOKED:
        raise TimeGone
    interview.state, interview.starts_at = "booked", slot.starts_at
    interview.confirmed_at = interview.reminded_at = None
    interview.sequence += 1
    return interview


def refuse_times(session: Session, candidate_id: str, interview_id: str, now: datetime) -> Interview:
    """None of the times suits the candidate, or not any more: the recruiter is asked for others.

    Raises
    ------
    InterviewUnknown, TimeGone
        It is not the candidate's, or has ended.
    """
    interview = _open(session, candidate_id, interview_id)
    if interview.state == "times_refused":
        return interview
    referral = repository.referral_of(session, interview)
    interview.state, interview.starts_at = "times_refused", None
    interview.sequence += 1
    move(session, referral, "other_times_asked", Status.INTERVIEW_OFFERED, actor=CANDIDATE, now=now)
    return interview


def confirm(session: Session, candidate_id: str, interview_id: str, now: datetime) -> Interview:
    """The candidate says that they will come.

    Raises
    ------
    InterviewUnknown, TimeGone
        It is not the candidate's, or no time is booked.
    """
    interview = _open(session, candidate_id, interview_id)
    if interview.state != "booked":
        raise TimeGone
    if interview.confirmed_at is None:
        interview.confirmed_at = now
        referral = repository.referral_of(session, interview)
        move(session, referral, "attendance_confirmed", None, actor=CANDIDATE, now=now)
    return interview


def end(session: Session, referral_id: str) -> None:
    """Nobody waits for this interview any more."""
    interview = repository.open_of(session, referral_id)
    if interview is not None:
        interview.state = "cancelled"
        interview.sequence += 1
        session.flush()


def open_for(session: Session, principal: Principal, referral_id: str) -> Interview:
    """The interview of a referral as the recruiter reads it.

    Raises
    ------
    ReferralUnknown, InterviewUnknown
        The principal may not see it, or there is none.
    """
    if referrals.find(session, principal, referral_id) is None:
        raise ReferralUnknown
    interview = repository.open_of(session, referral_id)
    if interview is None:
        raise InterviewUnknown
    return interview


def due_reminders(session: Session, now: datetime) -> list[Interview]:
    """Interviews of tomorrow, by the British calendar, whose candidate is to be reminded now (9 to 20 o'clock)."""
    here = now.astimezone(LOCAL_ZONE)
    if not REMIND_FROM <= here.time() < REMIND_UNTIL:
        return []
    tomorrow = here.date() + timedelta(days=1)
    begins = datetime.combine(tomorrow, time(), LOCAL_ZONE)
    ends = datetime.combine(tomorrow + timedelta(days=1), time(), LOCAL_ZONE)
    due = repository.to_remind(session, begins, ends)
    for interview in due:
        interview.reminded_at = now
    return due


def _own(session: Session, interview: Interview, candidate_id: str) -> Referral:
    referral = repository.referral_of(session, interview)
    if referral.candidate_id != candidate_id:
        raise InterviewUnknown
    return referral


def _open(session: Session, candidate_id: str, interview_id: str) -> Interview:
    interview = repository.find(session, interview_id)
    if interview is None:
        raise InterviewUnknown
    referral = _own(session, interview, candidate_id)
    if interview.state not in repository.OPEN or referral.status not in _MAY_GET_TIMES:
        raise TimeGone
    return interview
