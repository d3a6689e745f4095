"""An opportunity's public page on a small screen and read aloud, from left to right and from right to left."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from api.core.db import Database
from api.opportunities.models import Opportunity
from tests.factories.http import TestClient

pytestmark = pytest.mark.browser

HOST = "http://ponte.test"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(
    page: Page, visitor: TestClient, database: Database, language: str, width: int
) -> None:
    with database.session() as session:
        session.get_one(Opportunity, "hca-taunton").inferred = ["dbs", "english"]

    def answer(route: Route) -> None:
        read = visitor.get(route.request.url.removeprefix(HOST))
        headers = {name: value for name, value in read.headers.items() if name != "content-encoding"}
        route.fulfill(status=read.status_code, headers=headers, body=read.content)

    page.route(f"{HOST}/**", answer)
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(f"{HOST}/opportunities/hca-taunton?lang={language}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Care worker")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
