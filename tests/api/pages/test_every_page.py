"""What holds for every page: structure, language, and rules that keep strangers' code out."""

from __future__ import annotations

import re

from api.pages.assets import assets
from tests.api.pages.html import Page
from tests.factories.http import TestClient


def test_every_page_answers_with_one_main_heading_and_a_title(every_page: dict[str, Page]) -> None:
    for path, page in every_page.items():
        assert page.answer.status_code == 200, path
        assert page.one("h1").words, path
        assert page.one("title").words, path
        assert len(page.all("main", id="main")) == 1, path


def test_every_page_begins_with_a_link_past_its_header(every_page: dict[str, Page]) -> None:
    for path, page in every_page.items():
        assert page.all("a")[0].attributes["href"] == "#main", path


def test_every_page_of_a_demo_says_that_it_is_one(every_page: dict[str, Page]) -> None:
    for path, page in every_page.items():
        assert page.one("div", class_="demo").words, path


def test_a_page_says_nothing_of_a_demo_when_it_is_none(visitor: TestClient) -> None:
    settings = visitor.app.state.settings  # type: ignore[attr-defined]
    visitor.app.state.settings = settings.model_copy(update={"demo": False})  # type: ignore[attr-defined]

    assert "made-up" not in visitor.get("/sign-in").text


def test_no_page_has_inline_styles_or_handlers(every_page: dict[str, Page]) -> None:
    for path, page in every_page.items():
        assert not page.all("style"), path
        for tag, name, value in page.attributes():
            assert name != "style", f"{path}: <{tag}>"
            assert not name.startswith("on"), f"{path}: <{tag} {name}>"
            assert not value.strip().lower().startswith("javascript:"), f"{path}: <{tag} {name}>"


def test_scripts_run_only_with_the_nonce_of_their_page(every_page: dict[str, Page]) -> None:
    nonces = set()
    for path, page in every_page.items():
        policy = page.answer.headers["content-security-policy"]
        (nonce,) = re.findall(r"script-src 'nonce-([^']+)'", policy)
        assert "unsafe" not in policy, path
        assert "default-src 'none'" in policy, path
        assert all(script.attributes["nonce"] == nonce for script in page.all("script")), path
        nonces.add(nonce)
    assert len(nonces) == len(every_page), "a nonce was used twice"


def test_every_file_a_page_names_is_ours_and_exists(every_page: dict[str, Page]) -> None:
    for path, page in every_page.items():
        named = [one.attributes["href"] for one in page.all("link")]
        named += [one.attributes["src"] for one in page.all("script") if "src" in one.attributes]
        assert named, path
        for address in named:
            name, _, version = address.removeprefix("/static/").partition("?v=")
            assert assets()[name].version == version, f"{path}: {address}"


def test_every_field_has_a_label(every_page: dict[str, Page]) -> None:
    for path, page in every_page.items():
        labelled = {label.attributes["for"] for label in page.all("label") if "for" in label.attributes}
        for tag in ("input", "select", "textarea"):
            for one in page.all(tag):
                if one.attributes.get("type") != "hidden":
                    assert one.attributes["id"] in labelled, f"{path}: {one}"


def test_no_id_is_used_twice(every_page: dict[str, Page]) -> None:
    for path, page in every_page.items():
        ids = [value for _, name, value in page.attributes() if name == "id"]
        assert len(ids) == len(set(ids)), path


def test_no_cache_keeps_a_page(every_page: dict[str, Page]) -> None:
    assert {page.answer.headers["cache-control"] for page in every_page.values()} == {"no-store"}


def test_staff_pages_speak_english(every_page: dict[str, Page]) -> None:
    for path in ("/sign-in", "/recruiter", "/coordinator"):
        root = every_page[path].one("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == ("en", "ltr")
