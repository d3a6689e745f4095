"""The checks before the first day at work: which an opportunity has, and who pays for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, cast

from api.opportunities.models import Opportunity

FILE = Path(__file__).with_name("checks.toml")

PaidBy = Literal["employer", "candidate"]


class CheckKind(StrEnum):
    """A check an employer makes; only its state is ever kept, never a document."""

    IDENTITY = "identity"
    RIGHT_TO_WORK = "right_to_work"
    DBS = "dbs"
    REFERENCES = "references"
    OCCUPATIONAL_HEALTH = "occupational_health"
    OVERSEAS_POLICE = "overseas_police"


# Somebody else than the employer makes these, and takes a fee.
_WITH_FEE = frozenset({CheckKind.DBS, CheckKind.OVERSEAS_POLICE})


@dataclass(frozen=True)
class Check:
    """A check of an opportunity; ``level`` is that of a criminal record check, null for others."""

    kind: CheckKind
    level: str | None
    paid_by: PaidBy | None


@cache
def _usual() -> dict[str, tuple[CheckKind, ...]]:
    """Kinds by type of opportunity, as the file lists them."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["checks"]
    return {
        kind_of_opportunity: tuple(CheckKind(kind) for kind in entry["kinds"])
        for entry in entries
        for kind_of_opportunity in entry["types"]
    }


def checks_for(row: Opportunity) -> tuple[Check, ...]:
    """The checks of an opportunity: its own list, or else the usual ones of its type."""
    kinds = _usual().get(row.type, ()) if row.checks is None else tuple(map(CheckKind, row.checks))
    return tuple(
        Check(kind, row.dbs if kind is CheckKind.DBS else None, _paid_by(kind, row))
        for kind in kinds
        if kind is not CheckKind.DBS or row.dbs != "none"
    )


def _paid_by(kind: CheckKind, row: Opportunity) -> PaidBy | None:
    if kind not in _WITH_FEE:
        return "employer"
    return None if row.checks_paid_by == "none" else cast(PaidBy, row.checks_paid_by)
