"""Static files: read once, addressed by their content, so that a browser may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

FOLDER = Path(__file__).parent / "static"

_FOR_EVER = "public, max-age=31536000, immutable"
_CHECK_EACH_TIME = "public, no-cache"

router = APIRouter()


@dataclass(frozen=True)
class Asset:
    """A static file as it is sent.

    Attributes
    ----------
    version : str
        The first 12 hex digits of the content's SHA-256.
    """

    content: bytes
    compressed: bytes
    media_type: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    """Every static file by its name."""
    return {path.name: _read(path) for path in sorted(FOLDER.iterdir()) if path.is_file()}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    version = hashlib.sha256(content).hexdigest()[:12]
    return Asset(content, gzip.compress(content, mtime=0), media_type, version)


def asset_url(name: str) -> str:
    """The address of a static file, which changes with its content.

    Raises
    ------
    KeyError
        There is no such file.
    """
    return f"/static/{name}?v={assets()[name].version}"


@router.get("/static/{name}")
async def read_asset(name: str, request: Request, v: str | None = None) -> Response:
    """A static file, compressed for a browser that takes it so."""
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404)
    compresses = "gzip" in request.headers.get("accept-encoding", "")
    headers = {
        # Another version asked for: a page older than the last update. It gets today's file, for today.
        "Cache-Control": _FOR_EVER if v == asset.version else _CHECK_EACH_TIME,
        "ETag": f'"{asset.version}{"-gz" if compresses else ""}"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if compresses:
        headers["Content-Encoding"] = "gzip"
    return Response(
        asset.compressed if compresses else asset.content, headers=headers, media_type=asset.media_type
    )


@router.get("/favicon.ico")
async def favicon() -> Response:
    """The icon, for browsers that look at this address whatever the page says."""
    return Response(assets()["favicon.svg"].content, media_type="image/svg+xml")
