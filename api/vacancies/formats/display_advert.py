"""The Display Advert API (version 2) of the Department for Education: vacancies as JSON, in pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from api.vacancies.formats import json_stream
from api.vacancies.reading import Format, Row, Unreadable, day, text_of, words
from api.vacancies.schemas import LONGEST_DESCRIPTION

_UNITS = {
    "hourly": "hour", "hour": "hour", "daily": "day", "weekly": "week", "week": "week", "monthly": "month",
    "month": "month", "annually": "year", "yearly": "year", "year": "year",
}  # fmt: skip


def rows(file: BinaryIO, where: str) -> Iterator[Row]:
    """The vacancies of one page.

    Raises
    ------
    Unreadable
        It is no JSON, or holds no list ``vacancies``.
    """
    if json_stream.first_array(file, ("vacancies",), where) is None:
        raise Unreadable("source.no_vacancies", where=where)
    file.seek(0)
    for number, item in enumerate(json_stream.items(file, "vacancies.item", where), start=1):
        yield _row(number, item)


def pages(file: BinaryIO) -> int:
    """How many pages there are, as this one says; 1 when it does not."""
    try:
        total = next(json_stream.items(file, "totalPages", ""), 1)
    except Unreadable:
        return 1  # reading the rows will say so, after those before the break
    return total if isinstance(total, int) and not isinstance(total, bool) else 1


FORMAT = Format("display-advert", rows, pages, "PageNumber")


def _row(number: int, item: Any) -> Row:
    if not isinstance(item, dict):
        return Row(number, None, None, problem="row.not_an_object")
    addresses = _addresses(item)
    address = addresses[0] if addresses else {}
    wage = item["wage"] if isinstance(item.get("wage"), dict) else {}
    is_apprenticeship = bool(item.get("course") or item.get("apprenticeshipLevel"))
    text = words(text_of(item.get("description")) or "")
    hours = item.get("hoursPerWeek")
    fields = {
        "title": text_of(item.get("title")),
        "description": text[:LONGEST_DESCRIPTION],
        "type": "apprenticeship" if is_apprenticeship else "job",
        "postcode": text_of(address.get("postcode")),
        "place": _town(address),
        **_point(address, item.get("location")),
        "hours": {"min": hours, "max": hours} if hours else None,
        "pay": _pay(wage, hours),
        "posted_on": day(item.get("postedDate")),
        "closes_on": day(item.get("closingDate")),
        "starts_on": day(item.get("startDate")),
        "places": item.get("numberOfPositions"),
    }
    repaired: tuple[str, ...] = ("place",) if len(addresses) > 1 else ()
    if len(text) > LONGEST_DESCRIPTION:
        repaired += ("description",)
    return Row(
        number,
        text_of(item.get("vacancyReference")),
        text_of(item.get("employerName")),
        {name: value for name, value in fields.items() if value is not None},
        hints=text_of(wage.get("workingWeekDescription")) or "",
        repaired=repaired,
    )


def _addresses(item: dict[str, Any]) -> list[dict[str, Any]]:
    """``addresses``, or ``address`` and ``otherAddresses``: those that name a place, in their order."""
    found = item.get("addresses")
    if not isinstance(found, list):
        others = item.get("otherAddresses")
        found = [item.get("address"), *(others if isinstance(others, list) else [])]
    return [one for one in found if isinstance(one, dict) and (one.get("postcode") or _town(one))]


def _town(address: dict[str, Any]) -> str | None:
    lines = [text_of(address.get(f"addressLine{number}")) for number in (1, 2, 3, 4)]
    named = ", ".join(line for line in lines if line)
    return named[:200] or None


def _point(address: dict[str, Any], location: Any) -> dict[str, Any]:
    for at, names in ((address, ("latitude", "longitude")), (location, ("lat", "lon"))):
        if isinstance(at, dict) and all(isinstance(at.get(name), int | float) for name in names):
            return {"lat": at[names[0]], "lon": at[names[1]]}
    return {}


def _pay(wage: dict[str, Any], hours: Any) -> dict[str, Any] | None:
    amount = wage.get("wageAmount") or wage.get("wageAmountLowerBound")
    unit = _UNITS.get(str(wage.get("wageUnit") or "").lower())
    if not isinstance(amount, int | float) or unit is None:
        return None
    pay = {"min": amount, "max": wage.get("wageAmountUpperBound"), "unit": unit}
    return {**pay, "hours_a_week": hours} if hours and unit in ("week", "month", "year") else pay
