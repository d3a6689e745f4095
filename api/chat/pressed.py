"""Typing what is written on a button, or its number where buttons are a numbered list, presses it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence


def as_payload(text: str, offered: Sequence[Mapping[str, str]], *, numbered: bool = False) -> str | None:
    """The payload of the button meant by `text`; null when the words are the candidate's own.

    Parameters
    ----------
    offered
        The buttons the candidate saw last, as ``{title, payload}``, in their order.
    numbered
        Whether they stood as a numbered list, so that "2" is the second one.
    """
    said = _plain(text)
    if not said:
        return None
    if numbered and said.isdecimal() and len(said) <= 2:
        number = int(said)
        return offered[number - 1]["payload"] if 1 <= number <= len(offered) else None
    meant = {one["payload"] for one in offered if _plain(one["title"]) == said}
    return meant.pop() if len(meant) == 1 else None


def _plain(text: str) -> str:
    """Case, accents and the signs around words make no difference."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = (char for char in apart if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in kept).split())
