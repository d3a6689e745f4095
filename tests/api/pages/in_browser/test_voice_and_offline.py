"""Reading aloud, dictation, a page without a connection, and going on with a code."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.api.pages.in_browser.scripted_chat import CODE, ScriptedChat
from tests.api.pages.in_browser.steps import bubbles, open_chat, say

pytestmark = pytest.mark.browser

# A headless browser has neither voices nor a microphone: these stand in for the browser's own interfaces.
SPEECH = """
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(one) { window.spoken.push([one.lang, one.text]); },
  cancel() { window.spoken.push(["", "hushed"]); },
}});
window.SpeechRecognition = function () {
  this.start = () => {
    this.onresult({ results: [[{ transcript: "I live in Chard" }]] });
    this.onend();
  };
};
"""


def test_without_speech_interfaces_nothing_is_offered_for_them(page: Page, chat: ScriptedChat) -> None:
    page.add_init_script(
        "delete window.webkitSpeechRecognition; delete window.SpeechRecognition;"
        "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"
    )
    open_chat(page, chat)
    expect(page.locator("#dictate")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#aloud")).to_be_hidden()


def test_new_messages_are_read_aloud_in_their_language_once_asked_for(page: Page, chat: ScriptedChat) -> None:
    page.add_init_script(SPEECH)
    open_chat(page, chat)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Read messages aloud").click()
    assert page.evaluate("window.spoken") == []
    page.keyboard.press("Escape")

    say(page, "Chard")
    expect(page.get_by_text("When can you work?")).to_be_visible()
    assert page.evaluate("window.spoken.filter((one) => one[0])") == [["en-GB", "When can you work?"]]

    page.reload()
    expect(page.get_by_text("When can you work?")).to_be_visible()
    assert page.evaluate("window.spoken") == [], "what was said before is not read again"


def test_what_is_dictated_stands_in_the_box_until_it_is_sent(page: Page, chat: ScriptedChat) -> None:
    page.add_init_script(SPEECH)
    open_chat(page, chat)
    page.get_by_role("button", name="Speak instead of typing").click()

    expect(page.get_by_label("Your message")).to_have_value("I live in Chard")
    expect(page.get_by_text("its maker may hear it")).to_be_visible()
    assert chat.received == []
    page.keyboard.press("Enter")
    expect(bubbles(page, "candidate")).to_contain_text("I live in Chard")
    assert chat.received == ["I live in Chard"]


def test_the_page_opens_without_a_connection_and_sends_later_what_was_written(
    page: Page, chat: ScriptedChat
) -> None:
    open_chat(page, chat)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()  # from now on the page and its files are kept
    expect(bubbles(page, "bot").first).to_be_visible()

    page.context.set_offline(True)
    page.reload()
    say(page, "Chard")
    expect(bubbles(page, "candidate")).to_contain_text("Chard")
    assert chat.received == []

    page.context.set_offline(False)
    expect(page.get_by_text("When can you work?")).to_be_visible()
    assert chat.received == ["Chard"]


def test_a_code_from_another_device_brings_its_conversation_here(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    say(page, "Chard")
    expect(page.get_by_text("When can you work?")).to_be_visible()

    elsewhere = list(chat.lines)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.get_by_text("Where do you live?").or_(page.get_by_text("Which language?"))).to_be_visible()
    chat.session, chat.step, chat.lines = "ses_1", 2, elsewhere
    say(page, CODE.lower())

    expect(page.get_by_text("When can you work?")).to_be_visible()
    assert chat.received == ["Chard"], "the code is no message"


def test_a_wrong_code_is_said_and_nothing_is_lost(page: Page, chat: ScriptedChat) -> None:
    open_chat(page, chat)
    say(page, "9999-XXXX")
    expect(page.get_by_text("This code doesn't work.")).to_be_visible()
    expect(page.get_by_text("Where do you live?")).to_be_visible()
    say(page, "Chard")
    expect(page.get_by_text("When can you work?")).to_be_visible()
