"""Twilio and Telegram on loopback: a small HTTP server that takes and gives what theirs do.

Shapes follow the providers' own references: Twilio's Message, Content and Account resources with their error
object ``{code, message, more_info, status}``; Telegram's ``{ok, result}`` and
``{ok, error_code, description, parameters}``.
"""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

ACCOUNT_SID = "AC" + "0a" * 16
AUTH_TOKEN = "f00d" * 8
SMS_FROM = "+441823000001"
WHATSAPP_FROM = "+441823000002"
BOT_TOKEN = "123456789:" + "AbCdEfGhIj" * 4
SECRET = "told-by-telegram-only"


@dataclass(frozen=True)
class Call:
    """One request a provider got."""

    path: str
    body: dict[str, Any]
    authorization: str
    at: float


@dataclass(frozen=True)
class Answer:
    """What a provider says instead of yes. ``hangs_up`` closes the connection without a word."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False


def twilio_error(status: int, code: int, **headers: str) -> Answer:
    """Twilio's error object."""
    body = {
        "code": code,
        "message": "An error of the test.",
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    return Answer(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def telegram_error(code: int, description: str, retry_after: int | None = None) -> Answer:
    """Telegram's error object."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return Answer(code, body)


HANGS_UP = Answer(0, hangs_up=True)


class Providers:
    """Both providers at one address."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.next_answers: list[Answer] = []
        self.webhook: dict[str, Any] = {}
        self.account_status = "active"
        # While this is not set, calls are taken and not answered.
        self.go_on = threading.Event()
        self.go_on.set()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"providers": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where they answer."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def environment(self, public_url: str) -> dict[str, str]:
        """The settings with which Ponte uses them."""
        return {
            "PONTE_PUBLIC_URL": public_url,
            "PONTE_TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "PONTE_TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "PONTE_TWILIO_SMS_FROM": SMS_FROM,
            "PONTE_TWILIO_WHATSAPP_FROM": WHATSAPP_FROM,
            "PONTE_TWILIO_BASE_URL": self.url,
            "PONTE_TELEGRAM_BOT_TOKEN": BOT_TOKEN,
            "PONTE_TELEGRAM_SECRET": SECRET,
            "PONTE_TELEGRAM_BASE_URL": self.url,
        }

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def bodies(self, ending: str) -> list[dict[str, Any]]:
        """What was sent to addresses with this ending, in order."""
        with self._lock:
            return [call.body for call in self.calls if call.path.endswith(ending)]

    def sent(self, address: str) -> list[str]:
        """The words sent to a phone number, a ``whatsapp:`` number or a chat's id, in order."""
        words = []
        for body in self.bodies("/Messages.json"):
            if body.get("To") == address:
                words.append(body.get("Body") or json.loads(body["ContentVariables"])["1"])
        return words + [one["text"] for one in self.bodies("/sendMessage") if str(one["chat_id"]) == address]

    def wait_for(self, address: str, count: int, seconds: float = 60.0) -> list[str]:
        """The words sent to an address, as soon as there are `count` of them."""
        deadline = time.monotonic() + seconds
        while len(words := self.sent(address)) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{count} messages were to come, these did: {words}")
            time.sleep(0.1)
        return words

    def answer(self, call: Call) -> Answer:
        """What the provider says to a call."""
        with self._lock:
            self.calls.append(call)
            if self.next_answers:
                return self.next_answers.pop(0)
        if "/bot" in call.path:
            return self._telegram(call)
        expected = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
        if call.authorization != f"Basic {expected}":
            return twilio_error(401, 20003)
        return self._twilio(call)

    def _twilio(self, call: Call) -> Answer:
        if call.path == f"/2010-04-01/Accounts/{ACCOUNT_SID}.json":
            return Answer(200, {"sid": ACCOUNT_SID, "friendly_name": "Test", "status": self.account_status})
        if call.path == f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json":
            if len(call.body.get("Body", "")) > 1600:
                return twilio_error(400, 21617)
            if not call.body.get("Body") and not call.body.get("ContentSid"):
                return twilio_error(400, 21602)
            variables = json.loads(call.body.get("ContentVariables", "{}"))
            if any("\n" in one or "\t" in one or "     " in one or not one for one in variables.values()):
                return twilio_error(400, 21656)
            return Answer(
                201,
                {
                    "account_sid": ACCOUNT_SID,
                    "sid": f"SM{uuid.uuid4().hex}",
                    "status": "queued",
                    "from": call.body["From"],
                    "to": call.body["To"],
                    "body": call.body.get("Body"),
                    "num_segments": "1",
                    "error_code": None,
                    "error_message": None,
                },
            )
        if call.path == "/v1/Content":
            return self._template(call)
        return twilio_error(404, 20404)

    def _template(self, call: Call) -> Answer:
        ((kind, content),) = call.body["types"].items()
        buttons = content.get("actions") or content.get("items")
        most, longest = {"twilio/quick-reply": (3, 20), "twilio/list-picker": (10, 24)}[kind]
        titles = [one.get("title") or one.get("item") for one in buttons]
        too_much = len(buttons) > most or max(map(len, titles)) > longest
        if too_much or any(len(one["id"]) > 200 for one in buttons):
            return twilio_error(400, 60000)
        body = {"sid": f"HX{uuid.uuid4().hex}", "account_sid": ACCOUNT_SID, **call.body}
        return Answer(201, body)

    def _telegram(self, call: Call) -> Answer:
        token, _, method = call.path.removeprefix("/bot").partition("/")
        if token != BOT_TOKEN:
            return telegram_error(401, "Unauthorized")
        result: Any = True
        if method == "getMe":
            result = {"id": 123456789, "is_bot": True, "first_name": "Ponte", "username": "ponte_test_bot"}
        elif method == "setWebhook":
            self.webhook = {"url": call.body["url"], "pending_update_count": 0}
        elif method == "getWebhookInfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0, **self.webhook}
        elif method == "sendMessage":
            keys = [
                key for row in call.body.get("reply_markup", {}).get("inline_keyboard", []) for key in row
            ]
            if len(call.body["text"]) > 4096:
                return telegram_error(400, "Bad Request: message is too long")
            if any(not 1 <= len(key["callback_data"].encode()) <= 64 for key in keys):
                return telegram_error(400, "Bad Request: BUTTON_DATA_INVALID")
            chat = {"id": call.body["chat_id"], "type": "private"}
            result = {"message_id": len(self.calls), "date": 0, "chat": chat, "text": call.body["text"]}
        elif method != "editMessageReplyMarkup":
            return telegram_error(404, "Not Found")
        return Answer(200, {"ok": True, "result": result})


class _Handler(BaseHTTPRequestHandler):
    providers: Providers
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        body = json.loads(raw) if is_json and raw else dict(parse_qsl(raw, keep_blank_values=True))
        authorization = self.headers.get("Authorization", "")
        call = Call(urlsplit(self.path).path, body, authorization, time.monotonic())
        answer = self.providers.answer(call)
        self.providers.go_on.wait(30)
        if answer.hangs_up:
            self.close_connection = True
            return
        payload = json.dumps(answer.body).encode()
        try:
            self._write(answer, payload)
        except OSError:
            self.close_connection = True  # whoever asked was killed

    def _write(self, answer: Answer, payload: bytes) -> None:
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Type": "application/json"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST = _serve  # noqa: N815 - the names the standard library calls

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def providers() -> Iterator[Providers]:
    """Both providers, ended at the end."""
    running = Providers()
    try:
        yield running
    finally:
        running.close()
