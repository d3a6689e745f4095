"""The way to Rasa: one request a message, the conversation's state in and out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from api.chat.payloads import Payload, parse

# After a failed call the bot is left alone for this long, so that a queue of waiting candidates is
# told at once instead of each waiting for its own time-out.
PAUSE_SECONDS = 1.5


# An empty message reaches Rasa as this, which means nothing in any language.
NOTHING = "…"


class BotUnavailable(Exception):
    """Rasa cannot be reached or is still loading: the message waits."""


class BotFailed(Exception):
    """Rasa answered with an error: another try may or may not help."""


class BotAnswer(BaseModel):
    """What Rasa returns for one message."""

    messages: list[dict[str, Any]]
    state: dict[str, Any]
    expects: dict[str, Any] | None
    language: str | None


@dataclass(frozen=True)
class Question:
    """One message on its way to Rasa."""

    session_id: str
    text: str
    is_payload: bool
    state: dict[str, Any] | None


class BotGateway:
    """Talks to Rasa's channel on loopback."""

    def __init__(self, url: str, token: str, timeout_seconds: float) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(timeout_seconds, connect=2.0),
            headers={"Authorization": f"Bearer {token}"},
            limits=httpx.Limits(max_connections=64),
            trust_env=False,
        )
        self._silent_until = 0.0

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def ready(self) -> bool:
        """Whether a message would be answered now."""
        try:
            answer = await self._http.get("/webhooks/ponte/", timeout=2.0)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    async def ask(self, question: Question) -> BotAnswer:
        """Have one message answered.

        Raises
        ------
        BotUnavailable
            Nothing was understood or changed; ask again later.
        BotFailed
            Rasa could not finish this message.
        """
        if time.monotonic() < self._silent_until:
            raise BotUnavailable
        try:
            answer = await self._http.post("/webhooks/ponte/webhook", json=_body(question))
        except httpx.HTTPError as error:
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            raise BotUnavailable from error
        if answer.status_code in (401, 502, 503, 504):
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            raise BotUnavailable
        if answer.status_code != 200:
            raise BotFailed
        try:
            said = BotAnswer.model_validate_json(answer.content)
        except ValidationError as error:
            raise BotFailed from error
        if not said.messages:
            raise BotFailed  # a candidate is never left without a word
        return said


def _body(question: Question) -> dict[str, Any]:
    if question.is_payload:
        payload: Payload = parse(question.text)
        message, metadata = f"/{payload.intent}", {"is_button": True, "payload": payload.values}
    else:
        # A leading slash would make Rasa read typed text as a button's payload.
        message, metadata = question.text.lstrip("/ \t\r\n") or NOTHING, {"is_button": False}
    return {
        "sender": question.session_id,
        "message": message,
        "metadata": metadata,
        "state": question.state,
    }
