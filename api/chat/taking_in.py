"""Keeping what a candidate sends, in the transaction of whoever brings it: the page, or a messaging app."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from api.chat import errors, hand_over, repository
from api.chat.messaging import NUMBERED
from api.chat.models import ChatSession, IncomingMessage
from api.chat.pressed import as_payload
from api.chat.redact import redact
from api.chat.untold import FORGOTTEN
from api.core.crypto import new_token, token_hash


def open_session(
    session: Session, channel: str, language: str | None, now: datetime
) -> tuple[ChatSession, str]:
    """A new conversation and its token."""
    token = new_token("ct")
    chat = ChatSession(
        token_hash=token_hash(token),
        channel=channel,
        language=language,
        created_at=now,
        last_message_at=now,
        last_seq=0,
    )
    session.add(chat)
    session.flush()
    return chat, token


def start(language: str | None) -> str:
    """The payload with which a conversation begins."""
    return '/start{"language":"%s"}' % language if language else "/start"


def take_in(
    session: Session,
    session_id: str,
    text: str,
    *,
    is_payload: bool,
    key: str | None,
    now: datetime,
    max_waiting: int,
) -> int:
    """Keep a message before anything else happens with it. The same key twice is one message.

    Returns the message's number in the conversation.

    Raises
    ------
    SessionUnknown, KeyReused, TooManyWaiting
        Nothing is kept.
    """
    kept = text if is_payload else redact(text.replace("\x00", ""))
    key = key or uuid.uuid4().hex
    chat = repository.lock(session, session_id)
    if chat is None:
        raise errors.SessionUnknown
    earlier = repository.with_key(session, session_id, key)
    if earlier is not None:
        if (earlier.text, earlier.is_payload) != (kept, is_payload) and earlier.text != FORGOTTEN:
            raise errors.KeyReused(language=chat.language)
        return earlier.seq
    if repository.waiting_count(session, session_id) >= max_waiting:
        raise errors.TooManyWaiting(language=chat.language)
    if not is_payload and _goes_on_alone(session, chat, kept):
        kept, is_payload = hand_over.GO_ON, True
    chat.last_seq += 1
    chat.last_message_at = now
    to_person = hand_over.heard_by_a_person(session, session_id, kept, is_payload=is_payload, now=now)
    session.add(
        IncomingMessage(
            session_id=session_id,
            seq=chat.last_seq,
            idempotency_key=key,
            text=kept,
            is_payload=is_payload,
            received_at=now,
            answered_at=now if to_person else None,
        )
    )
    session.flush()
    return chat.last_seq


def _goes_on_alone(session: Session, chat: ChatSession, text: str) -> bool:
    """Whether words to a person are really the button that ends the hand-over, typed as a list asks for."""
    if chat.channel not in NUMBERED or repository.taken_person_request(session, chat.id) is None:
        return False
    offered = repository.last_offered(session, chat.id, chat.last_seq + 1)
    return as_payload(text, offered, numbered=True) == hand_over.GO_ON
