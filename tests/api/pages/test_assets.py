"""Static files: compressed, kept for ever under their version, checked otherwise."""

from __future__ import annotations

import pytest

from api.pages.assets import asset_url, assets
from tests.factories.http import TestClient


def test_a_file_under_its_version_is_kept_for_ever(front: TestClient) -> None:
    answer = front.get(asset_url("ponte.css"))

    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == assets()["ponte.css"].content


def test_a_file_under_an_old_version_is_todays_and_not_kept(front: TestClient) -> None:
    answer = front.get("/static/chat.js?v=000000000000")

    assert answer.content == assets()["chat.js"].content
    assert answer.headers["cache-control"] == "public, no-cache"


def test_a_browser_that_has_the_file_is_told_so(front: TestClient) -> None:
    first = front.get("/static/chat.js")
    again = front.get("/static/chat.js", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_browser_without_compression_gets_the_plain_file(front: TestClient) -> None:
    answer = front.get("/static/view.js", headers={"Accept-Encoding": "identity"})

    assert "content-encoding" not in answer.headers
    assert answer.content == assets()["view.js"].content


@pytest.mark.parametrize("name", ["nothing.css", "..%2Fassets.py", "%2e%2e%2fassets.py", "../assets.py"])
def test_nothing_else_can_be_read(front: TestClient, name: str) -> None:
    assert front.get(f"/static/{name}").status_code == 404


def test_browsers_that_look_for_the_icon_by_itself_find_it(front: TestClient) -> None:
    assert front.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
