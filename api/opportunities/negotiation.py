"""Which of two forms a client asked for, and whether it already has it."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request, Response

from api.core.etags import content_tag, is_held
from api.opportunities.job_posting import JSON_LD

# Vacancies change a few times a day; a minute spares most repeated reads.
_CACHE = "public, max-age=60"


def _quality(accept: str, media_type: str) -> float:
    """How much an Accept header wants a media type, 0..1; the most specific entry counts (RFC 9110)."""
    found: dict[str, float] = {}
    for part in accept[:1000].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        found[name] = quality
    for name in (media_type, media_type.split("/")[0] + "/*", "*/*"):
        if name in found:
            return found[name]
    return 0.0


def wants_json_ld(request: Request) -> bool:
    """Whether JSON-LD is wanted more than plain JSON."""
    accept = request.headers.get("accept", "*/*")
    return _quality(accept, JSON_LD) > _quality(accept, "application/json")


def cacheable(
    request: Request, body: dict[str, Any], media_type: str, next_page: str | None = None
) -> Response:
    """The answer with an ETag, or 304 without a body when the client holds the same.

    `next_page` is the address of the following page; it goes into the Link header.
    """
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    etag = content_tag(media_type.encode() + content)
    headers = {"ETag": etag, "Cache-Control": _CACHE, "Vary": "Accept"}
    if next_page is not None:
        headers["Link"] = f'<{next_page}>; rel="next"'
    if is_held(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
