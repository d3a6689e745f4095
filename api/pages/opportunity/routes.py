"""``/opportunities/{id}`` for people and search engines, ``/sitemap.xml`` and ``/robots.txt``."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import quote
from xml.sax.saxutils import escape

from fastapi import APIRouter, Path, Query, Request, Response
from markupsafe import Markup

from api.core.clock import NowDep, local_day
from api.core.db import SessionDep
from api.core.i18n import best_language, is_language, translate
from api.core.paging import NO_NUL
from api.core.settings import Settings
from api.core.words import TYPES
from api.opportunities import repository
from api.opportunities.endpoints import RoutesDep
from api.opportunities.job_posting import job_posting
from api.pages.opportunity.words import facts
from api.pages.rendering import page

router = APIRouter()

# The most a site map may hold (sitemaps.org, protocol 0.9).
MOST_ADDRESSES = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

OpportunityId = Annotated[str, Path(max_length=120, pattern=NO_NUL)]
Lang = Annotated[str | None, Query(max_length=20)]


def _address(request: Request, opportunity_id: str) -> str:
    settings: Settings = request.app.state.settings
    return f"{settings.base_url}/opportunities/{quote(opportunity_id, safe='')}"


def _in_script(data: object) -> Markup:
    """JSON that cannot end the script it stands in."""
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@router.get("/opportunities/{opportunity_id}")
def read_opportunity_page(
    request: Request,
    session: SessionDep,
    now: NowDep,
    routes_of: RoutesDep,
    opportunity_id: OpportunityId,
    lang: Lang = None,
) -> Response:
    """One opportunity, also when it is closed. The frame speaks ``?lang=``, else the browser's language."""
    chosen = lang if is_language(lang) else None
    language = chosen or best_language(request.headers.get("accept-language"))
    today = local_day(now)
    row = repository.find(session, opportunity_id)
    if row is None:
        response: Response = page(
            request, "opportunity/opportunity.jinja", language=language, status_code=404, row=None
        )
    else:
        routes = routes_of(session, [row], today).get(row.id, [])
        posting = job_posting(row, routes, url=_address(request, row.id))
        is_open = repository.is_open(row, today)
        response = page(
            request,
            "opportunity/opportunity.jinja",
            language=language,
            row=row,
            kind=translate(TYPES[row.type], language),
            facts=facts(row, language),
            is_open=is_open,
            promised=bool(routes),
            posting=_in_script(posting),
        )
        if row.demo or not is_open:
            # Nobody shall find a made-up or closed vacancy in a search engine.
            response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = "Accept-Language"
    return response


@router.get("/sitemap.xml")
def read_sitemap(
    request: Request,
    session: SessionDep,
    now: NowDep,
    number: Annotated[int | None, Query(alias="page", ge=1, le=1_000)] = None,
) -> Response:
    """The pages of what is open today; over 50,000, an index of such maps."""
    settings: Settings = request.app.state.settings
    today = local_day(now)
    if number is None and (count := repository.count_open(session, today)) > MOST_ADDRESSES:
        maps = range(1, -(-count // MOST_ADDRESSES) + 1)
        entries = [
            f"<sitemap><loc>{settings.base_url}/sitemap.xml?page={one}</loc></sitemap>" for one in maps
        ]
        return _xml("sitemapindex", entries)
    start = ((number or 1) - 1) * MOST_ADDRESSES
    entries = [
        f"<url><loc>{escape(_address(request, opportunity_id))}</loc>"
        f"<lastmod>{posted_on.isoformat()}</lastmod></url>"
        for opportunity_id, posted_on in repository.open_ids(session, today, start, MOST_ADDRESSES)
    ]
    return _xml("urlset", entries)


def _xml(root: str, entries: list[str]) -> Response:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">{"".join(entries)}</{root}>\n'
    )
    headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type="application/xml", headers=headers)


@router.get("/robots.txt")
async def read_robots(request: Request) -> Response:
    """Where the site map is; what needs a sign-in or a token is not for search engines."""
    settings: Settings = request.app.state.settings
    lines = ("User-agent: *", "Disallow: /v1/", "Disallow: /recruiter", "Disallow: /coordinator")
    body = "\n".join((*lines, f"Sitemap: {settings.base_url}/sitemap.xml")) + "\n"
    return Response(body, media_type="text/plain", headers={"Cache-Control": "public, max-age=3600"})
