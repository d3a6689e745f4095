"""``ponte bench chat``: the whole path of a message beside bare Rasa's own REST channel.

Both run the same model and the same actions on this machine, one after the other, and answer the
same messages at the same point of the conversation. The difference is what Ponte adds: keeping the
message first, order, state in the database, encryption, HTTP.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import httpx
import typer

from api.cli.bot_model import model_path
from api.cli.supervisor import parts
from api.core.settings import PROJECT_ROOT

BOT = PROJECT_ROOT / "bot"
MESSAGES = ("help", "why do you ask?", "qwrt zxcv", "thanks", "o que é isto?")
Send = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Figures:
    """What one path did: latency in milliseconds, alone and in company, and messages a second."""

    p50_alone: float
    p95_alone: float
    p50: float
    p95: float
    per_second: float


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


async def _measure(open_conversation: Callable[[], Awaitable[Send]], people: int, each: int) -> Figures:
    async def talk(send: Send) -> list[float]:
        taken = []
        for number in range(each):
            began = time.perf_counter()
            await send(MESSAGES[number % len(MESSAGES)])
            taken.append((time.perf_counter() - began) * 1000)
        return taken

    first = await open_conversation()
    await talk(first)  # warm-up, not counted
    alone = await talk(first)
    senders = [await open_conversation() for _ in range(people)]
    began = time.perf_counter()
    together = [
        taken for person in await asyncio.gather(*(talk(send) for send in senders)) for taken in person
    ]
    seconds = time.perf_counter() - began
    return Figures(
        _percentile(alone, 50),
        _percentile(alone, 95),
        _percentile(together, 50),
        _percentile(together, 95),
        len(together) / seconds,
    )


async def _through_ponte(base_url: str, people: int, each: int) -> Figures:
    async with httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False) as http:

        async def open_conversation() -> Send:
            opened = (await http.post("/v1/chat/sessions", json={"language": "en"})).raise_for_status().json()
            path = f"/v1/chat/sessions/{opened['session_id']}/messages"
            headers = {"Authorization": f"Bearer {opened['token']}"}

            async def send(text: str) -> None:
                answer = (await http.post(path, json={"text": text}, headers=headers)).raise_for_status()
                if answer.json()["pending"] or not answer.json()["messages"]:
                    raise RuntimeError("Ponte did not answer a message of the benchmark.")

            return send

        return await _measure(open_conversation, people, each)


async def _through_rasa(base_url: str, people: int, each: int) -> Figures:
    async with httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False) as http:

        async def open_conversation() -> Send:
            sender = secrets.token_hex(8)

            async def send(text: str) -> None:
                body = {"sender": sender, "message": text}
                answer = (await http.post("/webhooks/rest/webhook", json=body)).raise_for_status()
                if not answer.json():
                    raise RuntimeError("Rasa did not answer a message of the benchmark.")

            await send("/start")
            await send("English")
            return send

        return await _measure(open_conversation, people, each)


@contextmanager
def running_ponte(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """All of Ponte on free ports; yields its address and the environment the bot runs in."""
    port, bot, actions, token = parts.free_port(), parts.free_port(), parts.free_port(), secrets.token_hex(16)
    environment = os.environ | {
        "PONTE_DEMO": "1",
        "PONTE_PORT": str(port),
        "PONTE_DATA_DIR": str(folder),
        "PONTE_BOT_PORT": str(bot),
        "PONTE_ACTIONS_PORT": str(actions),
        "PONTE_INTERNAL_TOKEN": token,
    }
    base_url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("ponte")), "serve"],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(f"{base_url}/readyz", process)
        yield (
            base_url,
            environment
            | {
                "PONTE_API_URL": base_url,
                "PONTE_ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
            },
        )
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def _bare_rasa(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Rasa with its own REST channel and in-memory tracker store; its model and actions are Ponte's."""
    credentials, endpoints = folder / "credentials.yml", folder / "endpoints.yml"
    credentials.write_text("rest:\n")
    endpoints.write_text(
        f"action_endpoint:\n  url: {environment['PONTE_ACTIONS_URL']}\n"
        "nlg:\n  type: components.nlg.GettextNlg\n"
    )
    port = parts.free_port()
    process = subprocess.Popen(
        [
            *(str(parts.BOT_PYTHON), "-W", "ignore", "-m", "rasa", "run", "-i", "127.0.0.1"),
            *("-p", str(port), "--credentials", str(credentials), "--endpoints", str(endpoints)),
            *("-m", str(model_path(BOT))),
        ],
        cwd=BOT,
        env=parts.bot_environment(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/webhooks/rest/", process)
        # The server answers before the model is loaded.
        for _ in range(300):
            body = {"sender": "wait", "message": "/start"}
            if httpx.post(f"http://127.0.0.1:{port}/webhooks/rest/webhook", json=body, timeout=30).json():
                break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float = 900) -> None:
    deadline = time.monotonic() + seconds
    while True:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"Nothing answers at {address}.")
        try:
            if httpx.get(address, timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)


def chat(
    people: Annotated[int, typer.Option(help="Conversations at the same time.", min=1)] = 16,
    each: Annotated[int, typer.Option(help="Messages in each.", min=5)] = 25,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Latency and messages a second through the whole path, beside bare Rasa's REST channel."""
    with tempfile.TemporaryDirectory() as folder, running_ponte(Path(folder)) as (base_url, environment):
        ours = asyncio.run(_through_ponte(base_url, people, each))
        with _bare_rasa(Path(folder), environment) as rasa_url:
            theirs = asyncio.run(_through_rasa(rasa_url, people, each))
    if as_json:
        typer.echo(json.dumps({"ponte": ours.__dict__, "rasa": theirs.__dict__}, indent=2))
        return
    rows = (
        ("one conversation, p50 ms", ours.p50_alone, theirs.p50_alone),
        ("one conversation, p95 ms", ours.p95_alone, theirs.p95_alone),
        (f"{people} conversations, p50 ms", ours.p50, theirs.p50),
        (f"{people} conversations, p95 ms", ours.p95, theirs.p95),
        (f"{people} conversations, messages/s", ours.per_second, theirs.per_second),
    )
    typer.echo(f"{'':34}{'Ponte':>9}{'bare Rasa':>11}{'ratio':>8}")
    for name, mine, peer in rows:
        typer.echo(f"{name:34}{mine:9.1f}{peer:11.1f}{mine / peer:8.2f}")
