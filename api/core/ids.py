"""Identities: opaque for machines, short and unmistakable for people."""

from __future__ import annotations

import secrets

# No 0/O, 1/I/L, 5/S or vowels: read out over the phone, it is heard right and spells nothing.
_REFERENCE_ALPHABET = "2346789BCDFGHJKMNPQRTVWXYZ"


def new_id(prefix: str) -> str:
    """An unguessable identity such as ``ref_9f2c…`` (96 random bits)."""
    return f"{prefix}_{secrets.token_hex(12)}"


def new_reference() -> str:
    """A referral's reference for people, such as ``P-7K4M-2XQD``."""
    letters = [secrets.choice(_REFERENCE_ALPHABET) for _ in range(8)]
    return "P-" + "".join(letters[:4]) + "-" + "".join(letters[4:])
