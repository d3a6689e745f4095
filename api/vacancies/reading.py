"""What the readers of all formats share: a row, and an input that cannot be read any further."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from api.core.clock import LOCAL_ZONE

_SENTENCES = {
    "source.not_an_address": "{where} is not an address that begins with http:// or https://.",
    "source.host_unknown": "{where} leads nowhere: its host is not known.",
    "source.private_target": "{where} is on this machine or in a private network. "
    "Set PONTE_ALLOW_PRIVATE_SOURCES=1 to allow that.",
    "source.no_answer": "{where} does not answer.",
    "source.status": "{where} answers with status {status}.",
    "source.too_many_redirects": "{where} redirects too often.",
    "source.too_large": "{where} is too large.",
    "source.too_slow": "{where} takes too long.",
    "source.no_file": "{where} cannot be opened.",
    "source.format_unknown": "We cannot tell the format of {where}. Name it with --format.",
    "source.no_vacancies": "{where} holds no vacancies in this format.",
    "source.columns_missing": "{where} has no column {columns}.",
    "source.page_of_several": "{where} is one page of {pages}.",
    "source.empty": "There was no vacancy at all.",
    "source.stopped": "The import was stopped before its end.",
    "source.malformed": "{where} cannot be read beyond row {row}: it is not well formed.",
}


class Unreadable(Exception):
    """An input that cannot be read, or not to its end; the text is one sentence. What was read before stays read.

    Attributes
    ----------
    code : str
        Stable, such as ``source.malformed``.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(_SENTENCES[code].format(**values))
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One vacancy of a source.

    Attributes
    ----------
    number : int
        Its line in a CSV file (the header is line 1), else its place among the vacancies, from 1.
    fields : mapping
        In the words of the inbound API; a field the source does not say is missing.
    hints : str
        Text of the source beside title and description: a salary in words, a working pattern.
    repaired : tuple of str
        Fields of which the source says more or other than is kept.
    problem : str or None
        Why nothing can be made of it.
    """

    number: int
    reference: str | None
    employer: str | None
    fields: dict[str, Any] = field(default_factory=dict)
    hints: str = ""
    repaired: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True)
class Format:
    """A format: how it is read, and how it goes on to a next page (null when it has no pages)."""

    name: str
    rows: Callable[[BinaryIO, str], Iterator[Row]]
    pages: Callable[[BinaryIO], int] | None = None
    page_parameter: str | None = None


_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")
_BRITISH_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})")


def day(value: object) -> date | str | None:
    """A day out of an ISO date or moment (in the United Kingdom) or a British date.

    What is neither stays as it is, to be refused where the field is known; null and blank are null.
    """
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    try:
        if _ISO_DAY.match(text) and len(text) > 10:
            moment = datetime.fromisoformat(text)
            # "23:59:59Z" is the end of the day that is written there; in summer it is the next day in London.
            ends_a_day = (moment.hour, moment.minute) == (23, 59)
            return (moment if moment.tzinfo is None or ends_a_day else moment.astimezone(LOCAL_ZONE)).date()
        if match := _BRITISH_DAY.match(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except (ValueError, OverflowError):
        return text


def text_of(value: object) -> str | None:
    """A text without blanks around it; numbers are written out, everything else is null."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


# As much is read of a description; longer ones are cut, which is marked as a repair.
LONGEST_HTML = 100_000
# One pass, whatever is written there: a tag ends before the next one begins.
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_BREAKS = frozenset("p br li div ul ol tr table h1 h2 h3 h4 h5 h6 section article".split())
_UNSEEN = frozenset(("script", "style"))


def words(markup: str) -> str:
    """A description without its tags, paragraphs as lines; a text without tags stays as it is."""
    markup = markup[:LONGEST_HTML]
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    text = html.unescape("".join(_seen_parts(markup)))
    lines = (re.sub(r"[ \t\r\f\v\u00a0]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _seen_parts(markup: str) -> Iterator[str]:
    at, hidden = 0, None
    for tag in _TAG.finditer(markup):
        if tag.start() < at:
            continue  # inside a comment
        name = (tag[2] or "").lower()
        if hidden is None:
            yield markup[at : tag.start()]
        at = tag.end()
        if tag[0] == "<!--":
            end = markup.find("-->", at)
            at = end + 3 if end >= 0 else len(markup)
        elif hidden is None and name in _UNSEEN and not tag[1]:
            hidden = name
        elif name == hidden and tag[1]:
            hidden = None
        elif hidden is None and name in _BREAKS:
            yield "\n• " if name == "li" and not tag[1] else "\n"
    if hidden is None:
        yield markup[at:]
