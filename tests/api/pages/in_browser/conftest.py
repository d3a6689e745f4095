"""A browser, and a scripted server behind the chat page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from api.core.db import Database
from api.core.migrate import upgrade_engine
from tests.api.pages.in_browser.scripted_chat import ScriptedChat, serving


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium")
    if program is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed (Debian's package: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """SQLite only: what a browser shows does not depend on the database behind it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite3'}"
    database = Database(url)
    upgrade_engine(database.engine)
    database.close()
    return url


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[ScriptedChat]:
    """The server behind the page."""
    with serving(tmp_path) as chat:
        yield chat


@pytest.fixture
def page(chromium: Browser, chat: ScriptedChat) -> Iterator[Page]:
    """The smallest screen the page is made for. An error of the page's script fails the test."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert not errors
