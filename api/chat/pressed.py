"""Typing what is written on a button, or its number where buttons are a numbered list, presses it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from api.chat.payloads import PayloadUnknown, parse

# "1 3 4", "1,3,4", "1. 3. 4.": numbers with nothing but signs between them.
_SEVERAL = re.compile(r"\s*\d{1,2}(?:[\s,;.+&/-]+\d{1,2})+[\s,;.]*")


def as_payload(
    text: str, offered: Sequence[Mapping[str, str]], *, numbered: bool = False, several_of: str | None = None
) -> str | None:
    """The payload of the button meant by `text`; null when the words are the candidate's own.

    Parameters
    ----------
    offered
        The buttons the candidate saw last, as ``{title, payload}``, in their order.
    numbered
        Whether they stood as a numbered list, so that "2" is the second one.
    several_of
        The slot of a question that takes several answers: "1 3 4" then presses three at once.
    """
    if numbered and several_of and _SEVERAL.fullmatch(text):
        return _several(text, offered, several_of)
    said = plain(text)
    if not said:
        return None
    if numbered and said.isdecimal() and len(said) <= 2:
        number = int(said)
        return offered[number - 1]["payload"] if 1 <= number <= len(offered) else None
    meant = {one["payload"] for one in offered if plain(one["title"]) == said}
    return meant.pop() if len(meant) == 1 else None


def _several(text: str, offered: Sequence[Mapping[str, str]], slot: str) -> str | None:
    chosen = []
    for number in dict.fromkeys(int(digits) for digits in re.findall(r"\d+", text)):
        if not 1 <= number <= len(offered):
            return None
        value = choice(offered[number - 1]["payload"], slot)
        if value is None:
            return None
        chosen.append(value)
    return all_of(slot, chosen)


def choice(payload: str, slot: str) -> str | None:
    """What a button answers to the question of `slot`; null when it does something else."""
    try:
        pressed = parse(payload)
    except PayloadUnknown:
        return None
    value = pressed.values.get("value") if pressed.intent == "answer" else None
    return value if isinstance(value, str) and pressed.values["slot"] == slot else None


def all_of(slot: str, values: Sequence[str]) -> str:
    """The payload of several answers to one question."""
    body = json.dumps({"slot": slot, "value": list(values)}, ensure_ascii=False, separators=(",", ":"))
    return f"/answer{body}"


def plain(text: str) -> str:
    """Case, accents and the signs around words make no difference."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = (char for char in apart if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in kept).split())
