"""What anybody, and any search engine, reads about an opportunity without the chat."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from api.core.db import Database
from api.opportunities.models import Opportunity
from api.pages.opportunity import routes
from tests.api.pages.html import Page, read
from tests.factories.http import TestClient
from tests.factories.opportunities import TODAY, an_opportunity

PATH = "/opportunities/hca-taunton"


def _page(visitor: TestClient, path: str = f"{PATH}?lang=en") -> Page:
    return read(visitor.get(path))


def _posting(page: Page) -> dict[str, Any]:
    text = page.answer.text.partition('<script type="application/ld+json"')[2]
    found: dict[str, Any] = json.loads(text.partition(">")[2].partition("</script>")[0])
    return found


def _change(database: Database, **changes: Any) -> None:
    with database.session() as session:
        row = session.get_one(Opportunity, "hca-taunton")
        for name, value in changes.items():
            setattr(row, name, value)


def test_the_page_says_what_a_person_looks_for(visitor: TestClient) -> None:
    page = _page(visitor)
    assert page.one("h1").words == "Care worker"
    facts = dict(
        zip([one.words for one in page.all("dt")], [one.words for one in page.all("dd")], strict=True)
    )
    assert facts == {
        "Where": "Taunton (TA1)",
        "Pay": "from £12.90 an hour",
        "Hours": "20 to 37.5 hours a week",
        "When": "early mornings and late or evening",
        "Open until": "Friday 3 July",
        "Places left": "2",
        "English needed": "Speaking: A2, Reading: A2, Writing: A1",
        "Driving": "You do not need to drive",
        "Criminal record check": "An enhanced criminal record check with the barred list, done by the employer. "
        "Most records are not an automatic no",
    }
    assert "Interview guaranteed" in page.text


def test_it_carries_the_posting_that_search_engines_read(visitor: TestClient) -> None:
    posting = _posting(_page(visitor))
    assert (posting["@type"], posting["title"]) == ("JobPosting", "Care worker")
    assert posting["url"] == f"http://localhost:8000{PATH}"
    assert posting["ponte:guaranteedInterview"][0]["ponte:event"] == "oscar-mayer"
    assert (posting["ponte:dbs"], posting["ponte:englishReading"]) == ("enhanced_barred", "A2")
    assert posting["ponte:driving"] == "none"


def test_what_the_employer_did_not_say_is_marked(visitor: TestClient, database: Database) -> None:
    assert "the employer did not say" not in _page(visitor).text
    _change(database, inferred=["dbs"])
    page = _page(visitor)
    marked = [one.words for one in page.all("dd") if "the employer did not say" in one.words]
    assert len(marked) == 1
    assert marked[0].startswith("An enhanced criminal record check")
    assert _posting(page)["ponte:inferred"] == ["dbs"]


def test_words_of_an_employer_cannot_end_the_script_or_become_markup(
    visitor: TestClient, database: Database
) -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    _change(database, title=evil, description=evil)
    page = _page(visitor)
    assert _posting(page)["title"] == evil
    assert page.answer.text.count("<script") == 1
    assert "alert(1)" in page.one("h1").words


def test_a_closed_one_says_so_and_is_not_to_be_listed(visitor: TestClient, database: Database) -> None:
    _change(database, demo=False)
    assert "x-robots-tag" not in _page(visitor).answer.headers
    _change(database, status="closed")
    page = _page(visitor)
    assert "This opportunity is closed or full." in page.text
    assert page.answer.headers["x-robots-tag"] == "noindex"


def test_a_made_up_one_is_not_to_be_listed_either(visitor: TestClient) -> None:
    assert _page(visitor).answer.headers["x-robots-tag"] == "noindex"


def test_an_unknown_one_is_a_page_with_404(visitor: TestClient) -> None:
    answer = visitor.get("/opportunities/nothing")
    assert answer.status_code == 404
    assert "We do not know this opportunity." in answer.text


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        (f"{PATH}?lang=pt", "pl", "pt"),
        (PATH, "pl,en;q=0.5", "pl"),
        (f"{PATH}?lang=xx", "", "en"),
        (f"{PATH}?lang=ar", "", "ar"),
    ],
)
def test_the_frame_speaks_the_language_asked_for(
    visitor: TestClient, path: str, header: str, language: str
) -> None:
    root = read(visitor.get(path, headers={"Accept-Language": header})).one("html")
    assert root.attributes["lang"] == language
    assert root.attributes["dir"] == ("rtl" if language == "ar" else "ltr")


def _listed(visitor: TestClient, path: str = "/sitemap.xml") -> tuple[str, list[str]]:
    answer = visitor.get(path)
    assert answer.headers["content-type"] == "application/xml"
    root = fromstring(answer.content)
    places = [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    return root.tag.partition("}")[2], places


def test_the_site_map_lists_the_pages_of_what_is_open(visitor: TestClient, database: Database) -> None:
    with database.session() as session:
        an_opportunity(session, "over", closes_on=TODAY - timedelta(days=1))
        an_opportunity(session, "a b&c")
    root, places = _listed(visitor)
    assert root == "urlset"
    ids = ("a%20b%26c", "hca-taunton", "job-stranger", "porter-trust")
    assert places == [f"http://localhost:8000/opportunities/{one}" for one in ids]


def test_a_long_list_is_an_index_of_site_maps(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MOST_ADDRESSES", 2)
    root, maps = _listed(visitor)
    assert (root, maps) == (
        "sitemapindex",
        ["http://localhost:8000/sitemap.xml?page=1", "http://localhost:8000/sitemap.xml?page=2"],
    )
    pages = [_listed(visitor, one.removeprefix("http://localhost:8000"))[1] for one in maps]
    assert [len(page) for page in pages] == [2, 1]


def test_robots_are_told_where_the_site_map_is(visitor: TestClient) -> None:
    assert "Sitemap: http://localhost:8000/sitemap.xml" in visitor.get("/robots.txt").text.splitlines()
