"""The chat page before its script runs: language, words, size."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from api.chat.payloads import parse
from api.core import i18n
from api.pages.assets import assets
from api.pages.candidate.texts import TEXTS, chat_data, texts
from api.pages.rendering import html
from tests.api.pages.html import read
from tests.factories.http import TestClient

# Fonts are the reader's own, so HTML, styles and scripts are all there is.
FIRST_VIEW_BYTES = 40_000


@pytest.mark.parametrize(
    ("path", "accept", "language"),
    [
        ("/", None, "en"),
        ("/", "pt-PT,pt;q=0.9,en;q=0.5", "pt"),
        ("/", "de,fr;q=0.5", "en"),
        ("/?lang=pt", "en-GB", "pt"),
        ("/?lang=xx", "pt", "pt"),
        ("/?lang=%3Cscript%3E", "en", "en"),
    ],
)
def test_the_language_asked_for_wins_over_the_browsers(
    front: TestClient, path: str, accept: str | None, language: str
) -> None:
    page = read(front.get(path, headers={"Accept-Language": accept} if accept else {}))

    assert page.one("html").attributes["lang"] == language
    assert page.answer.headers["content-language"] == language
    marked = [link.attributes["lang"] for link in page.all("a") if "aria-current" in link.attributes]
    assert marked == [language]


def test_only_a_language_that_was_asked_for_is_handed_to_the_conversation(front: TestClient) -> None:
    def chosen(path: str) -> object:
        page = read(front.get(path, headers={"Accept-Language": "pt"}))
        return json.loads(page.one("script", id="chat-data").text)["chosen"]

    assert chosen("/?lang=pt") == "pt"
    assert chosen("/") is None
    assert chosen("/?lang=xx") is None


def test_the_script_gets_every_sentence_it_names_in_every_language() -> None:
    named = {
        "page_title", "you", "choose_title", "choose_several", "choose_one_first", "done", "no_connection",
        "waiting", "not_sent", "writing", "welcome_back", "new_chat", "failed", "try_again", "start_new_chat",
        "restart_question", "restart_yes", "restart_no",
    }  # fmt: skip
    data = chat_data(None)["languages"]
    assert list(data) == [language.code for language in i18n.languages()]
    for code, language in data.items():
        assert named <= language["texts"].keys(), code
        assert all(language["texts"].values()), code


def test_the_scripts_name_no_sentence_that_is_not_there() -> None:
    import re

    script = b"".join(assets()[name].content for name in ("chat.js", "view.js", "talk.js")).decode()
    named = set(re.findall(r"\btexts\.(\w+)", script))
    assert named
    assert named <= TEXTS.keys()


def test_each_item_of_the_menu_sends_a_payload_the_chat_knows(front: TestClient) -> None:
    page = read(front.get("/?lang=en"))

    sent = {
        button.words: parse(button.attributes["data-payload"]).intent
        for button in page.all("button")
        if "data-payload" in button.attributes
    }

    assert sent == {
        "Help": "help",
        "Why do you ask?": "why",
        "What do you know about me?": "what_do_you_know",
        "Speak to a person": "speak_to_person",
        "Change language": "change_language",
        "Make me a CV": "ask_cv",
        "Go on elsewhere": "continue_elsewhere",
        "Start again": "start_again",
        "Delete my data": "delete_data",
    }


def test_without_javascript_the_page_says_how_to_reach_a_person(front: TestClient) -> None:
    page = read(front.get("/?lang=en"))

    assert "ask the people who sent you here" in page.one("noscript").words
    assert "hidden" in page.one("div", id="chat").attributes, "a chat that cannot work is not shown"


def test_the_conversation_is_a_log_that_screen_readers_follow(front: TestClient) -> None:
    log = read(front.get("/")).one("div", role="log")

    assert log.attributes["aria-live"] == "polite"
    assert log.attributes["aria-label"]


def test_the_data_for_the_script_cannot_end_its_element() -> None:
    data = chat_data(None)
    data["chosen"] = "</script><script>alert(1)</script>"
    text = html(
        "candidate/chat.jinja",
        language="en",
        demo=True,
        nonce="n",
        texts=texts("en"),
        menu_items=(),
        chat_data=data,
    )

    assert "<script>alert" not in text


def test_a_language_written_from_right_to_left_gets_the_mirrored_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (i18n.LOCALES / "languages.toml").read_text("utf-8")
    entry = '[[language]]\ncode = "xx"\nname = "xx"\ndirection = "rtl"\nshipped = true\n'
    (tmp_path / "languages.toml").write_text(f"{listed}\n{entry}", "utf-8")
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n.every_language.cache_clear()
    try:
        text = html(
            "candidate/chat.jinja",
            language="xx", demo=True, nonce="n", texts=texts("xx"), menu_items=(), chat_data=chat_data("xx"),
        )  # fmt: skip
    finally:
        i18n.every_language.cache_clear()

    assert '<html lang="xx" dir="rtl">' in text
    assert "/static/ponte.rtl.css?v=" in text.split("</head>")[0]


def test_the_first_view_is_small_enough_for_a_slow_phone(front: TestClient) -> None:
    page = front.get("/?lang=pt")
    sent = len(gzip.compress(page.content))
    sent += sum(
        len(assets()[name].compressed)
        for name in ("ponte.css", "talk.js", "view.js", "chat.js", "favicon.svg")
    )

    assert sent <= FIRST_VIEW_BYTES
