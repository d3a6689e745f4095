"""Read a demo region's files. What cannot be used is told in one sentence that names file and entry."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from api.cli.demo.entries import (
    EmployerEntry,
    Entry,
    EventEntry,
    OpportunityEntry,
    PayFloorEntry,
    ProgrammeEntry,
    SignupEntry,
)

REGIONS = Path(__file__).parent

E = TypeVar("E", bound=Entry)


class SeedError(Exception):
    """The demo data cannot be loaded; the text is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Region:
    """All entries of a region, each with the file it came from where a later check may refuse it."""

    name: str
    employers: list[EmployerEntry]
    events: list[EventEntry]
    programmes: list[ProgrammeEntry]
    signups: list[SignupEntry]
    pay_floors: list[PayFloorEntry]
    opportunities: list[tuple[str, OpportunityEntry]]


def read_region(name: str, root: Path = REGIONS) -> Region:
    """Read every file of a region.

    Raises
    ------
    SeedError
        There is no such region, or an entry has an unknown key or a bad value.
    """
    known = sorted(path.parent.name for path in root.glob("*/employers.toml"))
    if name not in known:
        raise SeedError(f"There is no demo region “{name}”; there is: {', '.join(known)}.")
    folder = root / name
    return Region(
        name=name,
        employers=_read(folder, "employers.toml", "employer", EmployerEntry),
        events=_read(folder, "events.toml", "event", EventEntry),
        programmes=_read(folder, "programmes.toml", "programme", ProgrammeEntry),
        signups=_read(folder, "signups.toml", "signup", SignupEntry),
        pay_floors=_read(folder, "pay_floors.toml", "floor", PayFloorEntry),
        opportunities=[
            (file, entry)
            for file in sorted(f"opportunities/{path.name}" for path in folder.glob("opportunities/*.toml"))
            for entry in _read(folder, file, "opportunity", OpportunityEntry)
        ],
    )


def _read(folder: Path, file: str, kind: str, model: type[E]) -> list[E]:
    """The entries of a file; a ``[defaults]`` table fills what an entry does not say."""
    content = _parse(folder / file, file)
    defaults, rows = content.pop("defaults", {}), content.pop(kind, [])
    if content:
        raise SeedError(f"{file}: unknown table “{next(iter(content))}”; it holds “{kind}” and “defaults”.")
    if not isinstance(rows, list) or not isinstance(defaults, dict) or not rows:
        raise SeedError(f"{file}: write each entry under [[{kind}]], and at least one.")
    return [_entry(file, kind, number, defaults | row, model) for number, row in enumerate(rows, start=1)]


def _parse(path: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise SeedError(f"{file} is missing.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(f"{file} is not TOML: {error}.") from None


def _entry(file: str, kind: str, number: int, row: dict[str, Any], model: type[E]) -> E:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        name = row.get("id") or row.get("employer") or f"number {number}"
        raise SeedError(f"{file}, {kind} “{name}”: {_reason(error)}.") from None


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    match first["type"]:
        case "extra_forbidden":
            return f"unknown key “{where}”"
        case "missing":
            return f"{where} is missing"
        case "value_error":
            reason = first["msg"].removeprefix("Value error, ")
            return f"{where}: {reason}" if where else reason
        case _:
            return f"{where} = {first['input']!r}: {first['msg'][0].lower()}{first['msg'][1:]}"
