"""Pages that stay right while rows are written: the cursor names the last row seen, not a count of rows."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator, StringConstraints

from api.core.errors import DomainError
from api.core.i18n import N_

LARGEST_PAGE = 200
DEFAULT_PAGE = 100


class InvalidCursor(DomainError):
    """The cursor was not made by this API."""

    code = "request.invalid_cursor"
    status = 422
    sentence = N_("This cursor is not one that we gave. Start again without a cursor.")


def _empty_is_absent(value: object) -> object:
    return None if value == "" else value


# Clients often send every filter, those they do not use with an empty value.
EMPTY_IS_ABSENT = BeforeValidator(_empty_is_absent)

# PostgreSQL refuses this character in any text.
NO_NUL = r"^[^\x00]*$"

CursorQuery = Annotated[
    Annotated[str, StringConstraints(max_length=300)] | None,
    EMPTY_IS_ABSENT,
    Query(description="`next_cursor` of the page before."),
]
LimitQuery = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows on a page.")]


def encode_cursor(*key: str | date) -> str:
    """An opaque cursor after the row with this sort key."""
    parts = [part if isinstance(part, str) else part.isoformat() for part in key]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _decoded(cursor: str) -> tuple[str, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (binascii.Error, ValueError):
        raise InvalidCursor from None
    match parts:
        case [str(first), str(second)] if "\0" not in second:
            return first, second
    raise InvalidCursor


def decode_moment_cursor(cursor: str) -> tuple[datetime, str]:
    """The (moment, id) a cursor was made of.

    Raises
    ------
    InvalidCursor
        The text is not such a cursor.
    """
    first, second = _decoded(cursor)
    try:
        moment = datetime.fromisoformat(first)
    except ValueError:
        raise InvalidCursor from None
    if moment.tzinfo is None:
        raise InvalidCursor
    return moment, second


def decode_day_cursor(cursor: str) -> tuple[date, str]:
    """The (day, id) a cursor was made of.

    Raises
    ------
    InvalidCursor
        The text is not such a cursor.
    """
    first, second = _decoded(cursor)
    try:
        return date.fromisoformat(first), second
    except ValueError:
        raise InvalidCursor from None
