"""From a template to a page: language, direction, security headers."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from api.core.clock import LOCAL_ZONE
from api.core.i18n import direction, languages, long_date, money, number, translate
from api.core.settings import Settings
from api.pages.assets import asset_url

FOLDER = Path(__file__).parent

# The macros of the NHS.UK frontend call their own templates by names that begin with "nhsuk/".
_MACROS = PrefixLoader({"nhsuk": PackageLoader("nhsuk_frontend_jinja", "templates/nhsuk")})


@cache
def environment() -> Environment:
    """The templates of every page and the macros they use."""
    loaders = {name: FileSystemLoader(FOLDER / name) for name in _FOLDERS}
    env = Environment(
        loader=PrefixLoader({**loaders, **_MACROS.mapping}),
        autoescape=True,
        undefined=ChainableUndefined,  # the macros look into options that were not given
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["asset_url"] = asset_url
    return env


_FOLDERS = ("shared", "candidate", "opportunity", "recruiter", "coordinator", "sign_in")


def content_security_policy(nonce: str) -> str:
    """Nothing but our own files; scripts only with this page's nonce, no inline styles, no framing."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def html(template: str, *, language: str, demo: bool, nonce: str, **context: Any) -> str:
    """A page's HTML.

    Parameters
    ----------
    template : str
        Such as ``"candidate/chat.jinja"``.
    language : str
        A shipped language; messages, dates and the direction follow it.
    demo : bool
        Whether the banner tells that the vacancies are made up.
    nonce : str
        What the page's scripts carry to be allowed to run.
    """
    return (
        environment()
        .get_template(template)
        .render(
            **context,
            _=lambda message, **values: translate(message, language, **values),
            language=language,
            direction=direction(language),
            languages=languages(),
            demo=demo,
            csp_nonce=nonce,
            long_date=lambda day: long_date(day, language),
            money=lambda amount: money(amount, language),
            number=lambda value: number(value, language),
            moment=_moment,
        )
    )


def _moment(at: datetime) -> str:
    return at.astimezone(LOCAL_ZONE).strftime("%d %b %Y, %H:%M")


def page(
    request: Request, template: str, *, language: str = "en", status_code: int = 200, **context: Any
) -> HTMLResponse:
    """A page as an answer that no cache keeps."""
    settings: Settings = request.app.state.settings
    nonce = secrets.token_urlsafe(16)
    body = html(template, language=language, demo=settings.demo, nonce=nonce, **context)
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Content-Security-Policy": content_security_policy(nonce),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(body, status_code, headers)
