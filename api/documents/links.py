"""Giving out links to documents, and letting their holder in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.chat.models import ChatSession
from api.core.crypto import new_token, token_hash
from api.core.errors import DomainError
from api.core.i18n import N_, languages, translate
from api.documents.models import DocumentLink

VALID_FOR = timedelta(hours=1)
CV, EXPORT_PDF, EXPORT_JSON = "cv", "export_pdf", "export_json"


class LinkUnknown(DomainError):
    """The link was never given out, its time is over, or the conversation was deleted."""

    code = "document.link_unknown"
    status = 404
    sentence = N_("This link doesn't work any more. Please ask for a new one in the chat.")


@dataclass(frozen=True)
class Wanted:
    """What the holder of a link may have."""

    kind: str
    language: str
    chat: ChatSession


def for_cv(
    session: Session, session_id: str, language: str, base_url: str, now: datetime
) -> list[dict[str, str]]:
    """Links to the CV in English and in the candidate's language, as ``{title, url}``."""
    names = {one.code: one.name for one in languages()}
    return [
        {
            "title": translate(N_("My CV ({language}, PDF)"), language, language=names[code]),
            "url": _new(session, session_id, CV, code, base_url, now),
        }
        for code in dict.fromkeys(("en", language))
    ]


def for_export(
    session: Session, session_id: str, language: str, base_url: str, now: datetime, *, with_pdf: bool
) -> list[dict[str, str]]:
    """Links to all that is stored: to read (PDF) and to take elsewhere (JSON)."""
    titles = {EXPORT_PDF: N_("To read (PDF)"), EXPORT_JSON: N_("To take elsewhere (JSON)")}
    kinds = [EXPORT_PDF, EXPORT_JSON] if with_pdf else [EXPORT_JSON]
    return [
        {
            "title": translate(titles[kind], language),
            "url": _new(session, session_id, kind, language, base_url, now),
        }
        for kind in kinds
    ]


def _new(session: Session, session_id: str, kind: str, language: str, base_url: str, now: datetime) -> str:
    token = new_token("d")
    session.add(
        DocumentLink(
            token_hash=token_hash(token),
            session_id=session_id,
            kind=kind,
            language=language,
            expires_at=now + VALID_FOR,
        )
    )
    return f"{base_url}/documents/{token}"


def redeem(session: Session, token: str, now: datetime) -> Wanted:
    """What a link leads to.

    Raises
    ------
    LinkUnknown
        When it leads nowhere (any more).
    """
    query = select(DocumentLink).where(
        DocumentLink.token_hash == token_hash(token), DocumentLink.expires_at > now
    )
    link = session.scalars(query).one_or_none()
    chat = session.get(ChatSession, link.session_id) if link else None
    if link is None or chat is None or chat.erased_at is not None or chat.candidate_id is None:
        raise LinkUnknown
    return Wanted(link.kind, link.language, chat)


def forget_expired(session: Session, now: datetime) -> None:
    """Delete links whose time is over."""
    session.execute(delete(DocumentLink).where(DocumentLink.expires_at <= now))
