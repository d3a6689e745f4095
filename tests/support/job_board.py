"""A job board on loopback: answers what a test put at each address, and remembers who asked for what."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class JobBoard:
    """Contents by path with query; a content that is an address is redirected to."""

    base_url: str
    contents: dict[str, str | int] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    was_asked: threading.Event = field(default_factory=threading.Event)

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [path for path, _ in self.asked]


@contextmanager
def job_board() -> Iterator[JobBoard]:
    """A board that is gone at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            board.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            board.was_asked.set()
            content = board.contents.get(self.path, 404)
            if isinstance(content, int):
                self.send_response(content)
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif content.startswith("http"):
                self.send_response(302)
                self.send_header("Location", content)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                body = content.encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    board = JobBoard(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield board
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
