"""Going on with a conversation of the web page in a messaging app, by its code; guessing is slowed down."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.channels.models import WrongCode
from api.chat import moves
from api.chat.models import ChatSession

ALLOWED = 5
WINDOW = timedelta(hours=1)
IGNORED_FOR = timedelta(hours=1)


def is_code(session: Session, sender: str, text: str, now: datetime) -> bool:
    """Whether a message is to be taken for a code. After too many wrong ones it is not, for an hour."""
    return moves.looks_like_code(text) and not _ignored(session, sender, now)


def _ignored(session: Session, sender: str, now: datetime) -> bool:
    query = (
        select(WrongCode.at).where(WrongCode.sender == sender).order_by(WrongCode.at.desc()).limit(ALLOWED)
    )
    newest = session.scalars(query).all()
    # While codes are ignored none is counted, so the hour is not begun anew by trying on.
    return len(newest) == ALLOWED and newest[0] - newest[-1] < WINDOW and now < newest[0] + IGNORED_FOR


def redeem(session: Session, sender: str, text: str, now: datetime) -> ChatSession | None:
    """The conversation a code leads to; the code is used up. A wrong one is remembered."""
    chat = moves.redeem(session, text, now)
    if chat is None:
        session.add(WrongCode(sender=sender, at=now))
    return chat


def forget_old(session: Session, now: datetime) -> None:
    """Delete wrong codes that do not count any more."""
    session.execute(delete(WrongCode).where(WrongCode.at <= now - WINDOW - IGNORED_FOR))
