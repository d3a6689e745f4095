"""From a template to a PDF (WeasyPrint: Pango lays out every script, right to left too)."""

from __future__ import annotations

import ctypes.util
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.core.errors import DomainError
from api.core.i18n import N_, direction, long_date, translate

FOLDER = Path(__file__).with_name("templates")


class PdfUnavailable(DomainError):
    """Pango is not installed on this machine."""

    code = "document.pdf_unavailable"
    status = 503
    sentence = N_("I can't make a PDF just now. Please try again later.")


def available() -> bool:
    """Whether Pango is installed (Debian's package libpangoft2-1.0-0)."""
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


def render(template: str, language: str, **context: Any) -> bytes:
    """The PDF of a template in `language`, tagged for screen readers (PDF/UA-1).

    Raises
    ------
    PdfUnavailable
        When Pango is missing.
    """
    if not available():
        raise PdfUnavailable
    from weasyprint import CSS, HTML  # half a second, and only for whoever asks for a document

    body = (
        _environment()
        .get_template(template)
        .render(
            **context,
            _=lambda message, **values: translate(message, language, **values),
            language=language,
            direction=direction(language),
            long_date=lambda day: long_date(day, language),
        )
    )
    styles = CSS(filename=str(FOLDER / "document.css"))
    return bytes(
        HTML(string=body, base_url=None, url_fetcher=_nothing_from_outside).write_pdf(
            stylesheets=[styles], pdf_variant="pdf/ua-1"
        )
    )


def _nothing_from_outside(url: str, *_: object, **__: object) -> Any:
    raise ValueError("documents load nothing")
