"""``ponte bench conversations``: how many turns a whole conversation takes, by buttons and in free text.

Scripted people in every language talk to a really running Ponte with the demo region, until an employer has a
referral. There is no peer to run beside: the bars are the product's own (14 turns by buttons, 9 in free text).
"""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path
from typing import Annotated

import httpx
import typer

from benchmarks.chat import running_ponte
from benchmarks.conversations.people import Conversation, have_conversation, personas

BARS = {"pressed": 14, "free": 9}
TITLES = {"pressed": "by buttons", "free": "in free text"}


def bench_conversations(
    language: Annotated[str | None, typer.Option(help="Only people of this language.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Turns, repeated questions and dead ends of scripted people, by language."""
    people = [one for one in personas() if language in (None, one.language)]
    with (
        tempfile.TemporaryDirectory() as folder,
        running_ponte(Path(folder)) as (base_url, _),
        httpx.Client(base_url=base_url, timeout=60, trust_env=False) as http,
    ):
        held = [have_conversation(http, one, way) for way in ("pressed", "free") for one in people]
    if as_json:
        typer.echo(json.dumps([one.__dict__ for one in held], indent=2))
        return
    for way in ("pressed", "free"):
        typer.echo(_table(way, [one for one in held if one.way == way]))


def _table(way: str, held: list[Conversation]) -> str:
    lines = [f"{TITLES[way]}: {len(held)} people, bar {BARS[way]} turns"]
    for language in sorted({one.language for one in held}):
        lines.append(f"  {language}: {_figures([one for one in held if one.language == language])}")
    lines.append(f"  all: {_figures(held)}")
    for one in held:
        if one.repeats or one.dead_end:
            why = one.dead_end or f"asked again: {', '.join(one.repeats)}"
            lines.append(f"    {one.persona}: {why}")
    return "\n".join(lines)


def _figures(held: list[Conversation]) -> str:
    arrived = [one.turns for one in held if one.dead_end is None]
    median = f"{statistics.median(arrived):g}" if arrived else "–"
    worst = max(arrived, default=0)
    repeats = sum(len(one.repeats) for one in held)
    dead = sum(one.dead_end is not None for one in held)
    return f"median {median}, most {worst}, repeats {repeats}, dead ends {dead}"
