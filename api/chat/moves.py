"""Going on with a conversation on another device or in a messaging app, by a code that works once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.chat import contacts, erasure, errors
from api.chat.messaging import MESSAGING
from api.chat.models import ChannelContact, ChatSession, MoveCode
from api.core.crypto import new_token, token_hash
from api.core.ids import new_reference

VALID_FOR = timedelta(minutes=15)
_SHAPE = re.compile(r"^\s*([2346789BCDFGHJKMNPQRTVWXYZ]{4})[ -]?([2346789BCDFGHJKMNPQRTVWXYZ]{4})\s*$", re.I)


def new_code(session: Session, session_id: str, now: datetime) -> str:
    """A code such as ``7K4M-2XQD`` for one conversation; earlier codes of it end."""
    session.execute(delete(MoveCode).where(MoveCode.session_id == session_id))
    code = ""
    while not looks_like_code(code):  # of letters alone it could not be told from a word
        code = new_reference().removeprefix("P-")
    session.add(MoveCode(code_hash=token_hash(code), session_id=session_id, expires_at=now + VALID_FOR))
    return code


def looks_like_code(text: str) -> bool:
    """Whether a message is nothing but such a code: eight signs with a digit and a letter among them."""
    match = _SHAPE.match(text)
    signs = "".join(match.groups()) if match else ""
    return any(sign.isdigit() for sign in signs) and any(sign.isalpha() for sign in signs)


def redeem(session: Session, text: str, now: datetime) -> ChatSession | None:
    """The conversation a code belongs to; the code is used up. Null when it is wrong or too old."""
    match = _SHAPE.match(text)
    if match is None:
        return None
    code = "-".join(match.groups()).upper()
    # Deleting is what uses it up, so that of two who send it at once one gets in.
    used = delete(MoveCode).where(MoveCode.code_hash == token_hash(code), MoveCode.expires_at > now)
    session_id = session.scalars(used.returning(MoveCode.session_id)).one_or_none()
    chat = session.get(ChatSession, session_id) if session_id else None
    return chat if chat is not None and chat.erased_at is None else None


def take_over(session: Session, text: str, now: datetime) -> tuple[ChatSession, str]:
    """Open the conversation behind a code on this device; the device before is signed out.

    Raises
    ------
    CodeUnknown
        When the code is wrong, used or too old.
    """
    chat = redeem(session, text, now)
    if chat is None:
        raise errors.CodeUnknown
    contacts.let_go(session, chat.id)
    token = new_token("ct")
    chat.token_hash = token_hash(token)
    if chat.channel in MESSAGING:
        chat.channel = "web"
    return chat, token


def go_on_in_app(session: Session, chat: ChatSession, contact: ChannelContact, now: datetime) -> None:
    """Lead a conversation on in a messaging app. Whatever device or number had it before has it no more.

    What the sender had begun in the app before they sent the code is deleted, unless it has a profile.
    """
    begun = session.get(ChatSession, contact.session_id) if contact.session_id else None
    contacts.let_go(session, chat.id)
    contact.session_id = chat.id
    chat.channel = contact.channel
    chat.token_hash = token_hash(new_token("ct"))
    session.flush()
    if begun is not None and begun.id != chat.id and begun.candidate_id is None:
        erasure.erase(session, begun.id, now)


def forget_expired(session: Session, now: datetime) -> None:
    """Delete codes whose time is over."""
    session.execute(delete(MoveCode).where(MoveCode.expires_at <= now))
