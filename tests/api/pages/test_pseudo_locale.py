"""In a made-up language whose every message stands in brackets, nothing is seen outside them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po

from api.cli.messages import TEMPLATE
from api.core import i18n
from tests.factories.http import TestClient

BRACKETED = re.compile(r"⟦[^⟧]*⟧")
# Names, and what is the same in every language.
SAME = re.compile(r"Ponte|NHS|https?://\S+")
LANGUAGE_NAMES = {language.name for language in i18n.every_language()}


class Pseudo:
    """Every message of the template in brackets; what is no message stays as it is."""

    def __init__(self) -> None:
        with TEMPLATE.open("rb") as source:
            self._known = {message.id for message in read_po(source) if message.id}

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message in self._known else message


class Visible(HTMLParser):
    """Texts that a person sees or hears, each by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in ("script", "style")
        spoken = ("aria-label", "placeholder", "title", "alt")
        self.texts += [value for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(data)


def unbracketed(page: str) -> list[str]:
    reader = Visible()
    reader.feed(page)
    left = [SAME.sub("", BRACKETED.sub("", text)).strip() for text in reader.texts]
    return [text for text in left if re.search(r"[^\W\d_]{2,}", text) and text not in LANGUAGE_NAMES]


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Pseudo()
    monkeypatch.setattr(i18n, "_catalogue", lambda language: catalogue)


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("language", [language.code for language in i18n.languages()])
def test_the_chat_page_shows_no_sentence_that_is_not_in_the_catalogue(
    front: TestClient, language: str
) -> None:
    page = front.get(f"/?lang={language}").text
    assert "⟦" in page
    assert unbracketed(page) == []


@pytest.mark.usefixtures("pseudo")
def test_nor_do_the_pages_of_staff(
    visitor: TestClient, recruiter: TestClient, coordinator: TestClient
) -> None:
    for browser, path in ((visitor, "/sign-in"), (recruiter, "/recruiter"), (coordinator, "/coordinator")):
        found = unbracketed(browser.get(path).text)
        names = ("Rita", "Carla", "Somerset Care")  # who is signed in
        assert [text for text in found if not any(name in text for name in names)] == [], path


def test_the_test_would_see_a_sentence_that_is_not_extracted() -> None:
    assert unbracketed("<p>⟦Help⟧ Ponte</p><p>Forgotten words</p><script>let a</script>") == [
        "Forgotten words"
    ]
