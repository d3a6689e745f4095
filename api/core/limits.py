"""Size limits: a request larger than this is refused before it is read into memory."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import DomainError, problem
from api.core.i18n import N_, best_language

MAX_BODY_BYTES = 256 * 1024
PATIENCE_BYTES = 8 * 1024 * 1024


class TooLarge(DomainError):
    """The body is larger than 256 KB."""

    code = "too_large"
    status = 413
    sentence = N_("That is too large.")


class BodyLimit:
    """ASGI middleware: 413 for a body over the limit, declared or not."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        too_large = not declared.isdigit() or int(declared) > self.max_bytes
        body = bytearray()
        seen, more = 0, True
        # What is too large is read to its end, within reason, and thrown away: answering while the
        # client still sends would cut the connection, and the client would never see the answer.
        while more and seen <= PATIENCE_BYTES:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            part = message.get("body", b"")
            seen += len(part)
            too_large = too_large or seen > self.max_bytes
            if not too_large:
                body += part
            more = message.get("more_body", False)
        if too_large:
            language = best_language(headers.get(b"accept-language", b"").decode("latin-1"))
            refused = TooLarge()
            answer = problem(refused.status, refused.code, refused.text(language))
            await answer(scope, receive, send)
            return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, replay, send)
