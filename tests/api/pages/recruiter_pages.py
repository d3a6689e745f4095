"""Steps that tests of the recruiters' pages share."""

from __future__ import annotations

from tests.api.pages.html import Page, read
from tests.factories.http import TestClient


def case(browser: TestClient, referral_id: str) -> Page:
    """A referral's page."""
    return read(browser.get(f"/recruiter/referrals/{referral_id}"))


def report(browser: TestClient, referral_id: str, type_: str, **data: str) -> Page:
    """Report an event on a referral's page, and the page that comes after it."""
    page = case(browser, referral_id)
    form = {"csrf_token": page.hidden("csrf_token"), "version": page.hidden("version"), "type": type_}
    return read(browser.post(f"/recruiter/referrals/{referral_id}/events", data=form | data))


def listed(page: Page) -> list[str]:
    """The references in the inbox's table, in their order."""
    return [span.words for span in page.all("span", class_="reference")]
