"""Talking in the chat: writing, pressing, ticking, choosing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.api.pages.in_browser.scripted_chat import WHY, ScriptedChat, answer_payload
from tests.api.pages.in_browser.steps import bubbles, go_to_cards, go_to_shifts, open_chat, say

pytestmark = pytest.mark.browser


def test_a_button_sends_its_payload_and_shows_its_words(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat, "/")
    page.get_by_role("group", name="Answers").get_by_role("button", name="English").click()

    expect(bubbles(page, "candidate")).to_contain_text("English")
    expect(page.get_by_text("Where do you live?")).to_be_visible()
    assert chat.received == [answer_payload("language", "en")]


def test_several_answers_are_ticked_and_sent_as_one_list(page: Page, chat: ScriptedChat) -> None:
    go_to_shifts(page, chat)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Please choose at least one first.").first).to_be_attached()
    assert chat.received == ["Chard"]

    page.get_by_label("Mornings").check()
    page.get_by_label("Weekends").check()
    page.get_by_role("button", name="Done").click()

    expect(bubbles(page, "candidate").last).to_contain_text("Mornings, Weekends")
    assert chat.received[-1] == '/answer{"slot":"shifts","value":["early","weekend"]}'


def test_cards_show_what_is_known_and_are_chosen_once(page: Page, chat: ScriptedChat) -> None:
    go_to_cards(page, chat)
    card = page.get_by_role("article").first
    expect(card.get_by_role("heading", level=2)).to_have_text("Porter")
    expect(card.get_by_text(WHY)).to_be_visible()
    expect(card.get_by_text("Starts", exact=True)).to_have_count(0)
    expect(card.get_by_text("Still needed")).to_have_count(0)
    replies = page.get_by_role("group", name="Answers")
    expect(replies.get_by_role("button")).to_have_text(["Prefer not to say"])

    page.get_by_role("button", name="Choose this: Care worker").click()

    expect(page.get_by_text("That's all.")).to_be_visible()
    assert chat.received[-1] == answer_payload("choose_match", "carer")
    expect(page.get_by_role("button", name="Choose this")).to_have_count(0)


def test_markup_is_shown_as_it_was_written(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    attack = "<img src=x onerror=\"document.title='owned'\"><b>Chard</b>"
    say(page, attack)

    expect(bubbles(page, "candidate")).to_contain_text(attack)
    expect(page.get_by_text("When can you work?")).to_be_visible()
    page.reload()
    expect(bubbles(page, "candidate")).to_contain_text(attack)
    assert page.locator("#log img, #log b").count() == 0
    assert "owned" not in page.title()


def test_shift_and_enter_begin_a_new_line(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    box = page.get_by_label("Your message")
    box.fill("Chard")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("or Taunton")
    assert chat.received == []
    page.keyboard.press("Enter")

    expect(page.get_by_text("When can you work?")).to_be_visible()
    assert chat.received == ["Chard\nor Taunton"]


def test_starting_again_is_asked_once_more(page: Page, chat: ScriptedChat) -> None:
    go_to_shifts(page, chat)
    for answer, sent in (("No, go on", 1), ("Yes, start again", 2)):
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("button", name="Start again", exact=True).click()
        page.get_by_role("button", name=answer).click()
        expect(bubbles(page, "candidate")).to_have_count(sent)
    assert chat.received == ["Chard", "/start_again"]


def test_after_deleting_nothing_stays_in_the_browser(page: Page, chat: ScriptedChat) -> None:
    go_to_shifts(page, chat)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Delete my data").click()
    page.get_by_role("button", name="Yes, delete it all").click()

    expect(page.get_by_role("button", name="Start a new chat")).to_be_visible()
    kept = json.loads(page.evaluate("localStorage.getItem('ponte.chat')"))
    assert kept == {"id": None, "token": None, "queue": []}

    page.get_by_role("button", name="Start a new chat").click()
    expect(page.get_by_text("Where do you live?")).to_be_visible()
    expect(page.get_by_text("Chard")).to_have_count(0)
    assert chat.sessions == 2
