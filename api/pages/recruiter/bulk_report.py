"""What is said once after several referrals were acknowledged: how many, and which not and why.

It travels in a cookie of codes and references. The cookie holds no sentence, so that nobody can put
words into Ponte's mouth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import Request, Response

from api.core.i18n import N_, translate
from api.pages.staff_session import PROBLEMS, set_cookie
from api.referrals.bulk import Acknowledged

COOKIE = "ponte_bulk"
_SHAPE = re.compile(r"\d{1,4}(\|[A-Z0-9-]{0,20}=[a-z_.]{1,60})*")


@dataclass(frozen=True)
class BulkReport:
    """How many were acknowledged, and a line for each that was not."""

    text: str
    refused: tuple[str, ...]


def keep(request: Request, response: Response, result: Acknowledged) -> None:
    """Let the next page say what was done."""
    lines = [f"{one.reference or ''}={one.error.code}" for one in result.refused]
    set_cookie(request, response, COOKIE, "|".join([str(result.done), *lines]), 60)


def read(request: Request) -> BulkReport | None:
    """What to say, when the browser has just been redirected here."""
    kept = request.cookies.get(COOKIE, "")
    if not _SHAPE.fullmatch(kept):
        return None
    done, *lines = kept.split("|")
    return BulkReport(
        translate(N_("Acknowledged: {count}"), "en", count=int(done)),
        tuple(_line(*line.split("=")) for line in lines if line.split("=")[1] in PROBLEMS),
    )


def _line(reference: str, code: str) -> str:
    why = PROBLEMS[code]().text("en")
    return f"{reference}: {why}" if reference else why


def forget(response: Response) -> None:
    """Say it once only."""
    response.delete_cookie(COOKIE, path="/")
