"""CSV in the vocabulary of the NHS Business Services Authority's open data on vacancies."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from api.vacancies.reading import Format, Row, Unreadable, text_of

NEEDED = ("EMPLOYER_NAME", "JOB_TITLE")
_REFERENCES = ("JOB_REFERENCE", "VACANCY_ID")
_PATTERNS = (("full", "full time"), ("part", "part time"))
_BAND = re.compile(r"\b([1-9])\s?([a-d])?\b", re.IGNORECASE)
# One row is a few hundred characters on one line. A cell may hold line breaks, but a quote that is never
# closed must not swallow the rows after it.
LONGEST_LINE = 64 * 1024
MOST_LINES = 20
_DELIMITERS = (",", ";", "\t")


def rows(file: BinaryIO, where: str) -> Iterator[Row]:
    """The rows, numbered by their line in the file.

    Raises
    ------
    Unreadable
        Its first line names none of the columns that are needed.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        first = text.readline(LONGEST_LINE)
        delimiter = max(_DELIMITERS, key=first.count)
        header = [name.strip().upper() for name in _cells(first, delimiter)]
        missing = [name for name in NEEDED if name not in header]
        if not set(_REFERENCES) & set(header):
            missing.append(_REFERENCES[0])
        if missing:
            raise Unreadable("source.columns_missing", where=where, columns=", ".join(missing))
        for line, cells in _Records(text, delimiter, len(header)):
            if cells is None:
                yield Row(line, None, None, problem="row.columns")
            else:
                yield _row(line, dict(zip(header, map(_decoded, cells), strict=True)))
    finally:
        text.detach()


class _Records:
    """Records with the line each begins on; null for a line that is none."""

    def __init__(self, text: io.TextIOWrapper, delimiter: str, columns: int) -> None:
        self._text = text
        self._delimiter = delimiter
        self._columns = columns
        self._ahead: deque[str] = deque()
        self._line = 2

    def __iter__(self) -> Iterator[tuple[int, list[str] | None]]:
        while line := self._next():
            at = self._line
            if line.strip():
                record, rest = self._whole(line)
                cells = None if record is None else _cells(record, self._delimiter)
                if cells is None or (len(cells) != self._columns and rest):
                    # The lines after it were only looked at: they may be rows of their own.
                    self._ahead.extendleft(reversed(rest))
                    rest, cells = [], None
                yield at, cells if cells and len(cells) == self._columns else None
                self._line += sum(one.endswith(("\n", "\r")) for one in rest)
            self._line += line.endswith(("\n", "\r"))

    def _next(self) -> str:
        return self._ahead.popleft() if self._ahead else self._text.readline(LONGEST_LINE)

    def _whole(self, line: str) -> tuple[str | None, list[str]]:
        """The record that begins with a line, null when its quote is never closed, and its further lines."""
        record, rest = line, list[str]()
        while _is_open(record, self._delimiter):
            following = self._next() if len(rest) < MOST_LINES and len(record) < LONGEST_LINE else ""
            if not following:
                return None, rest
            rest.append(following)
            record += following
        return record, rest


def _is_open(record: str, delimiter: str) -> bool:
    if record.count('"') % 2 == 0:
        return False
    try:
        list(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _cells(record: str, delimiter: str) -> list[str]:
    # Kept in one piece: line breaks in a cell belong to it.
    return next(csv.reader([record], delimiter=delimiter), [])


def _decoded(cell: str) -> str:
    """A cell; one that is no UTF-8 was written by an old spreadsheet (Windows-1252)."""
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return cell


FORMAT = Format("nhsbsa-csv", rows)


def _row(line: int, cells: dict[str, str]) -> Row:
    def said(name: str) -> str | None:
        return text_of(cells.get(name))

    band = _BAND.search(said("PAY_BAND") or "")
    pattern = (said("WORKING_PATTERN") or "").lower()
    contract = said("CONTRACT_TYPE") or ""
    about = (said("STAFF_GROUP"), said("AREA_OF_WORK"), contract, said("WORKING_PATTERN"))
    fields = {
        "title": said("JOB_TITLE"),
        "description": ". ".join(part for part in about if part),
        "type": "bank" if "bank" in contract.lower() else "job",
        "band": band[1] + (band[2] or "").lower() if band else None,
        "postcode": said("EMPLOYER_POSTCODE"),
        "pay": _pay(said("SALARY_RANGE_MIN"), said("SALARY_RANGE_MAX")),
    }
    return Row(
        line,
        said("JOB_REFERENCE") or said("VACANCY_ID"),
        said("EMPLOYER_NAME"),
        {name: value for name, value in fields.items() if value is not None},
        hints=", ".join(words for sign, words in _PATTERNS if sign in pattern),
    )


def _pay(low: str | None, high: str | None) -> dict[str, str] | None:
    """Salaries a year; a figure under a thousand is one an hour."""
    amounts = [re.sub(r"[£,\s]", "", amount) for amount in (low, high) if amount]
    if not amounts:
        return None
    try:
        unit = "hour" if float(amounts[0]) < 1000 else "year"
    except ValueError:
        unit = "year"
    return {"min": amounts[0], "unit": unit, **({"max": amounts[1]} if len(amounts) > 1 else {})}
