"""The recruiters' inbox and a referral's page in a browser: with and without scripts, small and large."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, update

from api.core.db import Database
from api.pages.staff_session import SESSION_COOKIE
from api.staff.models import StaffSession, StaffUser
from tests.api.pages.conftest import RECRUITER, signed_in
from tests.factories.candidates import a_candidate
from tests.factories.http import StandingClock
from tests.factories.opportunities import an_opportunity
from tests.factories.referrals import a_referral
from tests.support.serving import served

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def address(app: FastAPI, database: Database, now: datetime) -> Iterator[str]:
    """Where the pages are served: 30 referrals, two with a promised interview, one of them overdue."""
    with database.session() as session:
        an_opportunity(session, "night-care", title="Night care worker", place="Yeovil")
        for number in range(28):
            candidate = a_candidate(session, first_name=f"Bea {number}")
            a_referral(session, candidate, "night-care", now=now + timedelta(minutes=number))
        for name, days in (("Ana", -8), ("Maria João", 0)):
            candidate = a_candidate(session, first_name=name, redundancy_event_id="oscar-mayer")
            a_referral(session, candidate, now=now + timedelta(days=days))
    app.state.clock = StandingClock(now + timedelta(hours=1))
    with served(app) as address:
        yield address


def _open(chromium: Browser, app: FastAPI, address: str, size: dict[str, int], scripts: bool = True) -> Page:
    context = chromium.new_context(viewport=size, locale="en-GB", java_script_enabled=scripts)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    cookie = signed_in(app, RECRUITER).cookies[SESSION_COOKIE]
    context.add_cookies([{"name": SESSION_COOKIE, "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/recruiter")
    return page


@pytest.fixture
def desk(chromium: Browser, app: FastAPI, address: str) -> Iterator[Page]:
    """The inbox on a large screen. An error of a script or of the security policy fails the test."""
    page = _open(chromium, app, address, DESK)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    page.context.close()
    assert not errors


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["320", "1280"])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(
    chromium: Browser, app: FastAPI, address: str, size: dict[str, int]
) -> None:
    page = _open(chromium, app, address, size)
    expect(page.get_by_role("heading", level=1)).to_have_text("Referrals")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    page.get_by_role("link", name="Ana").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana: Care worker")
    page.get_by_text("By which rule, and on which facts").click()
    page.get_by_text("Decline…").click()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.context.close()


def test_choosing_swaps_the_list_only_says_how_many_and_keeps_it_in_the_address(desk: Page) -> None:
    desk.evaluate("window.untouched = true")
    desk.get_by_label("Guaranteed interview only").check()
    expect(desk.get_by_role("status")).to_have_text("Referrals found: 2")
    expect(desk.locator("#list tbody tr")).to_have_count(2)
    desk.get_by_label("Reference or first name").press_sequentially("joao")
    expect(desk.get_by_role("status")).to_have_text("Referrals found: 1")
    expect(desk.get_by_label("Reference or first name")).to_be_focused()

    assert desk.evaluate("window.untouched")
    assert desk.url.endswith("/recruiter?guaranteed=1&q=joao")
    desk.reload()
    expect(desk.get_by_role("status")).to_have_text("Referrals found: 1")
    expect(desk.get_by_label("Guaranteed interview only")).to_be_checked()


def test_going_back_shows_the_list_as_it_was_and_no_list_is_kept_in_the_browser(desk: Page) -> None:
    desk.get_by_label("Place").select_option("Taunton")
    expect(desk.get_by_role("status")).to_have_text("Referrals found: 2")
    desk.go_back()
    expect(desk.get_by_role("status")).to_have_text("Referrals found: 30")
    expect(desk.get_by_label("Place")).to_have_value("")
    kept = desk.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Care worker" not in kept
    assert "Ana" not in kept


def test_the_keyboard_goes_on_in_the_list_after_the_next_page(desk: Page) -> None:
    desk.get_by_role("link", name="Next page").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#list tbody tr")).to_have_count(5)
    expect(desk.locator("#list")).to_be_focused()
    assert desk.url.endswith("/recruiter?page=2")
    expect(desk.get_by_role("link", name="Previous page")).to_be_visible()


def test_all_on_a_page_are_chosen_and_acknowledged(desk: Page) -> None:
    desk.get_by_label("Place").select_option("Taunton")
    expect(desk.locator("#list tbody tr")).to_have_count(2)
    desk.get_by_label("Choose all new ones on this page").check()
    desk.get_by_role("button", name="Acknowledge the chosen ones").click()

    expect(desk.get_by_role("alert")).to_contain_text("Acknowledged: 2")
    assert desk.url.endswith("/recruiter?place=Taunton")
    expect(desk.get_by_role("checkbox", name="Choose P-")).to_have_count(0)


def test_who_was_signed_out_meanwhile_comes_to_sign_in(desk: Page, database: Database) -> None:
    with database.session() as session:
        session.execute(delete(StaffSession))
    desk.get_by_label("Guaranteed interview only").check()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_everything_works_without_scripts(chromium: Browser, app: FastAPI, address: str) -> None:
    page = _open(chromium, app, address, DESK, scripts=False)
    page.get_by_label("Order").select_option("newest")
    page.get_by_label("Reference or first name").fill("bea")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_have_text("Referrals found: 28")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("#list tbody tr")).to_have_count(3)
    page.get_by_role("checkbox", name="Choose P-").first.check()
    page.get_by_role("button", name="Acknowledge the chosen ones").click()
    expect(page.get_by_role("alert")).to_contain_text("Acknowledged: 1")
    page.locator("#list tbody a").first.click()
    page.get_by_label("A new note").fill("Rings back")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("article")).to_contain_text("Rings back")
    page.context.close()


def test_on_paper_there_is_what_is_read_and_nothing_that_is_pressed(desk: Page) -> None:
    desk.emulate_media(media="print")
    for pressed in (desk.get_by_role("button"), desk.get_by_role("checkbox"), desk.get_by_role("combobox")):
        expect(pressed).to_have_count(0)
    expect(desk.get_by_role("cell", name="Care worker, Taunton").first).to_be_visible()

    desk.emulate_media(media="screen")
    desk.get_by_role("link", name="Ana").click()
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button")).to_have_count(0)
    expect(desk.get_by_text("redundancy-event/1")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["320", "1280"])
def test_the_page_of_colleagues_and_an_invitation_are_for_everyone(
    chromium: Browser, app: FastAPI, address: str, database: Database, size: dict[str, int]
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"public_url": address})
    with database.session() as session:
        session.execute(update(StaffUser).where(StaffUser.email == RECRUITER).values(access="manager"))
    page = _open(chromium, app, address, size)
    page.get_by_role("link", name="Colleagues").click()
    page.get_by_label("Name", exact=True).fill("Nuno")
    page.get_by_label("E-mail address").fill("nuno@care.example")
    page.get_by_role("button", name="Invite", exact=True).click()
    link = page.get_by_role("alert").locator("code").inner_text()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a password")
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Password").fill("three random words")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Your password is saved.")
    page.context.close()
