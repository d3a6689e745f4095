"""Long words in pieces an app can carry, cut where a reader would pause."""

from __future__ import annotations

import re

# Where to cut, the best place first: paragraph, line, sentence (also in Arabic), word.
_PAUSES = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…؟])\s+"),
    re.compile(r"\s+"),
)
# A piece cut at a better pause may be this much shorter than it could be.
_LEAST = 0.4


def length(text: str) -> int:
    """The length as messaging apps count it: in UTF-16 code units, so an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit`, none of them empty. Only space is lost, and only at a cut."""
    rest = text.strip()
    found = []
    while length(rest) > limit:
        piece, rest = _cut(rest, _fitting(rest, limit))
        found.append(piece)
    return [*found, rest] if rest else found


def _fitting(text: str, limit: int) -> int:
    """How many characters are within the limit."""
    count = min(len(text), limit)
    while length(text[:count]) > limit:
        count -= max(1, (length(text[:count]) - limit) // 2)
    return count


def _cut(text: str, most: int) -> tuple[str, str]:
    # One character more: a pause right behind the last one that fits is a good place too.
    reachable = text[: most + 1]
    for pause in _PAUSES:
        places = [place for place in pause.finditer(reachable) if 0 < place.start() <= most]
        if places and (places[-1].start() >= most * _LEAST or pause is _PAUSES[-1]):
            place = places[-1]
            piece = text[: place.start()].rstrip()
            if piece:
                return piece, text[place.start() :].lstrip()
    return text[:most], text[most:].lstrip()
