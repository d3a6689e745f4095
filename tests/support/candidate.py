"""A candidate who chats over the public API, as any client would."""

from __future__ import annotations

import uuid
from typing import Any

import httpx


class Candidate:
    """One conversation. ``said`` keeps every bot message in order."""

    def __init__(self, base_url: str, language: str | None) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=60)
        opened = self.http.post("/v1/chat/sessions", json={"channel": "web", "language": language})
        assert opened.status_code == 201, opened.text
        body = opened.json()
        self.path = f"/v1/chat/sessions/{body['session_id']}"
        self.http.headers["Authorization"] = f"Bearer {body['token']}"
        self.said: list[dict[str, Any]] = []
        self._hear(body)

    def close(self) -> None:
        """Close the connection."""
        self.http.close()

    def _hear(self, answer: dict[str, Any]) -> dict[str, Any]:
        self.last = answer
        self.said += answer["messages"]
        return answer

    def _send(self, body: dict[str, str]) -> dict[str, Any]:
        answer = self.http.post(
            f"{self.path}/messages", json=body, headers={"Idempotency-Key": uuid.uuid4().hex}
        )
        assert answer.status_code == 200, answer.text
        return self._hear(answer.json())

    def writes(self, text: str) -> dict[str, Any]:
        """Send words."""
        return self._send({"text": text})

    def presses(self, title: str) -> dict[str, Any]:
        """Press the button with this title among those of the last answer."""
        buttons = {reply["title"]: reply["payload"] for reply in self.buttons}
        assert title in buttons, f"{title!r} is not among {sorted(buttons)}"
        return self._send({"payload": buttons[title]})

    def sends(self, payload: str) -> dict[str, Any]:
        """Send a payload, as the page's menu does."""
        return self._send({"payload": payload})

    @property
    def buttons(self) -> list[dict[str, str]]:
        """Every button of the last answer."""
        return [reply for message in self.last["messages"] for reply in message["quick_replies"]]

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Every card of the last answer."""
        return [card for message in self.last["messages"] for card in message["cards"]]

    @property
    def asked(self) -> str | None:
        """The slot of the open question."""
        return self.last["expects"]["slot"] if self.last["expects"] else None

    @property
    def text(self) -> str:
        """All the bot said in the last answer."""
        return "\n".join(message["text"] for message in self.last["messages"])

    def profile(self) -> dict[str, Any]:
        """What is stored."""
        body: dict[str, Any] = self.http.get(f"{self.path}/profile").raise_for_status().json()
        return body

    def matches(self) -> list[dict[str, Any]]:
        """The matches as they stand."""
        items: list[dict[str, Any]] = self.http.get(f"{self.path}/matches").raise_for_status().json()["items"]
        return items
