"""A text with what people type in many ways taken off it: case, accents, and which number it is."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2_000
"""What nobody types in one breath says no more about its intent after its first words."""
_DIGIT = re.compile(r"\d")


def fold(text: str) -> str:
    """Lower case, no accents, every digit a 0: which number it is never decides the intent."""
    decomposed = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS].lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _DIGIT.sub("0", bare)
