"""The chat when something fails, or the page is closed: nothing is lost, nothing doubled."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.api.pages.in_browser.scripted_chat import ScriptedChat
from tests.api.pages.in_browser.steps import bubbles, go_to_shifts, open_chat, say

pytestmark = pytest.mark.browser


def test_without_a_connection_a_message_waits_in_sight_and_is_sent_once(
    page: Page, chat: ScriptedChat
) -> None:
    open_chat(page, chat)
    chat.fault = "down"
    say(page, "Chard")

    expect(page.locator(".msg--waiting")).to_contain_text("Not sent yet. I'll keep trying.")
    expect(page.get_by_text("I can't reach Ponte just now.")).to_be_visible()
    chat.fault = ""
    expect(page.get_by_text("When can you work?")).to_be_visible()
    expect(page.locator(".msg--waiting")).to_have_count(0)
    expect(page.get_by_text("I can't reach Ponte just now.")).to_have_count(0)
    assert chat.received == ["Chard"]
    assert chat.requests >= 2


def test_a_lost_answer_is_asked_for_again_without_doubling_the_message(
    page: Page, chat: ScriptedChat
) -> None:
    open_chat(page, chat)
    chat.fault = "deaf"
    say(page, "Chard")
    expect(page.locator(".msg--waiting")).to_have_count(1)
    chat.fault = ""

    expect(page.get_by_text("When can you work?")).to_have_count(1)
    expect(bubbles(page, "candidate")).to_have_count(1)
    assert chat.received == ["Chard"]


def test_what_was_typed_before_the_page_was_closed_is_sent_when_it_is_opened_again(
    page: Page, chat: ScriptedChat
) -> None:
    open_chat(page, chat)
    chat.fault = "down"
    say(page, "Chard")
    say(page, "/nothing to do with a button")
    expect(page.locator(".msg--waiting")).to_have_count(2)
    page.goto("about:blank")
    chat.fault = ""

    open_chat(page, chat)

    expect(page.get_by_text("Which one?")).to_be_visible()
    assert chat.received == ["Chard", "/nothing to do with a button"]


def test_a_late_answer_arrives_by_itself_once(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    chat.fault = "away"
    say(page, "Chard")
    expect(page.get_by_text("I'll be right back.")).to_be_visible()
    say(page, "nights")
    expect(bubbles(page, "candidate")).to_have_count(2)
    expect(page.get_by_text("I'll be right back.")).to_have_count(1)
    chat.fault = ""

    expect(page.get_by_text("Which one?")).to_be_visible()
    expect(page.get_by_text("I'll be right back.")).to_have_count(0)
    expect(bubbles(page, "candidate")).to_have_count(2)
    expect(bubbles(page, "bot")).to_have_count(2)
    expect(page.get_by_role("button", name="Choose this")).to_have_count(2)


def test_a_late_answer_also_reaches_a_page_that_was_opened_meanwhile(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    chat.fault = "away"
    say(page, "Chard")
    expect(page.get_by_text("I'll be right back.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("I'll be right back.")).to_have_count(1)
    chat.fault = ""

    expect(page.get_by_text("When can you work?")).to_be_visible()
    expect(page.get_by_text("I'll be right back.")).to_have_count(0)


def test_coming_back_goes_on_where_the_chat_was(page: Page, chat: ScriptedChat) -> None:
    go_to_shifts(page, chat)
    page.reload()

    expect(page.get_by_role("checkbox")).to_have_count(3)
    expect(bubbles(page, "bot")).to_have_count(2)
    expect(bubbles(page, "candidate")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("Welcome back. We go on where we were.")
    assert chat.sessions == 1


def test_a_chat_that_is_gone_is_said_and_a_new_one_begins(page: Page, chat: ScriptedChat) -> None:
    go_to_shifts(page, chat)
    chat.session = "another"
    page.reload()

    expect(page.get_by_text("I can't find this chat. We start a new chat.")).to_be_visible()
    expect(page.get_by_text("Where do you live?")).to_be_visible()
    assert chat.sessions == 2


def test_a_chat_that_goes_while_talking_keeps_what_was_typed(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    chat.session = "another"
    say(page, "Chard")

    expect(page.get_by_text("I can't find this chat. We start a new chat.")).to_be_visible()
    expect(page.get_by_text("Where do you live?")).to_have_count(2)
    expect(page.get_by_label("Your message")).to_have_value("Chard")


def test_a_refusal_is_shown_and_keeps_the_text_and_the_answers(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    chat.fault = "refuse"
    say(page, "far too long")

    expect(page.get_by_text("That message is very long.")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("far too long")
    expect(bubbles(page, "candidate")).to_have_count(0)
    expect(page.get_by_role("button", name="Prefer not to say")).to_be_visible()
