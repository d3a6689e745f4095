"""Opening a document's link; and the bot's wish for one."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel

from api.candidates import repository as candidate_repository
from api.candidates import service as candidates
from api.candidates.models import Candidate
from api.chat import summary
from api.chat.bot_endpoints import from_the_bot
from api.chat.models import ChatSession
from api.core.clock import NowDep
from api.core.db import SessionDep
from api.core.problems import refusals
from api.documents import links, pdf
from api.documents.cv import cv
from api.documents.export import everything
from api.matches.knowledge import Knowledge, KnowledgeDep

router = APIRouter(tags=["documents"])
internal = APIRouter(
    prefix="/internal", tags=["internal"], dependencies=[Depends(from_the_bot)], include_in_schema=False
)


class Wish(BaseModel):
    """Which document, and the language of the conversation."""

    kind: Literal["cv", "export"]
    language: str


@internal.post("/sessions/{session_id}/documents")
def new_links(
    session_id: str, wish: Wish, request: Request, session: SessionDep, now: NowDep
) -> dict[str, Any]:
    """Links for the candidate alone; none for a CV where no PDF can be made."""
    base_url = request.app.state.settings.base_url
    can = pdf.available()
    if wish.kind == "cv":
        found = links.for_cv(session, session_id, wish.language, base_url, now) if can else []
    else:
        found = links.for_export(session, session_id, wish.language, base_url, now, with_pdf=can)
    return {"links": found}


@router.get(
    "/documents/{token}",
    response_class=Response,
    responses={
        200: {
            "content": {
                "application/pdf": {"schema": {"type": "string", "format": "binary"}},
                "application/json": {"schema": {"type": "object"}},
            }
        },
        **refusals(links.LinkUnknown, pdf.PdfUnavailable),
    },
)
def read_document(
    token: Annotated[str, Path(max_length=80)], session: SessionDep, knowledge: KnowledgeDep, now: NowDep
) -> Response:
    """The document behind a link, made at this moment."""
    wanted = links.redeem(session, token, now)
    candidate = candidate_repository.candidate(session, wanted.chat.candidate_id or "")
    if candidate is None:
        raise links.LinkUnknown
    if wanted.kind == links.CV:
        profile = candidates.view(candidate, wanted.language, knowledge.lexicon)
        body = pdf.render("cv.jinja", wanted.language, cv=cv(profile, wanted.language))
        return _file(body, "application/pdf", f"ponte-cv-{wanted.language}.pdf")
    data = everything(session, wanted.chat, candidate, knowledge, now)
    if wanted.kind == links.EXPORT_JSON:
        text = json.dumps(data, ensure_ascii=False, indent=2)
        return _file(text.encode(), "application/json", "ponte-data.json")
    body = pdf.render(
        "export.jinja",
        wanted.language,
        data=data,
        lines=_lines(session, candidate, wanted.chat, wanted.language, knowledge),
        shown=list(dict.fromkeys(one["opportunity"]["title"] for one in data["shown_matches"])),
        made_on=now.date(),
    )
    return _file(body, "application/pdf", "ponte-data.pdf")


def _lines(
    session: SessionDep, candidate: Candidate, chat: ChatSession, language: str, knowledge: Knowledge
) -> list[str]:
    view = candidates.view(candidate, language, knowledge.lexicon)
    return [line.text for line in summary.stored(session, view, language)]


def _file(body: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    return Response(body, media_type=media_type, headers=headers)
