"""``ponte chat``: the conversation in a terminal, over the same API as the web page."""

from __future__ import annotations

import json
import uuid
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.markup import escape

from api.core.i18n import N_, translate
from api.core.settings import SettingsError, load_settings

console = Console(highlight=False)


class Terminal:
    """One conversation: prints what the bot says, sends numbers as buttons and the rest as text."""

    def __init__(self, http: httpx.Client, language: str | None) -> None:
        self._http = http
        opened = self._checked(
            http.post("/v1/chat/sessions", json={"channel": "terminal", "language": language})
        )
        self._path = f"/v1/chat/sessions/{opened['session_id']}"
        self._token = {"Authorization": f"Bearer {opened['token']}"}
        self._replies: list[dict[str, str]] = []
        self._multi = False
        self.language = language or "en"
        self.show(opened)

    def show(self, answer: dict[str, Any]) -> None:
        """Print an answer and remember its buttons."""
        self.language = answer.get("language") or self.language
        self._replies = []
        for message in answer["messages"]:
            console.print(f"\n[bold]Ponte:[/bold] {escape(message['text'])}")
            for card in message.get("cards", []):
                self._show_card(card)
            if message.get("quick_replies"):
                self._replies = message["quick_replies"]
        for number, reply in enumerate(self._replies, start=1):
            console.print(f"  [cyan]{number}[/cyan] {escape(reply['title'])}")
        self._multi = (answer.get("expects") or {}).get("kind") == "multi"

    def _show_card(self, card: dict[str, Any]) -> None:
        facts = [card.get(name) for name in ("employer", "place", "distance", "pay", "hours", "next_intake")]
        console.print(f"\n  [bold]{escape(card['title'])}[/bold]")
        console.print("  " + escape(" · ".join(str(fact) for fact in facts if fact)))
        for reason in card.get("why", []):
            console.print(f"    + {escape(reason)}")
        for gap in card.get("missing", []):
            console.print(f"    ? {escape(gap)}")
        if card.get("guaranteed_interview"):
            console.print(f"    ★ {escape(card['guaranteed_interview'])}")

    def send(self, typed: str) -> None:
        """Send one line: button numbers (several with commas where several may be chosen), or text."""
        numbers = [part.strip() for part in typed.split(",")]
        if all(part.isdigit() and 1 <= int(part) <= len(self._replies) for part in numbers):
            body = {"payload": self._payload([self._replies[int(part) - 1]["payload"] for part in numbers])}
        elif typed.startswith("/"):
            body = {"payload": typed}
        else:
            body = {"text": typed}
        headers = {**self._token, "Idempotency-Key": uuid.uuid4().hex}
        self.show(self._checked(self._http.post(f"{self._path}/messages", json=body, headers=headers)))

    def _payload(self, payloads: list[str]) -> str:
        if not self._multi or len(payloads) == 1:
            return payloads[0]
        answers = [json.loads(payload.removeprefix("/answer")) for payload in payloads if "{" in payload]
        merged = {"slot": answers[0]["slot"], "value": [answer["value"] for answer in answers]}
        return "/answer" + json.dumps(merged, separators=(",", ":"))

    def _checked(self, answer: httpx.Response) -> dict[str, Any]:
        body: dict[str, Any] = answer.json()
        if answer.is_error:
            console.print(f"\n[red]{escape(body.get('detail', str(answer.status_code)))}[/red]")
            return {"messages": [], "expects": None}
        return body


def chat(
    language: Annotated[str | None, typer.Option(help="Start in this language, such as pt.")] = None,
    url: Annotated[str | None, typer.Option(help="Where Ponte runs; from PONTE_PORT by default.")] = None,
) -> None:
    """Chat in the terminal. Type a button's number or your own words; /help shows what else there is."""
    try:
        base = url or load_settings().base_url
    except SettingsError:
        base = "http://localhost:8000"
    with httpx.Client(base_url=base, timeout=60, trust_env=False) as http:
        try:
            terminal = Terminal(http, language)
            while True:
                typed = console.input("\n> ").strip()
                if typed:
                    terminal.send(typed)
        except httpx.ConnectError:
            console.print(f"Ponte doesn't answer at {base}. Start it with: make run")
            raise typer.Exit(1) from None
        except (EOFError, KeyboardInterrupt):
            console.print("\n" + translate(N_("Goodbye!"), terminal.language))
