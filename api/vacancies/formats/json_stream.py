"""JSON read piece by piece, so that a file of any length takes the memory of one vacancy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson
from ijson.common import JSONError

from api.vacancies.reading import Unreadable


def items(file: BinaryIO, prefix: str, where: str) -> Iterator[Any]:
    """The values at a prefix (ijson's notation), in order.

    Raises
    ------
    Unreadable
        What follows is no JSON. The values before have been given.
    """
    found = ijson.items(file, prefix, use_float=True)
    number = 0
    while True:
        try:
            value = next(found)
        except StopIteration:
            return
        except (JSONError, UnicodeDecodeError, ValueError):
            raise Unreadable("source.malformed", where=where, row=number) from None
        number += 1
        yield value


def first_array(file: BinaryIO, wanted: tuple[str, ...], where: str) -> str | None:
    """The prefix of the first of the wanted arrays (``""`` is the top), reading no further than it begins."""
    try:
        for prefix, event, _ in ijson.parse(file, use_float=True):
            if event == "start_array" and prefix in wanted:
                return str(prefix)
    except (JSONError, UnicodeDecodeError, ValueError):
        raise Unreadable("source.malformed", where=where, row=0) from None
    return None
