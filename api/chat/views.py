"""Reading conversations: answers and transcripts as clients see them."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy.orm import Session

from api.chat import errors, repository
from api.chat.models import ChatSession, IncomingMessage, OutgoingMessage
from api.chat.payloads import parse
from api.chat.schemas import Answer, Expects, Line, Message, Person, Transcript
from api.core.db import Database
from api.core.i18n import N_, translate

# What is written on buttons that belong to no message of the bot: the page's menu.
MENU = {
    "help": N_("Help"),
    "why": N_("Why do you ask?"),
    "skip": N_("Prefer not to say"),
    "speak_to_person": N_("Speak to a person"),
    "change_language": N_("Change language"),
    "ask_cv": N_("Make me a CV"),
    "export_data": N_("Send me a copy"),
    "continue_elsewhere": N_("Go on elsewhere"),
    "change_answer": N_("Change an answer"),
    "go_on": N_("Go on"),
    "start_again": N_("Start again"),
    "delete_data": N_("Delete my data"),
    "what_do_you_know": N_("What do you know about me?"),
}

BE_RIGHT_BACK = N_("I'll be right back. I've kept your message and will answer it here.")


def _chat(session: Any, session_id: str) -> ChatSession:
    chat: ChatSession | None = session.get(ChatSession, session_id)
    if chat is None:
        raise errors.SessionUnknown
    return chat


def _expects(chat: ChatSession) -> Expects | None:
    return Expects.model_validate(chat.expects) if chat.expects else None


def _person(session: Session, session_id: str) -> Person | None:
    request = repository.open_person_request(session, session_id)
    return Person(name=request.taken_by) if request else None


def is_answered(database: Database, session_id: str, seq: int) -> bool:
    """Whether message number `seq` has its answer."""
    with database.session() as session:
        oldest = repository.oldest_waiting(session, session_id)
        return oldest is None or oldest.seq > seq


def answer(database: Database, session_id: str, seq: int, unstored: list[dict[str, Any]] | None) -> Answer:
    """The answer to message number `seq`, or that it will come."""
    with database.session() as session:
        chat = _chat(session, session_id)
        if unstored is not None:
            messages = [Message.model_validate(body) for body in unstored]
            return Answer(messages=messages, expects=None, language=chat.language)
        waiting = repository.oldest_waiting(session, session_id)
        if waiting is not None and waiting.seq <= seq:
            text = translate(BE_RIGHT_BACK, chat.language or "en")
            away = Message(id=f"away_{seq}", text=text)
            return Answer(messages=[away], expects=_expects(chat), language=chat.language, pending=True)
        said = repository.answers_to(session, session_id, seq)
        messages = [Message(id=row.id, **row.body) for row in said]
        return Answer(
            messages=messages,
            expects=_expects(chat),
            language=chat.language,
            person=_person(session, session_id),
        )


def transcript(database: Database, session_id: str) -> Transcript:
    """The conversation so far, both sides in the order they were said."""
    with database.session() as session:
        chat = _chat(session, session_id)
        return Transcript(
            session_id=session_id,
            language=chat.language,
            expects=_expects(chat),
            pending=repository.oldest_waiting(session, session_id) is not None,
            person=_person(session, session_id),
            messages=lines_of(session, chat),
        )


def lines_of(session: Session, chat: ChatSession) -> list[Line]:
    """Every line of a conversation, both sides in the order they were said."""
    incoming, outgoing = repository.transcript(session, chat.id)
    return _lines(list(incoming), list(outgoing), chat.language or "en")


def _lines(incoming: list[IncomingMessage], outgoing: list[OutgoingMessage], language: str) -> list[Line]:
    titles: dict[str, str] = {}
    lines: list[Line] = []
    answers: dict[int, list[OutgoingMessage]] = {}
    for row in outgoing:
        answers.setdefault(row.in_reply_to, []).append(row)
    for message in incoming:
        text = _as_seen(message, titles, language) if message.is_payload else message.text
        if text:
            lines.append(Line(id=message.id, sender="candidate", text=text, at=message.received_at))
        for row in answers.get(message.seq, []):
            sender: Literal["person", "bot"] = "person" if row.author else "bot"
            lines.append(Line(id=row.id, sender=sender, name=row.author, at=row.sent_at, **row.body))
            for reply in row.body.get("quick_replies", []):
                titles[reply["payload"]] = reply["title"]
            for card in row.body.get("cards", []):
                titles[card["payload"]] = card["title"]
    return lines


def _as_seen(message: IncomingMessage, titles: dict[str, str], language: str) -> str | None:
    """What the candidate saw on the button they pressed; null for what the page sent by itself."""
    if message.text in titles:
        return titles[message.text]
    payload = parse(message.text)
    if payload.values.get("unseen"):
        return None
    values = payload.values.get("value")
    if isinstance(values, list):
        single = ['/answer{"slot":"%s","value":"%s"}' % (payload.values["slot"], value) for value in values]
        return ", ".join(titles.get(text, value) for text, value in zip(single, values, strict=True))
    if payload.intent in MENU:
        return translate(MENU[payload.intent], language)
    return str(values) if values is not None else None
