"""The search of NHS Jobs: vacancies as XML, in pages. Band, hours and checks are no fields there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from api.vacancies.reading import Format, Row, Unreadable, day, text_of, words
from api.vacancies.schemas import LONGEST_DESCRIPTION

_TYPES = {"bank": "bank", "apprentice": "apprenticeship", "volunt": "volunteering", "placement": "placement"}
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)


def rows(file: BinaryIO, where: str) -> Iterator[Row]:
    """The vacancies of one page.

    Raises
    ------
    Unreadable
        It is no XML, defines entities or a document type, or is no search of NHS Jobs.
    """
    number = 0
    root: Element | None = None
    try:
        # No document type at all: it is where entities, and their bombs, are defined.
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if root is None:
                root = element
                if element.tag != "nhsJobs":
                    raise Unreadable("source.no_vacancies", where=where)
            elif event == "end" and element.tag == "vacancyDetails":
                number += 1
                yield _row(number, element)
                root.clear()
    except (ParseError, DefusedXmlException, UnicodeError):
        raise Unreadable("source.malformed", where=where, row=number) from None


def pages(file: BinaryIO) -> int:
    """How many pages there are, as this one says; 1 when it does not."""
    try:
        for _, element in iterparse(file, events=("end",), forbid_dtd=True):
            if element.tag == "totalPages":
                return int(element.text or 1)
            element.clear()
    except (ParseError, DefusedXmlException, ValueError):
        return 1
    return 1


FORMAT = Format("nhs-jobs", rows, pages, "page")


def _row(number: int, element: Element) -> Row:
    def said(name: str) -> str | None:
        return text_of(element.findtext(name))

    places = [place for one in element.iterfind("locations/location") if (place := text_of(one.text))]
    kind = (said("type") or "").lower()
    salary = said("salary") or ""
    text = words(said("description") or "")
    fields = {
        "title": said("title"),
        "description": text[:LONGEST_DESCRIPTION],
        "type": next((ours for theirs, ours in _TYPES.items() if theirs in kind), "job"),
        **(_where(places[0]) if places else {}),
        "posted_on": day(said("postDate")),
        "closes_on": day(said("closeDate")),
    }
    repaired: tuple[str, ...] = ("place",) if len(places) > 1 else ()
    if len(text) > LONGEST_DESCRIPTION:
        repaired += ("description",)
    return Row(
        number,
        said("reference") or said("id"),
        said("employer"),
        {name: value for name, value in fields.items() if value is not None},
        hints="\n".join(part for part in (salary, kind) if part),
        repaired=repaired,
    )


def _where(location: str) -> dict[str, str]:
    """``"Taunton, TA1 5DA"`` as town and postcode."""
    postcode = _POSTCODE.search(location)
    town = _POSTCODE.sub("", location).strip(" ,")
    return {
        **({"place": town[:200]} if town else {}),
        **({"postcode": postcode[0]} if postcode else {}),
    }
