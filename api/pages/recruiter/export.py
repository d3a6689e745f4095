"""The inbox as CSV: only what was shared, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast

from api.core.i18n import N_, translate
from api.pages.recruiter.wording import LANGUAGE, OUTCOMES, STATUSES, plain_day, shared_columns
from api.referrals.views import ReferralView

# A cell that begins like this is a formula to a spreadsheet (OWASP, "CSV Injection"); the last four are
# the full-width signs some of them take for the others.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_IN_MEMORY: Final = 1024 * 1024
_PIECE: Final = 64 * 1024

_ABOUT_THE_REFERRAL: Final = (
    N_("Reference"),
    N_("Status"),
    N_("Referred on"),
    N_("Opportunity"),
    N_("Employer"),
    N_("Place"),
    N_("Guaranteed interview"),
    N_("Answer by"),
    N_("Answered with"),
)
_ABOUT_THE_MATCH: Final = (N_("What the candidate can do"), N_("Why it fits"), N_("Still needed"))


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def as_csv(items: Iterable[ReferralView]) -> Iterator[bytes]:
    """The table in UTF-8 with a byte order mark, so that Excel reads its accents; CRLF after each row.

    All rows are written before the first piece leaves, to a file when they are many: a slow reader holds
    no transaction open.
    """
    # Closed by the one who reads it to its end, after this function has returned.
    file = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115
    table = cast("IO[str]", file)
    writer = csv.writer(table)
    titles = (*_ABOUT_THE_REFERRAL, *shared_columns(None), *_ABOUT_THE_MATCH)
    writer.writerow([translate(title, LANGUAGE) for title in titles])
    for item in items:
        writer.writerow([safe_cell(text) for text in _row(item)])
    return _pieces(table)


def _pieces(table: IO[str]) -> Iterator[bytes]:
    with table:
        table.seek(0)
        yield b"\xef\xbb\xbf"
        while piece := table.read(_PIECE):
            yield piece.encode()


def _row(item: ReferralView) -> list[str]:
    interview, candidate = item.guaranteed_interview, item.candidate
    outcome = OUTCOMES[interview.outcome] if interview and interview.outcome else ""
    skills = [skill["label"] for skill in candidate["skills"]] if candidate else []
    return [
        item.reference,
        translate(STATUSES[item.status][0], LANGUAGE),
        plain_day(item.created_at),
        item.opportunity.title,
        item.opportunity.employer,
        item.opportunity.place,
        translate(N_("Yes") if interview else N_("No"), LANGUAGE),
        plain_day(interview.respond_by) if interview else "",
        translate(outcome, LANGUAGE),
        *shared_columns(candidate).values(),
        "; ".join(skills),
        "; ".join(reason["text"] for reason in item.reasons),
        "; ".join(gap["text"] for gap in item.gaps),
    ]
