"""One scripted person in one conversation: by buttons, or in their own words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx

FOLDER = Path(__file__).with_name("personas")
MOST_TURNS = 30
_REFERENCE = re.compile(r"P-\w{4}-\w{4}")
Way = Literal["pressed", "free"]


@dataclass(frozen=True)
class Persona:
    """What somebody presses and writes, by the question that is open."""

    id: str
    language: str
    pressed: dict[str, Any]
    free: dict[str, str]


@dataclass
class Conversation:
    """How one went: the candidate's turns, questions put again, and whether it ended in a referral."""

    persona: str
    language: str
    way: Way
    turns: int = 0
    repeats: list[str] = field(default_factory=list)
    dead_end: str | None = None


def personas() -> list[Persona]:
    """Everybody, by language."""
    return [
        Persona(entry["id"], path.stem, entry["pressed"], entry["free"])
        for path in sorted(FOLDER.glob("*.toml"))
        for entry in tomllib.loads(path.read_text("utf-8"))["persona"]
    ]


def have_conversation(http: httpx.Client, persona: Persona, way: Way) -> Conversation:
    """From the first message to a referral.

    A repeat is a question that is put again after it was answered; a dead end is a conversation that does not
    reach a referral in 30 turns, or in which nothing can be answered.
    """
    done = Conversation(persona.id, persona.language, way)
    opened = http.post("/v1/chat/sessions", json={"channel": "web", "language": persona.language})
    answer = opened.raise_for_status().json()
    session, headers = answer["session_id"], {"Authorization": f"Bearer {answer['token']}"}
    before: tuple[str, str] | None = None
    while done.turns < MOST_TURNS:
        asked = answer["expects"]["slot"] if answer["expects"] else None
        if asked is None:
            done.dead_end = "nothing is asked"
            return done
        # The same question in other words (English as a whole, then speaking alone) is another one.
        question = (asked, answer["messages"][-1]["text"] if answer["messages"] else "")
        if question == before:
            done.repeats.append(asked)
        is_again, before = before is not None and asked == before[0], question
        body = _say(persona, way, asked, answer["messages"], repeated=is_again)
        if body is None:
            done.dead_end = f"no answer to {asked}"
            return done
        sent = http.post(f"/v1/chat/sessions/{session}/messages", json=body, headers=headers)
        answer = sent.raise_for_status().json()
        done.turns += 1
        if any(_REFERENCE.search(message["text"]) for message in answer["messages"]):
            return done
    done.dead_end = f"no referral in {MOST_TURNS} turns"
    return done


def _say(
    persona: Persona, way: Way, asked: str, messages: list[dict[str, Any]], *, repeated: bool
) -> dict[str, str] | None:
    if way == "free" and asked in persona.free and not repeated:
        return {"text": persona.free[asked]}
    cards = [card for message in messages for card in message["cards"]]
    if asked == "choose_match":
        return {"payload": cards[0]["payload"]} if cards else None
    if asked == "share_consent":
        return {"payload": '/answer{"slot":"share_consent","value":"yes"}'}
    value = persona.pressed.get(asked)
    if value is None and asked.startswith("english_"):  # asked for each task, who is as good at all of them
        value = str(persona.pressed["english_speaking"]).removeprefix("all-")
    if value is None:
        return None
    if isinstance(value, list):
        listed = ",".join(f'"{one}"' for one in value)
        return {"payload": '/answer{"slot":"%s","value":[%s]}' % (asked, listed)}
    pressed = [
        reply["payload"]
        for message in messages
        for reply in message["quick_replies"]
        if f'"value":"{value}"' in reply["payload"]
    ]
    return {"payload": pressed[0]} if pressed else {"text": str(value)}
