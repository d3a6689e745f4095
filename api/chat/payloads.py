"""Payloads of pressed buttons: ``/intent`` or ``/intent{json object}``, from a short list of intents."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from api.core.errors import DomainError
from api.core.i18n import N_

_SHAPE = re.compile(r"^/(?P<intent>[a-z_]{2,40})(?P<body>\{.*\})?$", re.S)

INTENTS = frozenset(
    """
    start answer skip why help start_again speak_to_person change_language delete_data what_do_you_know
    show_matches done go_on change_answer ask_again change_skills remove_skill ask_cv export_data
    continue_elsewhere equality interview
    """.split()
)
MAX_LENGTH = 1_000


class PayloadUnknown(DomainError):
    """The payload is not one a button of Ponte sends."""

    code = "chat.payload_unknown"
    status = 422
    sentence = N_("That button isn't one of ours. Please press one you see, or write your answer.")


@dataclass(frozen=True)
class Payload:
    """A button's meaning: an intent and its values."""

    intent: str
    values: dict[str, Any]


def parse(raw: str) -> Payload:
    """Read a payload.

    Raises
    ------
    PayloadUnknown
        When it has another shape, an intent no button has, or values that are not short and flat.
    """
    match = _SHAPE.match(raw.strip()) if len(raw) <= MAX_LENGTH else None
    if match is None or match["intent"] not in INTENTS:
        raise PayloadUnknown
    try:
        values = json.loads(match["body"] or "{}")
    except ValueError:
        raise PayloadUnknown from None
    if not all(_is_flat(value) for value in values.values()):
        raise PayloadUnknown
    if match["intent"] == "answer" and not {"slot", "value"} <= values.keys():
        raise PayloadUnknown
    return Payload(match["intent"], values)


def _is_flat(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= 20 and all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str | int | float | bool)
