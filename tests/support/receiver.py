"""A recruiter's system that listens: a real HTTP server on loopback, with the convention's own library."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import time_machine
from standardwebhooks import Webhook, WebhookVerificationError


@dataclass(frozen=True)
class Call:
    """One request."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        """What the receiver would remember in order to handle a message once."""
        return self.headers["webhook-id"]

    @property
    def message(self) -> Any:
        """What was sent."""
        return json.loads(self.body)

    @property
    def signatures(self) -> list[str]:
        """The signatures, as they were sent."""
        return self.headers["webhook-signature"].split(" ")

    def verified(self, secret: str, at: datetime) -> Any:
        """What the library makes of it, with this secret, at this moment.

        Raises
        ------
        WebhookVerificationError
            It is not signed with this secret, or at another time.
        """
        with time_machine.travel(at, tick=False):
            return Webhook(secret).verify(self.body, self.headers)

    def is_signed_with(self, secret: str, at: datetime) -> bool:
        """Whether the library takes it."""
        try:
            self.verified(secret, at)
        except WebhookVerificationError:
            return False
        return True


HANGS_UP = -1
"""An answer: the connection is closed without a word."""


class Receiver:
    """Keeps what it gets. ``next_answers`` are statuses it gives before it goes on with 204."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.next_answers: list[int] = []
        self.answer_headers: dict[str, str] = {}
        self.go_on = threading.Event()
        self.go_on.set()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hooks"

    def speak_tls(self, certificate: str) -> None:
        """Speak TLS from now on, with a certificate and key in one file."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def take(self, call: Call) -> int:
        """The status a call is answered with."""
        with self._lock:
            self.calls.append(call)
            return self.next_answers.pop(0) if self.next_answers else 204

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        """Return as soon as there were `count` calls."""
        deadline = time.monotonic() + seconds
        while len(self.calls) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{count} calls were to come, these did: {self.calls}")
            time.sleep(0.05)

    @property
    def types(self) -> list[str]:
        """The types of what came, in order."""
        return [call.message["type"] for call in self.calls]

    def close(self) -> None:
        """End the server."""
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(receiver: Receiver) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = receiver.take(Call(self.path, headers, body))
            receiver.go_on.wait(60)
            self.close_connection = True
            if status == HANGS_UP:
                return
            try:
                self.send_response(status)
                for name, value in receiver.answer_headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                pass  # the one who asked is gone

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A listening receiver."""
    found = Receiver()
    try:
        yield found
    finally:
        found.close()
