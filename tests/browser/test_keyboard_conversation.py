"""The Portuguese conversation by keyboard alone, and what recruiter and coordinator then see."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.running import PROJECT, Running

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Where screenshots go: the README's pictures when they are to be renewed (make screenshots)."""
    return PROJECT / "docs" / "images" if os.environ.get("PONTE_RENEW_SCREENSHOTS") else tmp_path


def nothing_serious(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on an element that matches."""
    for _ in range(120):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reached {selector}")


def write(page: Page, text: str) -> None:
    """Type an answer and wait for the bot's."""
    tab_to(page, "#text")
    said = page.locator("#log .msg").count()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_function("(said) => document.querySelectorAll('#log .msg').length >= said + 2", arg=said)
    expect(page.locator("#typing")).to_be_hidden()


def test_a_factory_worker_gets_her_interview_by_keyboard_alone(
    browser: Browser, ponte: Running, images: Path
) -> None:
    page = browser.new_context(viewport=PHONE, locale="pt-PT").new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(ponte.base_url)
    expect(page.locator("html")).to_have_attribute("lang", "pt")
    expect(page.locator("#log .msg").first).to_be_visible()
    nothing_serious(page)
    page.screenshot(path=images / "chat-start.png")

    if page.locator("#replies").get_by_role("button", name="Português").count():
        write(page, "português")
    for answer in (
        "sim",
        "fui despedida da Oscar Mayer",
        "Maria",
        "07700 900123",
        "Chard",
        "trabalhava na linha de enbalagem e tb limpeza",
        "falo pouco inglês",
        "leio mais ou menos",
        "escrevo pouco",
        "sim",
        "tempo inteiro",
    ):
        write(page, answer)
    nothing_serious(page)
    page.screenshot(path=images / "chat-question.png")
    for answer in ("qualquer turno", "não conduzo", "de autocarro, até 1 hora"):
        write(page, answer)

    cards = page.locator("#log article")
    expect(cards.first).to_be_visible()
    assert 1 <= cards.count() <= 5
    nothing_serious(page)
    cards.first.scroll_into_view_if_needed()
    page.screenshot(path=images / "chat-matches.png")

    write(page, "a primeira")
    write(page, "sim")
    transcript = page.locator("#log").inner_text()
    reference = re.search(r"P-\w{4}-\w{4}", transcript)
    assert reference, transcript[-500:]
    page.screenshot(path=images / "chat-referred.png")

    page.reload()
    expect(page.locator("#log")).to_contain_text(reference[0])
    nothing_serious(page)
    assert problems == []

    staff_sees(browser, ponte, images, reference[0])


def staff_sees(browser: Browser, ponte: Running, images: Path, reference: str) -> None:
    for role, path in (("recruiter", "/recruiter"), ("coordinator", "/coordinator")):
        page = browser.new_context(viewport=DESK).new_page()
        page.goto(ponte.base_url + path)
        account = ponte.credentials[role]
        page.get_by_label(re.compile("e-mail", re.I)).fill(account["email"])
        page.get_by_label("Password").fill(account["password"])
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(reference)
        nothing_serious(page)
        page.screenshot(path=images / f"{role}.png", full_page=False)
        if role == "recruiter":
            page.get_by_role("link", name=reference).click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Maria")
            nothing_serious(page)
            page.screenshot(path=images / "recruiter-referral.png", full_page=False)
        page.set_viewport_size({"width": 320, "height": 700})
        nothing_serious(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{role}'s page scrolls sideways at 320 px"
        page.context.close()
