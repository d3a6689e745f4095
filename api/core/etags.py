"""Whether a client already holds what it asks for (RFC 9110, 13.1.2)."""

from __future__ import annotations

import hashlib

from fastapi import Request


def content_tag(content: bytes, prefix: str = "") -> str:
    """An ETag that changes with the content, 128 bits of its SHA-256."""
    return f'"{prefix}{hashlib.sha256(content).hexdigest()[:32]}"'


def is_held(request: Request, etag: str) -> bool:
    """Whether If-None-Match names this ETag, compared weakly."""
    sent = request.headers.get("if-none-match", "")
    held = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
    return etag in held or "*" in held
