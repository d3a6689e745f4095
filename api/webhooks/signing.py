"""Signatures by the Standard Webhooks convention (https://www.standardwebhooks.com), made by its own library."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook

# The convention: 24 to 64 bytes.
_SECRET_BYTES = 32


def new_secret() -> str:
    """A fresh secret, ``whsec_…``."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(message_id: str, body: str, keys: Sequence[str], now: datetime) -> dict[str, str]:
    """The headers by which a receiver knows the sender, the moment (UTC) and the message; one signature a key."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(message_id, now, body) for key in keys),
    }
