"""A candidate asks for a person, and a coordinator answers in the same chat.

A request waits until a coordinator takes it. From then on what the candidate types goes to that person and
the bot is silent; buttons still work, so that nobody has to ask a person to delete their data. It ends
when the coordinator or the candidate says so, and the bot puts its open question again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate
from api.chat import errors, repository, views
from api.chat.models import ChatSession, IncomingMessage, PersonRequest
from api.chat.saying import body, say
from api.chat.schemas import Line
from api.core.i18n import N_, translate

MAX_TEXT = 1_000
# A candidate who writes to a person and hears nothing for this long has the bot back.
PATIENCE = timedelta(minutes=10)
GO_ON = "/go_on"
# The same, sent by Ponte itself: no line of the candidate's.
_GO_ON_BY_ITSELF = '/go_on{"unseen":true}'

_HERE = N_("{name} from the team is here now. Write in your own language. I stay quiet until you are done.")
_FORGOTTEN = N_("I'm sorry, {name} has not answered. I'm back. The team will still get in touch with you.")
_GONE = N_("{name} has left the chat. I'm back, and we go on where we were.")
GO_ON_ALONE = N_("Go on without a person")


@dataclass(frozen=True)
class HandOver:
    """Someone who wants, or has, a person. Name and contact are null when they gave none."""

    id: str
    session_id: str
    language: str
    requested_at: datetime
    taken_by: str | None
    first_name: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True)
class Conversation:
    """A hand-over and everything said so far, in the languages it was said in."""

    hand_over: HandOver
    is_open: bool
    lines: list[Line]


def waiting(session: Session) -> list[HandOver]:
    """Whose request is open, the longest waiting first; one query."""
    query = (
        select(PersonRequest, Candidate)
        .join(ChatSession, ChatSession.id == PersonRequest.session_id)
        .outerjoin(Candidate, Candidate.id == ChatSession.candidate_id)
        .where(PersonRequest.closed_at.is_(None))
        .order_by(PersonRequest.requested_at, PersonRequest.id)
    )
    return [_view(request, candidate) for request, candidate in session.execute(query)]


def _view(request: PersonRequest, candidate: Candidate | None) -> HandOver:
    return HandOver(
        id=request.id,
        session_id=request.session_id,
        language=request.language,
        requested_at=request.requested_at,
        taken_by=request.taken_by,
        first_name=candidate.first_name if candidate else None,
        phone=candidate.phone if candidate else None,
        email=candidate.email if candidate else None,
    )


def read(session: Session, request_id: str) -> Conversation:
    """A hand-over with its transcript.

    Raises
    ------
    PersonRequestUnknown
        There is none, or the candidate deleted their data.
    """
    request = _found(session, request_id)
    chat = session.get_one(ChatSession, request.session_id)
    candidate = session.get(Candidate, chat.candidate_id) if chat.candidate_id else None
    lines = [line for line in views.lines_of(session, chat) if not line.private]
    return Conversation(_view(request, candidate), request.closed_at is None, lines)


def reply(session: Session, request_id: str, text: str, *, name: str, now: datetime) -> None:
    """Say something to the candidate. The first reply takes the request: the bot is silent from then on.

    Raises
    ------
    PersonRequestUnknown
        There is none (any more).
    PersonRequestClosed
        It has ended.
    ReplyEmpty, ReplyTooLong
        The text is not between 1 and 1,000 characters.
    """
    text = text.replace("\x00", "").strip()
    if not text:
        raise errors.ReplyEmpty
    if len(text) > MAX_TEXT:
        raise errors.ReplyTooLong
    request, chat = _open(session, request_id)
    if request.taken_by != name:
        request.taken_by = name
        request.taken_at = request.taken_at or now
        language = chat.language or "en"
        button = {"title": translate(GO_ON_ALONE, language), "payload": GO_ON}
        say(session, chat, [body(translate(_HERE, language, name=name), [button])], now)
        session.flush()
    say(session, chat, [body(text)], now, author=name)


def close(session: Session, request_id: str, now: datetime) -> None:
    """Somebody has spoken to the candidate, here or elsewhere. What has ended already stays so.

    If a person was in the chat, the bot says that it is back, and puts its question again.

    Raises
    ------
    PersonRequestUnknown
        There is none (any more).
    """
    request = _found(session, request_id)
    chat = repository.lock(session, request.session_id)
    assert chat is not None
    if request.closed_at is not None:
        return
    request.closed_at = now
    if request.taken_by is not None:
        _bot_is_back(session, chat, translate(_GONE, chat.language or "en", name=request.taken_by), now)


def release_forgotten(session: Session, now: datetime) -> int:
    """Bring the bot back where a person has been silent for too long. Returns how many.

    The request stays open: somebody still has to speak to the candidate.
    """
    released = 0
    for request in repository.forgotten_person_requests(session, now - PATIENCE):
        chat = repository.lock(session, request.session_id)
        assert chat is not None
        said = translate(_FORGOTTEN, chat.language or "en", name=request.taken_by)
        request.taken_by = request.taken_at = None
        _bot_is_back(session, chat, said, now)
        released += 1
    return released


def _bot_is_back(session: Session, chat: ChatSession, said: str, now: datetime) -> None:
    say(session, chat, [body(said)], now)
    put_question_again(session, chat, now)


def put_question_again(session: Session, chat: ChatSession, now: datetime) -> None:
    """The open question follows, put by the worker within seconds like any late answer."""
    session.flush()
    chat.last_seq += 1
    session.add(
        IncomingMessage(
            session_id=chat.id,
            seq=chat.last_seq,
            idempotency_key=uuid.uuid4().hex,
            text=_GO_ON_BY_ITSELF,
            is_payload=True,
            received_at=now,
        )
    )


def heard_by_a_person(
    session: Session, session_id: str, text: str, *, is_payload: bool, now: datetime
) -> bool:
    """Whether a message goes to a person, not to the bot. "Go on without a person" ends the hand-over."""
    request = repository.taken_person_request(session, session_id)
    if request is None:
        return False
    if not is_payload:
        return True
    if text == GO_ON:
        request.closed_at = now
    return False


def _found(session: Session, request_id: str) -> PersonRequest:
    request = session.get(PersonRequest, request_id)
    if request is None:
        raise errors.PersonRequestUnknown
    return request


def _open(session: Session, request_id: str) -> tuple[PersonRequest, ChatSession]:
    request = _found(session, request_id)
    chat = repository.lock(session, request.session_id)
    assert chat is not None  # a request goes with its conversation
    session.refresh(request)
    if request.closed_at is not None:
        raise errors.PersonRequestClosed
    return request, chat
