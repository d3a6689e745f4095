"""What must never be kept, even when a candidate sends it: share codes and document numbers."""

from __future__ import annotations

import re

REDACTED = "▇▇▇"

_PATTERNS = (
    # Right-to-work share code: nine letters and digits starting with W, often written W12 345 678
    # (GOV.UK, "Prove your right to work").
    re.compile(r"\bW[A-Z0-9]{2}[ -]?[A-Z0-9]{3}[ -]?[A-Z0-9]{3}\b", re.I),
    # National Insurance number (HMRC, NIM39110): two letters, six digits, A to D; the letters HMRC
    # never gives out are taken too, because a slip of the finger makes them.
    re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.I),
    # Biometric residence permit: two letters and seven characters, the last six digits (GOV.UK).
    re.compile(r"\b[A-Z]{2}[A-Z0-9]\d{6}\b", re.I),
    # A passport number written after the word for it.
    re.compile(r"(?<=passport )[A-Z]{0,2}\d{6,9}\b|(?<=passaporte )[A-Z]{0,2}\d{6,9}\b", re.I),
)


def redact(text: str) -> str:
    """The text with every such number replaced by a mark."""
    for pattern in _PATTERNS:
        text = pattern.sub(_mark, text)
    return text


def _mark(match: re.Match[str]) -> str:
    # Without a digit it is a word: "Wednesday" has nine letters too.
    return REDACTED if any(letter.isdigit() for letter in match[0]) else match[0]
