"""What one message from a messaging app means: a word that stops, a code, a button, or an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from api.channels import codes, keywords, notices
from api.channels.heard import Heard
from api.channels.references import resolve
from api.chat import contacts, hand_over, moves
from api.chat.errors import TooManyWaiting
from api.chat.models import ChannelContact, ChatSession
from api.chat.payloads import PayloadUnknown, parse
from api.chat.pressed import all_of, choice, plain
from api.chat.taking_in import open_session, start, take_in
from api.core import outbox
from api.core.i18n import is_language, languages

log = structlog.get_logger()


@dataclass(frozen=True)
class Moment:
    """When something is heard, and how many messages of one conversation may wait."""

    now: datetime
    max_waiting: int


def hear(session: Session, heard: Heard, at: Moment) -> str | None:
    """Do what a message asks for. Returns the conversation that has something to answer now."""
    contact = contacts.find_or_add(session, heard.channel, heard.address, at.now)
    chat = _open_chat(session, contact)
    language = _language(heard, chat)
    if heard.keyword == "stop" or (not heard.pressed and keywords.is_keyword("stop", heard.text)):
        _stop(session, contact, heard, language, at.now)
        return None
    if contact.opted_out_at is not None:
        if heard.keyword != "start" and not heard.begins and not keywords.is_keyword("start", heard.text):
            return None
        contact.opted_out_at = None
        if heard.keyword is None:
            notices.tell(session, contact, notices.BEGUN_AGAIN, language, at.now)
        return _begin(session, contact, chat, heard, at)
    if heard.keyword == "help":
        return None
    if not heard.pressed and codes.is_code(session, contact.address_index, heard.text, at.now):
        return _move(session, contact, heard.text, language, at.now)
    if heard.begins or heard.keyword == "start":
        return _begin(session, contact, chat, heard, at)
    return _answer(session, contact, chat, heard, at, language)


def _open_chat(session: Session, contact: ChannelContact) -> ChatSession | None:
    chat = session.get(ChatSession, contact.session_id) if contact.session_id else None
    return chat if chat is not None and chat.erased_at is None else None


def _language(heard: Heard, chat: ChatSession | None) -> str:
    if chat is not None and chat.language:
        return chat.language
    said = keywords.language_of("stop", heard.text) or heard.language
    return said if said and is_language(said) else "en"


def _stop(session: Session, contact: ChannelContact, heard: Heard, language: str, now: datetime) -> None:
    if contact.opted_out_at is not None:
        return
    contact.opted_out_at = now
    for key in filter(None, (contact.session_id, contact.id)):
        outbox.stop(session, key, contact.channel, "opted_out", now)
    if heard.keyword is None:
        word = keywords.listed("start")[language][0]
        notices.tell(session, contact, notices.STOPPED, language, now, word=word)


def _begin(
    session: Session, contact: ChannelContact, chat: ChatSession | None, heard: Heard, at: Moment
) -> str:
    if chat is not None:
        hand_over.put_question_again(session, chat, at.now)
        return chat.id
    language = heard.language if is_language(heard.language) else None
    chat, _token = open_session(session, contact.channel, language, at.now)
    contact.session_id = chat.id
    take_in(
        session,
        chat.id,
        start(language),
        is_payload=True,
        key=None,
        now=at.now,
        max_waiting=at.max_waiting,
    )
    return chat.id


def _move(session: Session, contact: ChannelContact, text: str, language: str, now: datetime) -> str | None:
    chat = codes.redeem(session, contact.address_index, text, now)
    if chat is None:
        notices.tell(session, contact, notices.CODE_UNKNOWN, language, now)
        return None
    moves.go_on_in_app(session, chat, contact, now)
    notices.tell(session, contact, notices.MOVED_HERE, chat.language or language, now)
    hand_over.put_question_again(session, chat, now)
    return chat.id


def _answer(
    session: Session,
    contact: ChannelContact,
    chat: ChatSession | None,
    heard: Heard,
    at: Moment,
    language: str,
) -> str | None:
    session_id = chat.id if chat is not None else None
    payload = _payload(session, heard, session_id)
    text = "" if payload else heard.text.strip()
    if heard.has_media:
        notices.tell(session, contact, notices.CANNOT_OPEN, language, at.now)
    if not payload and not text and (session_id is not None or not heard.has_media):
        # A button of a conversation that is gone, or nothing at all.
        return _begin(session, contact, chat, heard, at) if heard.pressed else None
    if session_id is None:
        session_id = _begin(session, contact, None, heard, at)
        if not _says_something(text):
            return session_id
    try:
        take_in(
            session,
            session_id,
            payload or text,
            is_payload=payload is not None,
            key=f"{heard.channel}:{heard.delivery_id}",
            now=at.now,
            max_waiting=at.max_waiting,
        )
    except TooManyWaiting:
        log.warning("message_not_kept", channel=heard.channel, why="too_many_waiting")
    return session_id


def _says_something(text: str) -> bool:
    """Whether first words are more than a greeting, which is answered by beginning.

    A greeting put to the bot as an answer would have it ask its first question twice.
    """
    said = plain(text)
    return len(said.split()) > 2 or said in {plain(language.name) for language in languages()}


def _payload(session: Session, heard: Heard, session_id: str | None) -> str | None:
    """What the pressed buttons mean; null when they are none of this conversation's."""
    found = [resolve(session, one, session_id) for one in heard.pressed] if session_id else []
    payloads = [one for one in found if one is not None]
    if not payloads or len(payloads) != len(heard.pressed):
        return None
    try:
        first = parse(payloads[0])
    except PayloadUnknown:
        return None
    if len(payloads) == 1:
        return payloads[0]
    slot = str(first.values.get("slot"))
    values = [choice(one, slot) for one in payloads]
    return all_of(slot, [value for value in values if value is not None])
