"""The inputs of one import, files and addresses, as one stream of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import httpx

from api.vacancies.fetching import Fetcher
from api.vacancies.formats import FORMATS
from api.vacancies.reading import Format, Row, Unreadable

MOST_FILE_BYTES = 2 * 1024**3
MOST_PAGES = 5_000
MOST_ADDRESSES = 10_000
_HEAD = 64 * 1024


def is_address(target: str) -> bool:
    """Whether a target is an address rather than a file."""
    return "://" in target


class Inputs:
    """Reads targets one after the other; one that cannot be read does not keep the next from being read.

    Parameters
    ----------
    targets : sequence of str
        Files and http(s) addresses. A file that lists addresses, one a line, stands for these.
    format_name : str or None
        A key of `FORMATS`; null detects the format of each.

    Attributes
    ----------
    problems : list of Unreadable
        What could not be read (to its end), so far.
    notes : list of Unreadable
        What was read, and is known not to be all.
    """

    def __init__(self, targets: Sequence[str], format_name: str | None, fetcher: Fetcher) -> None:
        self._targets = list(targets)
        self._format = FORMATS[format_name] if format_name else None
        self._fetcher = fetcher
        self._done = 0.0
        self._file: BinaryIO | None = None
        self._size = 0
        self._share = 1.0
        self.problems: list[Unreadable] = []
        self.notes: list[Unreadable] = []

    @property
    def complete(self) -> bool:
        """Whether everything there is has been read; known at the end."""
        return not self.problems and not self.notes

    @property
    def position(self) -> float:
        """How much is read, 0 to 1, by size."""
        within = self._file.tell() / self._size if self._file is not None and self._size else 0.0
        return min(1.0, (self._done + self._share * within) / max(1, len(self._targets)))

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Each row with the target it comes from."""
        for target in self._each_target():
            try:
                for row in self._of_target(target):
                    yield target, row
            except Unreadable as problem:
                self.problems.append(problem)
            finally:
                self._file = None

    def _each_target(self) -> Iterator[str]:
        at = 0
        while at < len(self._targets):
            target = self._targets[at]
            listed = [] if is_address(target) else _listed(Path(target))
            if listed:
                self._targets[at : at + 1] = listed
                continue
            yield target
            at += 1
            self._done = float(at)

    def _of_target(self, target: str) -> Iterator[Row]:
        if not is_address(target):
            with _opened(Path(target)) as file:
                self._now_reads(file, 1.0)
                form = self._format or detect(file, target)
                pages = _pages(form, file)
                if pages > len(self._targets):
                    self.notes.append(Unreadable("source.page_of_several", where=target, pages=pages))
                yield from form.rows(file, target)
            return
        begun = self._done
        address, pages, page = target, 1, 1
        while page <= pages:
            with self._fetcher.open(address) as file:
                form = self._format or detect(file, target)
                if page == 1:
                    pages = min(MOST_PAGES, _pages(form, file))
                self._now_reads(file, 1.0 / pages)
                yield from form.rows(file, target)
            self._file = None
            self._done = begun + page / pages
            page += 1
            if form.page_parameter:
                address = str(httpx.URL(target).copy_set_param(form.page_parameter, page))

    def _now_reads(self, file: BinaryIO, share: float) -> None:
        self._size = file.seek(0, 2)
        file.seek(0)
        self._file, self._share = file, share


def _pages(form: Format, file: BinaryIO) -> int:
    if form.pages is None:
        return 1
    pages = form.pages(file)
    file.seek(0)
    return max(1, pages)


def _opened(path: Path) -> BinaryIO:
    try:
        if not path.is_file():
            raise Unreadable("source.no_file", where=path)
        if path.stat().st_size > MOST_FILE_BYTES:
            raise Unreadable("source.too_large", where=path)
        return path.open("rb")
    except OSError:
        raise Unreadable("source.no_file", where=path) from None


def _listed(path: Path) -> list[str]:
    """The addresses a file lists, one a line; empty when it is no such file."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
            if not head.lower().startswith((b"http://", b"https://")):
                return []
            file.seek(0)
            lines = file.read(MOST_ADDRESSES * 500).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return []
    found = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return found[:MOST_ADDRESSES]


def detect(file: BinaryIO, where: str) -> Format:
    """The format of a file, by how it begins; the file stands at its beginning again.

    Raises
    ------
    Unreadable
        It begins like none of the formats.
    """
    head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    lower = head.lower()
    name = None
    if head[:1] == b"<":
        name = "nhs-jobs" if b"<nhsjobs" in lower else "job-posting"
    elif head[:1] in (b"{", b"["):
        is_advert = b'"vacancies"' in head and b'"@context"' not in head
        name = "display-advert" if is_advert else "job-posting"
    elif b"job_title" in lower.split(b"\n", 1)[0]:
        name = "nhsbsa-csv"
    if name is None:
        raise Unreadable("source.format_unknown", where=where)
    return FORMATS[name]


def source_name(targets: Sequence[str]) -> str:
    """What a source is called when nobody names it: the address without its query, or the file's name."""
    first = targets[0]
    if is_address(first):
        at = urlsplit(first)
        return f"{at.hostname or ''}{at.path}".strip("/")[:120]
    return Path(first).stem[:120]
