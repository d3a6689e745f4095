"""The chat page at ``/``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.core.i18n import best_language, is_language
from api.pages.assets import assets
from api.pages.candidate.texts import MENU_ITEMS, chat_data, texts
from api.pages.rendering import page

router = APIRouter()


@router.get("/sw.js")
async def read_service_worker() -> Response:
    """Keeps the page for when there is no connection. It must come from the page's own folder to speak for it."""
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(assets()["sw.js"].content, headers=headers, media_type="text/javascript")


@router.get("/")
async def read_chat(request: Request, lang: Annotated[str | None, Query(max_length=20)] = None) -> Response:
    """The chat. Its frame speaks the language asked for by ``?lang=``, else the browser's."""
    chosen = lang if is_language(lang) else None
    language = chosen or best_language(request.headers.get("accept-language"))
    response = page(
        request,
        "candidate/chat.jinja",
        language=language,
        texts=texts(language),
        menu_items=MENU_ITEMS,
        chat_data=chat_data(chosen),
    )
    response.headers["Vary"] = "Accept-Language"
    return response
