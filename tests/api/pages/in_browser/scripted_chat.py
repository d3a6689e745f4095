"""A chat server that says its lines in order and fails on command, to see how the page takes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from api.core.settings import Settings
from api.pages import mount_pages
from tests.support.serving import served

Line = dict[str, Any]

CODE = "7K4M-2XQD"
WHY = "Near your home <i>by bus</i>."


def answer_payload(slot: str, value: str) -> str:
    """The payload of a button."""
    return '/answer{"slot":"%s","value":"%s"}' % (slot, value)


def a_card(opportunity_id: str, title: str) -> Line:
    """A match as the candidate sees it."""
    return {
        "opportunity_id": opportunity_id,
        "title": title,
        "employer": "Somerset Care",
        "place": "Taunton",
        "distance": "14 km",
        "pay": "£11.45",
        "hours": "30–37.5",
        "shifts": "nights",
        "next_intake": None,
        "why": [WHY],
        "missing": [],
        "guaranteed_interview": None,
        "payload": answer_payload("choose_match", opportunity_id),
    }


def _replies(slot: str, *options: tuple[str, str]) -> list[Line]:
    return [{"title": title, "payload": answer_payload(slot, value)} for title, value in options]


CARDS = [a_card("porter", "Porter"), a_card("carer", "Care worker")]
_SKIP = {"title": "Prefer not to say", "payload": "/skip"}
# slot, kind, text, quick replies, cards
SCRIPT: list[tuple[str | None, str, str, list[Line], list[Line]]] = [
    (
        "language",
        "choice",
        "Which language?",
        _replies("language", ("English", "en"), ("Português", "pt")),
        [],
    ),
    ("home", "text", "Where do you live?", [_SKIP], []),
    (
        "shifts",
        "multi",
        "When can you work?",
        [*_replies("shifts", ("Mornings", "early"), ("Nights", "night"), ("Weekends", "weekend")), _SKIP],
        [],
    ),
    (
        "choose_match",
        "choice",
        "Which one?",
        [*_replies("choose_match", ("1. Porter", "porter"), ("2. Care worker", "carer")), _SKIP],
        CARDS,
    ),
    (None, "text", "That's all.", [], []),
]


@dataclass
class ScriptedChat:
    """The server's memory and its faults.

    Attributes
    ----------
    fault : str
        ``""``, ``"down"`` (503), ``"deaf"`` (takes the message, loses the answer), ``"away"`` (the bot
        is away: the answer is pending), ``"refuse"`` (413 with a sentence).
    received : list
        What arrived, once for each key.
    """

    base_url: str = ""
    fault: str = ""
    session: str | None = None
    sessions: int = 0
    step: int = 0
    language: str | None = None
    lines: list[Line] = field(default_factory=list)
    owed: int = 0
    received: list[str] = field(default_factory=list)
    requests: int = 0
    answers: dict[str, Line] = field(default_factory=dict)

    def open(self, language: str | None) -> Line:
        self.sessions += 1
        self.session, self.step, self.language = f"ses_{self.sessions}", 1 if language else 0, language
        self.lines, self.owed = [], 0
        return {"session_id": self.session, "token": "secret", **self._ask()}

    def say(self, key: str, said: str) -> Line:
        if key in self.answers:
            return self.answers[key]
        self.received.append(said)
        self._add("candidate", said if not said.startswith("/") else f"({said})")
        if said.startswith('/answer{"slot":"language"'):
            self.language = json.loads(said.removeprefix("/answer"))["value"]
        if said.startswith('/answer{"slot":"delete_confirmation"'):
            self.session = None
            return self._wrap([{"id": "out_erased", "text": "Everything is deleted."}])
        if said == "/delete_data":
            replies = _replies("delete_confirmation", ("Yes, delete it all", "yes"))
            ask = self._add("bot", "Shall I delete it?", replies)
            return self._wrap([ask], {"slot": "delete_confirmation", "kind": "choice"})
        if said != "/help":
            self.step += 1
        if self.fault == "away":
            self.owed += 1
            away = {"id": f"away_{len(self.lines)}", "text": "I'll be right back."}
            return {**self._wrap([away], self.expects), "pending": True}
        self.answers[key] = self._ask()
        return self.answers[key]

    def transcript(self) -> Line:
        if self.owed and self.fault != "away":
            self.owed = 0
            self._ask()
        expects = self.expects
        body = {"session_id": self.session, "language": self.language, "messages": self.lines}
        return {**body, "expects": expects, "pending": self.owed > 0}

    @property
    def expects(self) -> Line | None:
        slot, kind, *_ = SCRIPT[min(self.step, len(SCRIPT) - 1)]
        return {"slot": slot, "kind": kind} if slot else None

    def _ask(self) -> Line:
        _, _, text, replies, cards = SCRIPT[min(self.step, len(SCRIPT) - 1)]
        return self._wrap([self._add("bot", text, replies, cards)], self.expects)

    def _wrap(self, messages: list[Line], expects: Line | None = None) -> Line:
        return {"messages": messages, "expects": expects, "language": self.language, "pending": False}

    def _add(
        self, sender: str, text: str, replies: list[Line] | None = None, cards: list[Line] | None = None
    ) -> Line:
        line = {"id": f"line_{self.sessions}_{len(self.lines)}", "from": sender, "text": text}
        line |= {"quick_replies": replies or [], "cards": cards or []}
        self.lines.append(line)
        return line


def _problem(status: int, detail: str) -> Response:
    return JSONResponse({"detail": detail}, status, media_type="application/problem+json")


def _app(chat: ScriptedChat, data_dir: Path) -> FastAPI:
    app = FastAPI()
    app.state.settings = Settings(demo=True, data_dir=data_dir)
    mount_pages(app)

    @app.post("/v1/chat/sessions", status_code=201)
    async def open_session(body: dict[str, Any]) -> Any:
        return _problem(503, "") if chat.fault == "down" else chat.open(body["language"])

    @app.post("/v1/chat/codes")
    async def take_over(body: dict[str, Any]) -> Any:
        if body["code"].upper() != CODE:
            return _problem(404, "This code doesn't work.")
        return {"session_id": chat.session, "token": "secret"}

    @app.get("/v1/chat/sessions/{session_id}")
    async def read_session(session_id: str) -> Any:
        if chat.fault == "down":
            return _problem(503, "")
        return chat.transcript() if session_id == chat.session else _problem(404, "I can't find this chat.")

    @app.post("/v1/chat/sessions/{session_id}/messages")
    async def say(session_id: str, body: dict[str, Any], request: Request) -> Any:
        chat.requests += 1
        if chat.fault == "down":
            return _problem(503, "")
        if session_id != chat.session:
            return _problem(404, "I can't find this chat.")
        if chat.fault == "refuse":
            return _problem(413, "That message is very long.")
        answer = chat.say(request.headers["idempotency-key"], body.get("text") or body["payload"])
        return _problem(503, "") if chat.fault == "deaf" else answer

    return app


@contextmanager
def serving(data_dir: Path) -> Iterator[ScriptedChat]:
    """The chat page with a scripted server, on a free port of this machine."""
    chat = ScriptedChat()
    with served(_app(chat, data_dir)) as chat.base_url:
        yield chat
