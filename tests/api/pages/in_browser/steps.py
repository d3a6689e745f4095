"""Steps many tests take in the chat."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.api.pages.in_browser.scripted_chat import ScriptedChat


def open_chat(page: Page, chat: ScriptedChat, path: str = "/?lang=en") -> None:
    """Open the page; its script has begun to talk."""
    page.goto(chat.base_url + path)
    expect(page.locator(".msg--bot").first).to_be_visible()


def say(page: Page, text: str) -> None:
    """Type a message and press Enter."""
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def bubbles(page: Page, sender: str) -> Locator:
    """What one side has said."""
    return page.locator(f".msg--{sender} .msg__text")


def go_to_shifts(page: Page, chat: ScriptedChat) -> None:
    """As far as the question that takes several answers."""
    open_chat(page, chat)
    say(page, "Chard")
    expect(page.get_by_role("checkbox")).to_have_count(3)


def go_to_cards(page: Page, chat: ScriptedChat) -> None:
    """As far as the matches."""
    go_to_shifts(page, chat)
    page.get_by_label("Nights").check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("article")).to_have_count(2)
