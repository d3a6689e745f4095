"""schema.org JobPosting (JSON-LD): a file of them, or a page that carries some."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from api.vacancies import advert_text
from api.vacancies.formats import json_stream
from api.vacancies.reading import Format, Row, Unreadable, day, text_of, words
from api.vacancies.schemas import LONGEST_DESCRIPTION
from matcher.records import Shift

# A single posting or a page is held in memory as a whole.
MOST_BYTES_AT_ONCE = 8 * 1024 * 1024
# Lists in lists of graphs; nobody nests deeper.
_DEEPEST = 6
_LISTS = ("", "@graph", "itemListElement")
_SCRIPT = re.compile(rb"<script\b[^<>]{0,500}\bapplication/ld\+json\b[^<>]{0,500}>", re.IGNORECASE)

_TYPES = {
    "PER_DIEM": "bank",
    "VOLUNTEER": "volunteering",
    "INTERN": "placement",
    "APPRENTICESHIP": "apprenticeship",
}
_UNITS = {"HOUR": "hour", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}
_SHIFTS: tuple[Shift, ...] = ("early", "day", "late", "night", "weekend")
_OURS = ("job", "bank", "apprenticeship", "placement", "volunteering")
# Our own extension (api/opportunities/job_posting.py) under the name it is written with.
_EXTENSION = "ponte:"


def rows(file: BinaryIO, where: str) -> Iterator[Row]:
    """The postings of a file or a page.

    Raises
    ------
    Unreadable
        It is neither JSON nor a page, or too large for what it is.
    """
    head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    for number, posting in enumerate(_of_page(file, where) if head[:1] == b"<" else _of_json(file, where), 1):
        yield _row(number, posting)


FORMAT = Format("job-posting", rows)


def _of_json(file: BinaryIO, where: str) -> Iterator[Any]:
    prefix = json_stream.first_array(file, _LISTS, where)
    file.seek(0)
    if prefix is None:
        for value in json_stream.items(file, "", where) if _is_small(file, where) else ():
            yield from _postings(value, 0)
        return
    for value in json_stream.items(file, f"{prefix}.item".lstrip("."), where):
        found = list(_postings(value, 0))
        # What is no posting in a list of postings is a bad row, not nothing.
        yield from found if found or _is_other_thing(value) else [None]


def _is_small(file: BinaryIO, where: str) -> bool:
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES_AT_ONCE:
        raise Unreadable("source.too_large", where=where)
    return True


def _of_page(file: BinaryIO, where: str) -> Iterator[Any]:
    _is_small(file, where)
    page = file.read()
    found = False
    for script in _SCRIPT.finditer(page):
        end = page.find(b"</script", script.end())
        if end < 0:
            break
        try:
            value = json.loads(page[script.end() : end].decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            found = True
            yield None
            continue
        for posting in _postings(value, 0):
            found = True
            yield posting
    if not found:
        raise Unreadable("source.no_vacancies", where=where)


def _kinds(value: dict[str, Any]) -> list[Any]:
    kind = value.get("@type")
    return kind if isinstance(kind, list) else [kind]


def _is_other_thing(value: Any) -> bool:
    """A thing with a type of its own beside the postings, such as the organisation of a page."""
    return isinstance(value, dict) and value.get("@type") is not None


def _postings(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _postings(one, depth + 1)
    elif isinstance(value, dict):
        if any(str(kind).rpartition("/")[2] == "JobPosting" for kind in _kinds(value)):
            yield value
            return
        for name in ("@graph", "itemListElement", "item", "mainEntity"):
            yield from _postings(value.get(name), depth + 1)


def _row(number: int, posting: Any) -> Row:
    if not isinstance(posting, dict):
        return Row(number, None, None, problem="row.not_an_object")
    places = _listed(posting.get("jobLocation"))
    kinds = [str(kind).upper() for kind in _listed(posting.get("employmentType"))]
    text = words(text_of(posting.get("description")) or "")
    organisation = posting.get("hiringOrganization")
    named = organisation.get("name") if isinstance(organisation, dict) else organisation
    fields = {
        "title": text_of(posting.get("title")),
        "description": text[:LONGEST_DESCRIPTION],
        "type": next((_TYPES[kind] for kind in kinds if kind in _TYPES), "job"),
        **(_where(places[0]) if places else {}),
        "hours": _hours(posting.get("workHours")),
        "pay": _pay(posting.get("baseSalary")),
        "posted_on": day(posting.get("datePosted")),
        "closes_on": day(posting.get("validThrough")),
        "starts_on": day(posting.get("jobStartDate")),
        "places": posting.get("totalJobOpenings"),
        **_extension(posting),
    }
    hints = [text_of(posting.get(name)) for name in ("workHours", "qualifications", "experienceRequirements")]
    hints += ["full time" for kind in kinds if kind == "FULL_TIME"] + [
        "part time" for k in kinds if k == "PART_TIME"
    ]
    repaired: tuple[str, ...] = ("place",) if len(places) > 1 else ()
    if len(text) > LONGEST_DESCRIPTION:
        repaired += ("description",)
    return Row(
        number,
        _reference(posting),
        text_of(named),
        {name: value for name, value in fields.items() if value is not None},
        hints="\n".join(hint for hint in hints if hint),
        repaired=repaired,
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _reference(posting: dict[str, Any]) -> str | None:
    identifier = posting.get("identifier")
    if isinstance(identifier, dict):
        identifier = identifier.get("value") or identifier.get("name")
    found = text_of(identifier) or text_of(posting.get("@id"))
    if found is None and (url := text_of(posting.get("url"))):
        at = urlsplit(url)
        found = f"{at.netloc}{at.path}" or None
    return found


def _where(location: Any) -> dict[str, Any]:
    if isinstance(location, str):
        return {"place": location[:200]}
    if not isinstance(location, dict):
        return {}
    address = location.get("address")
    if isinstance(address, str):
        found: dict[str, Any] = {"place": address[:200]}
    else:
        address = address if isinstance(address, dict) else {}
        found = {
            "place": text_of(address.get("addressLocality")),
            "postcode": text_of(address.get("postalCode")),
        }
    geo = location.get("geo")
    if isinstance(geo, dict):
        with contextlib.suppress(KeyError, TypeError, ValueError):
            found |= {"lat": float(geo["latitude"]), "lon": float(geo["longitude"])}
    return found


def _hours(said: Any) -> dict[str, float] | None:
    found = advert_text.hours(said) if isinstance(said, str) else None
    return None if found is None else {"min": found[0], "max": found[1]}


def _pay(salary: Any) -> dict[str, Any] | None:
    value = salary.get("value") if isinstance(salary, dict) else None
    if not isinstance(value, dict):
        return None
    unit = _UNITS.get(str(value.get("unitText") or "").upper())
    low = value.get("minValue") or value.get("value")
    if low is None or unit is None:
        return None
    return {"min": low, "unit": unit, **({"max": value["maxValue"]} if value.get("maxValue") else {})}


def _extension(posting: dict[str, Any]) -> dict[str, Any]:
    """What another Ponte says beyond schema.org."""

    def said(name: str) -> Any:
        return posting.get(_EXTENSION + name)

    english = {task: said(f"english{task.title()}") for task in ("speaking", "reading", "writing")}
    kind, shifts = said("opportunityType"), said("shifts")
    found = {
        "type": kind if kind in _OURS else None,
        "role": said("role"),
        "band": said("band"),
        "dbs": said("dbs"),
        "driving": said("driving"),
        "english": english if any(english.values()) else None,
        "shifts": [one for one in _SHIFTS if one in shifts] if isinstance(shifts, list) else None,
        "checks_paid_by": said("checksPaidBy"),
    }
    # What the other Ponte inferred is as good as not said: it is inferred anew here, and marked.
    inferred = said("inferred")
    unsaid = inferred if isinstance(inferred, list) else []
    return {name: value for name, value in found.items() if value is not None and name not in unsaid}
