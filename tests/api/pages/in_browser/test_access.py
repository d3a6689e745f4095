"""The chat for everyone: keyboard, screen reader, small screens, languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.api.pages.in_browser.scripted_chat import ScriptedChat, answer_payload
from tests.api.pages.in_browser.steps import go_to_cards, go_to_shifts, open_chat

pytestmark = pytest.mark.browser


def test_the_page_follows_the_language_of_the_conversation(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat, "/")
    page.get_by_role("group", name="Answers").get_by_role("button", name="Português").click()

    expect(page.locator("html")).to_have_attribute("lang", "pt")
    expect(page.locator("#languages [aria-current]")).to_have_text("Português")
    assert page.url.endswith("?lang=pt"), "a reload comes in the same language"


def test_a_language_in_the_header_changes_the_conversation(page: Page, chat: ScriptedChat) -> None:
    go_to_shifts(page, chat)
    page.locator("#languages").get_by_text("Português").click()

    expect(page.locator("html")).to_have_attribute("lang", "pt")
    assert chat.received[-1] == answer_payload("language", "pt")


def test_the_keyboard_alone_is_enough_and_never_loses_its_place(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    replies = page.get_by_role("group", name="Answers")
    page.get_by_role("button", name="Prefer not to say").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_have_count(3)
    expect(replies).to_be_focused()
    for key in ("Tab", "Space", "Tab", "Tab", "Space", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("article")).to_have_count(2)
    assert chat.received[-1] == '/answer{"slot":"shifts","value":["early","weekend"]}'
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Choose this: Care worker")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("That's all.")).to_be_visible()

    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Help")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    expect(page.get_by_role("button", name="Help")).to_be_hidden()


def test_what_has_the_focus_is_not_behind_the_bar(page: Page, chat: ScriptedChat) -> None:
    go_to_cards(page, chat)
    page.get_by_label("Your message").focus()
    for _ in range(3):  # back over the menu and the quick reply to the last card
        page.keyboard.press("Shift+Tab")
    button = page.get_by_role("button", name="Choose this: Care worker")
    expect(button).to_be_focused()
    box, bar = button.bounding_box(), page.locator("#bar").bounding_box()
    assert box
    assert bar
    assert box["y"] + box["height"] <= bar["y"]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(
    page: Page, chat: ScriptedChat, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    go_to_shifts(page, chat)
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Nights").check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("article")).to_have_count(2)

    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
